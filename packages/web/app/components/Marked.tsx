/** A quotation with the words in it marked that another text shares. */
export function Marked({ text, words }: { readonly text: string; readonly words: readonly string[] }) {
  return parts(text, words).map(({ text, at, isShared }) => (isShared ? <mark key={at}>{text}</mark> : text))
}

/** Cuts a text at the words, the longest first; neighbours stay together and letter case does not matter. */
export function parts(text: string, words: readonly string[]): { text: string; at: number; isShared: boolean }[] {
  const sought = words.filter((word) => word.trim() !== '').sort((a, b) => b.length - a.length)
  if (sought.length === 0) return [{ text, at: 0, isShared: false }]
  const pattern = new RegExp(`((?:${sought.map(escaped).join('|')})+)`, 'giu')
  let at = 0
  return text.split(pattern).flatMap((part, index) => {
    const here = { text: part, at, isShared: index % 2 === 1 }
    at += part.length
    return part ? [here] : []
  })
}

const escaped = (word: string) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
