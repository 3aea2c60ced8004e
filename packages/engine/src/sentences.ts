import { maxTextLength } from './normalise.ts'

/** The sentences of a text as written, trimmed, none empty, in order; only white space is evened out. */
export function sentences(text: string): string[] {
  const found: string[] = []
  for (const part of text.slice(0, maxTextLength).toWellFormed().split(ends)) {
    const sentence = part.replace(/[\s\p{Cc}]+/gu, ' ').trim()
    if (/[\p{L}\p{N}]/u.test(sentence)) found.push(sentence)
  }
  return found
}

/**
 * After 。！？； and line ends, after a Latin full stop before white space, and before the list numbers that needs are
 * written with (`2、`, `（3）`, `2.` and no digit). A number alone stays with what it counts.
 */
const ends =
  /(?<=[。！？；!?;\n])|(?<=[^\d\s]\.)(?=\s)|(?<=[\p{Script=Han},，:：\s])(?=[(（]?\d{1,2}(?:[、)）]|[.．](?!\s*\d)))/u
