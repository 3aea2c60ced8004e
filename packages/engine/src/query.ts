import { checkTokens } from './checkDoc.ts'
import type { Part, Postings, TermSpace, Vectors } from './part.ts'
import { cosine, type Space } from './space.ts'
import type { HitParts, Terms, Tokens } from './types.ts'

// BM25 as in Robertson & Zaragoza (2009). k1 and b as there; k3 (how much more a repeated query term says) measured on
// market and bdci359: 8 was better than 2 on both (nDCG@10 .509 against .480, .677 against .672).
const k1 = 1.2
const b = 0.75
const k3 = 8

/**
 * What the semantic cosine weighs beside words and bigrams (1 each). Measured on market, without tuning beyond the first
 * digit: 0 → .51, .2 → .56, .5 → .54–.59 nDCG@10; on bdci359, whose achievements are titles, .2 costs .01 and .5 .02.
 */
const semanticShare = 0.3

interface QueryTerm {
  /** Inverse document frequency times the saturated frequency in the query. */
  readonly weight: number
  /** By part; undefined where the part does not have the term. */
  readonly postings: readonly (Postings | undefined)[]
}

interface TermQuery {
  readonly terms: readonly QueryTerm[]
  /** Sum of the weights. */
  readonly total: number
  /** Mean length of the living documents. */
  readonly meanLength: number
}

/** A query made ready for the parts of an index. */
export class Query {
  readonly #parts: readonly Part[]
  readonly #spaces: Readonly<Record<TermSpace, TermQuery>>
  readonly #space: Space | null
  readonly #vector: Vectors | null

  constructor(tokens: Tokens, parts: readonly Part[], space: Space | null) {
    checkTokens(tokens, 'The query')
    this.#parts = parts
    this.#spaces = { words: prepare('words', tokens.words, parts), bigrams: prepare('bigrams', tokens.bigrams, parts) }
    this.#space = space
    this.#vector = space ? space.room(1) : null
    if (space && this.#vector) space.fold(tokens.words, this.#vector, 0)
  }

  /** How every document of a part answers. O(postings of the query's terms + slots · dimensions). */
  answers(part: number): Answers {
    const { slots } = this.#parts[part]!
    const words = this.#sum('words', part)
    const bigrams = this.#sum('bigrams', part)
    const semantic = new Float64Array(slots)
    if (this.#space && this.#vector && this.#vector.scales[0]! > 0) {
      const vectors = this.#parts[part]!.vectors(this.#space)
      for (let slot = 0; slot < slots; slot++) {
        semantic[slot] = Math.min(1, Math.max(0, cosine(this.#vector, vectors, slot, this.#space.dimensions)))
      }
    }
    return new Answers(words, bigrams, semantic, this.#spaces.words.terms.length)
  }

  #sum(space: TermSpace, partNumber: number): Sums {
    const part = this.#parts[partNumber]!
    const { terms, total, meanLength } = this.#spaces[space]
    const scores = new Float64Array(part.slots)
    const covered = new Float64Array(part.slots)
    const scale = 1 / (total * (k1 + 1) || 1)
    for (const { weight, postings } of terms) {
      const list = postings[partNumber]
      if (!list) continue
      for (let i = 0; i < list.slots.length; i++) {
        const slot = list.slots[i]!
        const frequency = list.weights[i]!
        const norm = k1 * (1 - b + (b * part.length(space, slot)) / meanLength)
        scores[slot]! += (scale * weight * frequency * (k1 + 1)) / (frequency + norm)
        covered[slot]! += weight / total
      }
    }
    return { scores, covered }
  }
}

interface Sums {
  /** BM25 as a share of what a document with every term, saturated, would get. */
  readonly scores: Float64Array
  /** Weighted share of the query's terms that occur. */
  readonly covered: Float64Array
}

/** How the documents of one part answer one query, by slot. */
export class Answers {
  readonly #words: Sums
  readonly #bigrams: Sums
  readonly #semantic: Float64Array
  readonly #queryWords: number

  constructor(words: Sums, bigrams: Sums, semantic: Float64Array, queryWords: number) {
    this.#words = words
    this.#bigrams = bigrams
    this.#semantic = semantic
    this.#queryWords = queryWords
  }

  /** Fused, in [0, 1]. */
  score(slot: number): number {
    const sum = this.#words.scores[slot]! + this.#bigrams.scores[slot]! + semanticShare * this.#semantic[slot]!
    return sum / (2 + semanticShare)
  }

  parts(slot: number): HitParts {
    return {
      words: this.#words.scores[slot]!,
      bigrams: this.#bigrams.scores[slot]!,
      semantic: this.#semantic[slot]!,
      coverage: Math.min(1, this.#words.covered[slot]!),
      queryWords: this.#queryWords,
    }
  }

  /** Has enough of the query's own terms to be listed when somebody searches for them. */
  matches(slot: number): boolean {
    return Math.max(this.#words.covered[slot]!, this.#bigrams.covered[slot]!) >= neededCoverage(this.#queryWords)
  }
}

/** Of a word or two about all must be there; of a whole paragraph a fifth is a lot. */
function neededCoverage(words: number): number {
  if (words <= 1) return 0.99
  return words <= 3 ? 0.5 : words <= 8 ? 0.34 : 0.2
}

function prepare(space: TermSpace, { terms, weights }: Terms, parts: readonly Part[]): TermQuery {
  const size = parts.reduce((sum, part) => sum + part.size, 0)
  const totalLength = parts.reduce((sum, part) => sum + part.totalLength(space), 0)
  // Somebody who searches for 茶 means 茶叶 and 茶园 as well, whose bigrams only begin with it.
  const isCharacter = space === 'bigrams' && terms.length === 1 && /^\p{Script=Han}$/u.test(terms[0]!)
  let total = 0
  const prepared = terms.map((term, i) => {
    const postings = parts.map((part) => (isCharacter ? part.postingsOfCharacter(term) : part.postings(space, term)))
    const frequency = postings.reduce((sum, list) => sum + (list?.alive ?? 0), 0)
    const weight = (inverseFrequency(frequency, size) * weights[i]! * (k3 + 1)) / (weights[i]! + k3)
    total += weight
    return { weight, postings }
  })
  return { terms: prepared, total, meanLength: totalLength / size || 1 }
}

/** In a smaller index nothing is known of how rare a word is, and words it lacks would drown those it has. */
const leastSize = 200

/** As in Lucene: never negative. A term of no document weighs most. */
export function inverseFrequency(frequency: number, size: number): number {
  return Math.log(1 + (Math.max(size, leastSize) - frequency + 0.5) / (frequency + 0.5))
}
