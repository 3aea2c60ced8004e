import { analyserVersion } from './analyse.ts'
import { byCodePoint } from './codePoints.ts'
import type { Doc, Terms, Tokens } from './types.ts'

/** Throws a TypeError that names what is wrong with a document; an index that took it would answer wrongly later. */
export function checkDoc(doc: Doc): Doc {
  const who = `Document ${JSON.stringify(doc.id)}`
  if (typeof doc.id !== 'string' || doc.id === '') throw new TypeError('A document needs an id that is not empty.')
  const strings = [doc.id, doc.stamp, ...Object.keys(doc.numbers), ...Object.entries(doc.attributes).flat(2)]
  for (const { text, keys } of doc.suggestions ?? []) strings.push(text, ...keys)
  for (const string of strings) {
    if (typeof string !== 'string') throw new TypeError(`${who}: ${String(string)} is not a string.`)
    if (!string.isWellFormed()) throw new TypeError(`${who}: ${JSON.stringify(string)} holds half a character.`)
  }
  for (const [name, number] of Object.entries(doc.numbers)) {
    if (number !== null && !Number.isFinite(number))
      throw new TypeError(`${who}: ${name} is ${number}, not a number or null.`)
  }
  checkTokens(doc.tokens, who)
  return doc
}

/** Throws unless the tokens are of this analyser. */
export function checkTokens(tokens: Tokens, who: string): void {
  if (tokens.analyser !== analyserVersion) {
    throw new TypeError(
      `${who}: tokens of analyser ${tokens.analyser}, but this is ${analyserVersion}. Analyse the text again.`,
    )
  }
  checkTerms(tokens.words, `${who}: words`)
  checkTerms(tokens.bigrams, `${who}: bigrams`)
}

function checkTerms({ terms, weights }: Terms, who: string): void {
  if (terms.length !== weights.length)
    throw new TypeError(`${who}: ${terms.length} terms, but ${weights.length} weights.`)
  for (let i = 0; i < terms.length; i++) {
    if (i && byCodePoint(terms[i - 1]!, terms[i]!) >= 0)
      throw new TypeError(`${who}: not distinct and sorted at ${JSON.stringify(terms[i])}.`)
    if (!(weights[i]! > 0 && weights[i]! < Infinity))
      throw new TypeError(`${who}: ${JSON.stringify(terms[i])} weighs ${weights[i]}.`)
  }
}
