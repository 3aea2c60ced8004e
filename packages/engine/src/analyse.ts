import { Jieba } from '@node-rs/jieba'
import { dict } from '@node-rs/jieba/dict.js'
import { byCodePoint } from './codePoints.ts'
import { defaultLexicon } from './lexicon.ts'
import { normalise } from './normalise.ts'
import type { Fields, Lexicon, Terms, Tokens } from './types.ts'

/** Changes whenever the same text may give other tokens: stored tokens and segments are then made anew. */
export const analyserVersion = '1'

/** Field weights and factors are sums of powers of two, so that adding them up is exact in any order. */
const fieldWeight = { title: 2, keywords: 2, body: 1 }
const boilerplateFactor = 0.125
const numberFactor = 0.25
/** Longer runs are no words: hashes, encoded files, keyboard mashing. */
const maxTermLength = 64

/** Tokens of a text: jieba words and character bigrams, with field weights. Deterministic, O(length). */
export function analyse(text: Fields, lexicon: Lexicon = defaultLexicon): Tokens {
  const tools = toolsOf(lexicon)
  const words = new Map<string, number>()
  const bigrams = new Map<string, number>()
  const add = (part: string, weight: number) => addText(part, weight, tools, words, bigrams)
  add(text.title, fieldWeight.title)
  for (const keyword of text.keywords ?? []) add(keyword, fieldWeight.keywords)
  add(text.body ?? '', fieldWeight.body)
  return { analyser: analyserVersion, words: sorted(words), bigrams: sorted(bigrams) }
}

/** The words of one sentence that say something, in order, repeats kept. */
export function wordsOf(text: string, lexicon: Lexicon = defaultLexicon): string[] {
  const tools = toolsOf(lexicon)
  const words: string[] = []
  for (const [piece, isBoilerplate] of pieces(normalise(text), tools.boilerplate)) {
    if (isBoilerplate) continue
    for (const [run] of piece.matchAll(runs)) {
      if (isHan(run)) for (const word of tools.jieba.cutForSearch(run, true)) keep(word)
      else if (!isNumber(run)) keep(run)
    }
  }
  return words
  function keep(word: string): void {
    if (word.length > 1 && !tools.stopWords.has(word)) words.push(word)
  }
}

interface Tools {
  readonly jieba: Jieba
  readonly boilerplate: RegExp | null
  readonly stopWords: ReadonlySet<string>
}
const cache = new WeakMap<Lexicon, Tools>()

function toolsOf(lexicon: Lexicon): Tools {
  let tools = cache.get(lexicon)
  if (!tools) {
    const jieba = Jieba.withDict(dict)
    // A frequency of 1 000 lets a domain word win over its parts without swallowing longer words.
    const own = lexicon.words.map((word) => `${normalise(word)} 1000 n\n`).join('')
    if (own) jieba.loadDict(new TextEncoder().encode(own))
    const phrases = lexicon.boilerplate.map(normalise).filter(Boolean)
    tools = { jieba, boilerplate: anyOf(phrases), stopWords: new Set(lexicon.stopWords.map(normalise)) }
    cache.set(lexicon, tools)
  }
  return tools
}

/** Longest phrase first, so that a phrase is never cut short by its own beginning. */
function anyOf(phrases: readonly string[]): RegExp | null {
  if (!phrases.length) return null
  const sources = [...phrases]
    .sort((a, b) => b.length - a.length)
    .map((phrase) => phrase.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
  return new RegExp(sources.join('|'), 'gu')
}

function addText(text: string, weight: number, tools: Tools, words: Counts, bigrams: Counts): void {
  for (const [piece, isBoilerplate] of pieces(normalise(text), tools.boilerplate)) {
    const factor = isBoilerplate ? weight * boilerplateFactor : weight
    for (const [run] of piece.matchAll(runs)) {
      if (isHan(run)) addHan(run, factor, tools, words, bigrams)
      else addOther(run, factor, tools, words, bigrams)
    }
  }
}

type Counts = Map<string, number>

function addHan(run: string, weight: number, tools: Tools, words: Counts, bigrams: Counts): void {
  for (const word of tools.jieba.cutForSearch(run, true)) {
    if (!tools.stopWords.has(word)) count(words, word, weight)
  }
  const characters = Array.from(run)
  if (characters.length === 1) count(bigrams, run, weight)
  for (let i = 1; i < characters.length; i++) count(bigrams, characters[i - 1]! + characters[i]!, weight)
}

/** Latin words, formulas, model numbers and quantities go whole into both spaces; a compound's parts into words alone. */
function addOther(run: string, weight: number, tools: Tools, words: Counts, bigrams: Counts): void {
  if (tools.stopWords.has(run)) return
  const factor = isNumber(run) ? weight * numberFactor : weight
  count(words, run, factor)
  count(bigrams, run, factor)
  const parts = run.split(/[-_/.+]/u)
  if (parts.length > 1) for (const part of parts) if (part.length > 1 && !isNumber(part)) count(words, part, weight / 2)
}

function count(counts: Counts, term: string, weight: number): void {
  if (term.length > maxTermLength) return
  counts.set(term, (counts.get(term) ?? 0) + weight)
}

/** Text cut at boilerplate: [piece, is boilerplate]. */
function* pieces(text: string, boilerplate: RegExp | null): Generator<[string, boolean]> {
  let from = 0
  if (boilerplate) {
    for (const match of text.matchAll(boilerplate)) {
      if (match.index > from) yield [text.slice(from, match.index), false]
      yield [match[0], true]
      from = match.index + match[0].length
    }
  }
  if (from < text.length) yield [text.slice(from), false]
}

/** A run of Han characters, or a quantity (`200°c`, `99.5%`), or a word that may hold digits and joints (`mil-53`, `pm2.5`). */
const runs =
  /\p{Script=Han}+|\d+(?:\.\d+)?(?:°c|%|‰|°|ω)|[[\p{L}\p{M}\p{N}]--\p{Script=Han}]+(?:[\-_\/.+][[\p{L}\p{M}\p{N}]--\p{Script=Han}]+)*\+*/gv

function isHan(run: string): boolean {
  return /^\p{Script=Han}/u.test(run)
}

/** A number with or without a unit says little by itself; a model number begins with a letter or is long. */
function isNumber(run: string): boolean {
  return /^\d+(?:[-./+]\d+)*(?:°c|%|‰|°|ω|\p{L}{1,3})?$/u.test(run)
}

function sorted(counts: Counts): Terms {
  // The index searches its terms by UTF-8 bytes.
  const terms = [...counts.keys()].sort(byCodePoint)
  return { terms, weights: terms.map((term) => counts.get(term)!) }
}
