import { byCodePoint } from './codePoints.ts'
import type { Postings } from './part.ts'
import { Rows } from './rows.ts'
import type { Numbers, Sections } from './sections.ts'
import { StringTable } from './stringTable.ts'
import type { Terms } from './types.ts'

/** One token space of a segment: its terms, the documents of each (inverted) and the terms of each document (forward). */
export class TermTable {
  readonly #names: StringTable
  /** Decoded when documents are first asked back, which a merge does for all of them. */
  #decoded: readonly string[] | undefined
  readonly #forward: Rows
  readonly #forwardWeights: Float32Array
  readonly #inverted: Rows
  readonly #invertedWeights: Float32Array
  readonly lengths: Float64Array
  /** Of each term: in how many removed documents it is. */
  readonly #removed = new Map<number, number>()

  constructor(sections: Sections<unknown>, name: string) {
    this.#names = StringTable.open(sections, name)
    this.#forward = Rows.open(sections, `${name}.forward`)
    this.#forwardWeights = sections.f32(`${name}.forward.weights`)
    this.#inverted = Rows.open(sections, `${name}.inverted`)
    this.#invertedWeights = sections.f32(`${name}.inverted.weights`)
    this.lengths = sections.f64(`${name}.lengths`)
  }

  static write(name: string, documents: readonly Terms[]): Record<string, Numbers> {
    const seen = new Set<string>()
    for (const { terms } of documents) for (const term of terms) seen.add(term)
    const names = [...seen].sort(byCodePoint)
    const numbers = new Map(names.map((term, i) => [term, i]))
    const forward = Rows.of(documents.map(({ terms }) => terms.map((term) => numbers.get(term)!)))
    const forwardWeights = new Float32Array(forward.items.length)
    documents.forEach(({ weights }, slot) => {
      forwardWeights.set(weights, forward.starts[slot]!)
    })
    const inverted = forward.turned(names.length)
    const invertedWeights = new Float32Array(forward.items.length)
    const next = inverted.starts.slice()
    for (let i = 0; i < forward.items.length; i++) invertedWeights[next[forward.items[i]!]!++] = forwardWeights[i]!
    return {
      ...StringTable.write(name, names),
      ...forward.sections(`${name}.forward`),
      [`${name}.forward.weights`]: forwardWeights,
      ...inverted.sections(`${name}.inverted`),
      [`${name}.inverted.weights`]: invertedWeights,
      [`${name}.lengths`]: Float64Array.from(documents, ({ weights }) =>
        weights.reduce((sum, weight) => sum + weight, 0),
      ),
    }
  }

  postings(term: string): Postings | undefined {
    const i = this.#names.find(term)
    return i < 0 ? undefined : this.#postings(i)
  }

  /** Postings of each term that begins with a prefix. */
  postingsFrom(prefix: string): Postings[] {
    const [from, to] = this.#names.range(prefix)
    return Array.from({ length: to - from }, (_, i) => this.#postings(from + i))
  }

  #postings(i: number): Postings {
    const slots = this.#inverted.get(i)
    const start = this.#inverted.starts[i]!
    const weights = this.#invertedWeights.subarray(start, start + slots.length)
    return { slots, weights, alive: slots.length - (this.#removed.get(i) ?? 0) }
  }

  /** Counts a document out of the frequencies of its terms. */
  remove(slot: number): void {
    for (const i of this.#forward.get(slot)) this.#removed.set(i, (this.#removed.get(i) ?? 0) + 1)
  }

  /** The terms of a document, as they were given. */
  terms(slot: number): Terms {
    const start = this.#forward.starts[slot]!
    this.#decoded ??= this.#names.all()
    const names = this.#decoded
    const terms = Array.from(this.#forward.get(slot), (i) => names[i]!)
    return { terms, weights: [...this.#forwardWeights.subarray(start, start + terms.length)] }
  }
}
