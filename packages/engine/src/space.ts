import type { Vectors } from './part.ts'
import type { Numbers, Sections } from './sections.ts'
import { StringTable } from './stringTable.ts'
import type { Terms } from './types.ts'

/** A learned semantic space: a vector for each word it knows; a text is the weighted sum of its words. */
export class Space {
  /** Distinguishes spaces: vectors of one mean nothing in another. */
  readonly id: number
  readonly dimensions: number
  readonly #words: StringTable
  /** Made when first needed: folding looks up every word of a text. */
  #numberOf: Map<string, number> | undefined
  readonly #numbers: Int8Array
  readonly #scales: Float32Array

  constructor(id: number, dimensions: number, words: StringTable, numbers: Int8Array, scales: Float32Array) {
    this.id = id
    this.dimensions = dimensions
    this.#words = words
    this.#numbers = numbers
    this.#scales = scales
  }

  static open(sections: Sections<unknown>, id: number, dimensions: number): Space {
    const words = StringTable.open(sections, 'space.words')
    return new Space(id, dimensions, words, sections.i8('space.numbers'), sections.f32('space.scales'))
  }

  /** From float rows, one a word (sorted). Each row is kept as 8-bit numbers and a scale. */
  static of(words: readonly string[], rows: Float32Array, dimensions: number): Space {
    const numbers = new Int8Array(rows.length)
    const scales = new Float32Array(words.length)
    let id = 0x811c9dc5
    for (let i = 0; i < words.length; i++) {
      scales[i] = quantise(rows.subarray(i * dimensions, (i + 1) * dimensions), numbers, i * dimensions)
    }
    for (const number of numbers) id = Math.imul(id ^ number, 0x01000193)
    const table = StringTable.write('words', words)
    return new Space(
      id >>> 0,
      dimensions,
      new StringTable(table['words.ends'] as Uint32Array, table['words.text'] as Uint8Array),
      numbers,
      scales,
    )
  }

  sections(): Record<string, Numbers> {
    return {
      ...StringTable.write('space.words', this.#words.all()),
      'space.numbers': this.#numbers,
      'space.scales': this.#scales,
    }
  }

  /** Writes the vector of a text into `into` at a slot: 8-bit, with the scale that makes its length 1 (0: no known word). */
  fold(text: Terms, into: Vectors, slot: number): void {
    this.#numberOf ??= new Map(this.#words.all().map((word, i) => [word, i]))
    const sum = new Float64Array(this.dimensions)
    for (let i = 0; i < text.terms.length; i++) {
      const word = this.#numberOf.get(text.terms[i]!)
      if (word === undefined) continue
      const weight = Math.log1p(text.weights[i]!) * this.#scales[word]!
      const at = word * this.dimensions
      for (let d = 0; d < this.dimensions; d++) sum[d]! += weight * this.#numbers[at + d]!
    }
    const at = slot * this.dimensions
    quantise(sum, into.numbers, at)
    let square = 0
    for (let d = 0; d < this.dimensions; d++) square += into.numbers[at + d]! ** 2
    into.scales[slot] = square ? 1 / Math.sqrt(square) : 0
  }

  room(slots: number): Vectors {
    return { numbers: new Int8Array(slots * this.dimensions), scales: new Float32Array(slots) }
  }
}

/** Cosine of a query's vector (slot 0) with that of a slot; 0 where either has none. */
export function cosine(query: Vectors, vectors: Vectors, slot: number, dimensions: number): number {
  const a = query.numbers
  const b = vectors.numbers
  const at = slot * dimensions
  let sum = 0
  for (let d = 0; d < dimensions; d++) sum += a[d]! * b[at + d]!
  return sum * query.scales[0]! * vectors.scales[slot]!
}

/** Writes a row as -127 … 127 and returns the scale that gives it back. */
function quantise(row: Float32Array | Float64Array, into: Int8Array, at: number): number {
  let largest = 0
  for (const value of row) largest = Math.max(largest, Math.abs(value))
  if (largest === 0) return 0
  for (let d = 0; d < row.length; d++) into[at + d] = Math.round((row[d]! / largest) * 127)
  return largest / 127
}
