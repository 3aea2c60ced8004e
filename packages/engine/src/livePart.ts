import { type AttributeValues, type Part, type Postings, type TermSpace, union, type Vectors } from './part.ts'
import { suggestionKeys } from './segment.ts'
import type { Space } from './space.ts'
import type { Doc, Suggestible } from './types.ts'

/** The documents put since the last segment: plain maps, grown by adding. */
export class LivePart implements Part {
  slots = 0
  size = 0
  readonly #docs: (Doc | null)[] = []
  /** Of each slot: what its texts are found by. */
  readonly #suggestions: (readonly Suggestible[])[] = []
  readonly #slotOf = new Map<string, number>()
  readonly #postings = { words: new Map<string, LivePostings>(), bigrams: new Map<string, LivePostings>() }
  readonly #lengths: Record<TermSpace, number[]> = { words: [], bigrams: [] }
  readonly #totalLength = { words: 0, bigrams: 0 }
  readonly #attributes = new Map<string, LiveAttribute>()
  #folded: { space: Space; vectors: Vectors; slots: number } | undefined

  /** Adds a document whose id is not here. */
  add(doc: Doc): void {
    const slot = this.slots++
    this.size++
    this.#docs.push(doc)
    this.#suggestions.push((doc.suggestions ?? []).map((one) => ({ text: one.text, keys: suggestionKeys(one) })))
    this.#slotOf.set(doc.id, slot)
    for (const space of ['words', 'bigrams'] as const) {
      const { terms, weights } = doc.tokens[space]
      let length = 0
      terms.forEach((term, i) => {
        const weight = Math.fround(weights[i]!)
        const list = getOr(this.#postings[space], term, () => new LivePostings())
        list.slots.push(slot)
        list.weights.push(weight)
        list.alive++
        length += weights[i]!
      })
      this.#lengths[space].push(length)
      this.#totalLength[space] += length
    }
    for (const [name, values] of Object.entries(doc.attributes)) {
      getOr(this.#attributes, name, () => new LiveAttribute()).add(slot, values)
    }
  }

  /** Up to `count` living documents, oldest first. */
  oldest(count: number): Doc[] {
    return this.#docs.filter((doc) => doc !== null).slice(0, count)
  }

  isAlive(slot: number): boolean {
    return this.#docs[slot] !== null
  }

  find(id: string): number {
    return this.#slotOf.get(id) ?? -1
  }

  id(slot: number): string {
    return this.doc(slot).id
  }

  stamp(slot: number): string {
    return this.doc(slot).stamp
  }

  doc(slot: number): Doc {
    const doc = this.#docs[slot]
    if (!doc) throw new RangeError(`Slot ${slot} holds no document.`)
    return doc
  }

  remove(slot: number): void {
    const doc = this.doc(slot)
    this.#docs[slot] = null
    this.#slotOf.delete(doc.id)
    this.size--
    for (const space of ['words', 'bigrams'] as const) {
      this.#totalLength[space] -= this.#lengths[space][slot]!
      for (const term of doc.tokens[space].terms) this.#postings[space].get(term)!.alive--
    }
  }

  postings(space: TermSpace, term: string): Postings | undefined {
    return this.#postings[space].get(term)
  }

  postingsOfCharacter(character: string): Postings | undefined {
    const lists = [...this.#postings.bigrams].filter(([term]) => term.startsWith(character)).map(([, list]) => list)
    return union(lists, (slot) => this.isAlive(slot))
  }

  length(space: TermSpace, slot: number): number {
    return this.#lengths[space][slot]!
  }

  totalLength(space: TermSpace): number {
    return this.#totalLength[space]
  }

  slotsWith(attribute: string, value: string): ArrayLike<number> {
    return this.#attributes.get(attribute)?.slotsWith(value) ?? []
  }

  values(attribute: string): AttributeValues | undefined {
    return this.#attributes.get(attribute)
  }

  number(name: string, slot: number): number {
    const numbers = this.#docs[slot]?.numbers
    return numbers && Object.hasOwn(numbers, name) ? (numbers[name] ?? Number.NaN) : Number.NaN
  }

  suggest(prefix: string, found: (text: string, count: number) => void): void {
    this.#suggestions.forEach((suggestions, slot) => {
      if (!this.isAlive(slot)) return
      const fitting = suggestions.filter(({ keys }) => keys.some((key) => key.startsWith(prefix)))
      for (const text of new Set(fitting.map((one) => one.text))) found(text, 1)
    })
  }

  vectors(space: Space): Vectors {
    if (this.#folded?.space !== space) this.#folded = { space, vectors: space.room(0), slots: 0 }
    const folded = this.#folded
    if (folded.vectors.scales.length < this.slots) {
      const roomier = space.room(this.slots * 2)
      roomier.numbers.set(folded.vectors.numbers)
      roomier.scales.set(folded.vectors.scales)
      folded.vectors = roomier
    }
    for (; folded.slots < this.slots; folded.slots++) {
      const doc = this.#docs[folded.slots]
      if (doc) space.fold(doc.tokens.words, folded.vectors, folded.slots)
    }
    return folded.vectors
  }
}

class LivePostings implements Postings {
  alive = 0
  readonly slots: number[] = []
  readonly weights: number[] = []
}

class LiveAttribute implements AttributeValues {
  readonly names: string[] = []
  readonly #numbers = new Map<string, number>()
  readonly #slots: number[][] = []
  readonly #values = new Map<number, number[]>()

  add(slot: number, values: readonly string[]): void {
    const numbers = [...new Set(values)].map((value) =>
      getOr(this.#numbers, value, () => {
        this.#slots.push([])
        return this.names.push(value) - 1
      }),
    )
    for (const number of numbers) this.#slots[number]!.push(slot)
    this.#values.set(slot, numbers)
  }

  of(slot: number): readonly number[] {
    return this.#values.get(slot) ?? []
  }

  slotsWith(value: string): readonly number[] {
    const number = this.#numbers.get(value)
    return number === undefined ? [] : this.#slots[number]!
  }
}

function getOr<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key)
  if (value === undefined) {
    value = make()
    map.set(key, value)
  }
  return value
}
