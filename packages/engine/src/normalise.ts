import { Converter } from 'opencc-js/t2cn'

const toSimplified = Converter({ from: 't', to: 'cn' })

/** Beyond this many UTF-16 units a field's text is not looked at. */
export const maxTextLength = 200_000

/** The text as terms are made of it: NFKC, lower case, simplified; control characters and half emojis become spaces. */
export function normalise(text: string): string {
  return toSimplified(plain(text).toLowerCase())
}

/** NFKC without control characters but line ends: case is kept, since MW and mW differ. */
export function plain(text: string): string {
  const cut = text.length > maxTextLength ? text.slice(0, maxTextLength) : text
  return cut.toWellFormed().normalize('NFKC').replace(unwanted, ' ')
}

/** U+FFFD stands where a lone surrogate was; format characters (zero-width, soft hyphen) would split words unseen. */
const unwanted = /[[\p{Cc}--\n]\p{Cf}\p{Co}\p{Cn}\ufffd]/gv
