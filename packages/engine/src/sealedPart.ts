import { analyserVersion } from './analyse.ts'
import { DamagedSegment } from './damaged.ts'
import { type AttributeValues, type Part, type Postings, type TermSpace, union, type Vectors } from './part.ts'
import { Rows } from './rows.ts'
import { Sections } from './sections.ts'
import type { SegmentMeta } from './segment.ts'
import { Space } from './space.ts'
import { StringTable } from './stringTable.ts'
import { TermTable } from './termTable.ts'
import type { Doc } from './types.ts'

/** A segment, opened. What was removed since is remembered here and not in the bytes. */
export class SealedPart implements Part {
  readonly slots: number
  readonly space: Space | null
  size: number
  readonly #sections: Sections<SegmentMeta>
  readonly #ids: StringTable
  readonly #stamps: StringTable
  readonly #terms: Readonly<Record<TermSpace, TermTable>>
  readonly #texts: StringTable
  readonly #keys: StringTable
  readonly #dead: Uint8Array
  readonly #totalLength: Record<TermSpace, number>
  readonly #attributes = new Map<string, SealedAttribute>()
  readonly #numbers = new Map<string, Float64Array>()
  #folded: { space: Space; vectors: Vectors } | undefined

  constructor(bytes: Uint8Array) {
    const sections = new Sections<SegmentMeta>(bytes)
    const { meta } = sections
    if (meta.analyser !== analyserVersion) {
      throw new DamagedSegment(
        `The segment holds tokens of analyser ${meta.analyser}, but this is ${analyserVersion}: build it anew.`,
      )
    }
    this.#sections = sections
    this.slots = this.size = meta.slots
    this.#ids = StringTable.open(sections, 'ids')
    this.#stamps = StringTable.open(sections, 'stamps')
    this.#terms = { words: new TermTable(sections, 'words'), bigrams: new TermTable(sections, 'bigrams') }
    this.#totalLength = { words: sum(this.#terms.words.lengths), bigrams: sum(this.#terms.bigrams.lengths) }
    this.#texts = StringTable.open(sections, 'texts')
    this.#keys = StringTable.open(sections, 'keys')
    this.#dead = new Uint8Array(meta.slots)
    this.space = meta.space && Space.open(sections, meta.space.id, meta.space.dimensions)
    meta.attributes.forEach((name, i) => {
      this.#attributes.set(name, new SealedAttribute(sections, `attribute.${i}`))
    })
    meta.numbers.forEach((name, i) => {
      this.#numbers.set(name, sections.f64(`number.${i}`))
    })
  }

  isAlive(slot: number): boolean {
    return this.#dead[slot] === 0
  }

  find(id: string): number {
    const slot = this.#ids.find(id)
    return slot >= 0 && this.isAlive(slot) ? slot : -1
  }

  id(slot: number): string {
    return this.#ids.get(slot)
  }

  stamp(slot: number): string {
    return this.#stamps.get(slot)
  }

  doc(slot: number): Doc {
    const attributes: Record<string, string[]> = {}
    for (const [name, attribute] of this.#attributes) {
      const values = Array.from(attribute.of(slot), (value) => attribute.names[value]!)
      if (values.length) attributes[name] = values
    }
    const numbers: Record<string, number> = {}
    for (const [name, column] of this.#numbers) {
      if (!Number.isNaN(column[slot])) numbers[name] = column[slot]!
    }
    const keys = Rows.open(this.#sections, 'texts.keys')
    const suggestions = Array.from(Rows.open(this.#sections, 'slots.texts').get(slot), (text) => ({
      text: this.#texts.get(text),
      keys: Array.from(keys.get(text), (key) => this.#keys.get(key)),
    }))
    const tokens = {
      analyser: analyserVersion,
      words: this.#terms.words.terms(slot),
      bigrams: this.#terms.bigrams.terms(slot),
    }
    return { id: this.id(slot), stamp: this.stamp(slot), tokens, attributes, numbers, suggestions }
  }

  remove(slot: number): void {
    this.#dead[slot] = 1
    this.size--
    for (const space of ['words', 'bigrams'] as const) {
      this.#totalLength[space] -= this.length(space, slot)
      this.#terms[space].remove(slot)
    }
  }

  postings(space: TermSpace, term: string): Postings | undefined {
    return this.#terms[space].postings(term)
  }

  postingsOfCharacter(character: string): Postings | undefined {
    return union(this.#terms.bigrams.postingsFrom(character), (slot) => this.isAlive(slot))
  }

  length(space: TermSpace, slot: number): number {
    return this.#terms[space].lengths[slot]!
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
    return this.#numbers.get(name)?.[slot] ?? Number.NaN
  }

  suggest(prefix: string, found: (text: string, count: number) => void): void {
    const [from, to] = this.#keys.range(prefix)
    if (from === to) return
    const textsOfKey = Rows.open(this.#sections, 'keys.texts')
    const slotsOfText = Rows.open(this.#sections, 'texts.slots')
    const texts = new Set<number>()
    for (let key = from; key < to; key++) for (const text of textsOfKey.get(key)) texts.add(text)
    for (const text of texts) {
      let count = 0
      for (const slot of slotsOfText.get(text)) if (this.isAlive(slot)) count++
      if (count) found(this.#texts.get(text), count)
    }
  }

  vectors(space: Space): Vectors {
    if (this.space?.id === space.id) {
      return { numbers: this.#sections.i8('vectors.numbers'), scales: this.#sections.f32('vectors.scales') }
    }
    if (this.#folded?.space !== space) {
      const vectors = space.room(this.slots)
      for (let slot = 0; slot < this.slots; slot++) space.fold(this.#terms.words.terms(slot), vectors, slot)
      this.#folded = { space, vectors }
    }
    return this.#folded.vectors
  }
}

class SealedAttribute implements AttributeValues {
  readonly #table: StringTable
  readonly #slots: Rows
  readonly #values: Rows
  #names: string[] | undefined

  constructor(sections: Sections<unknown>, name: string) {
    this.#table = StringTable.open(sections, name)
    this.#slots = Rows.open(sections, `${name}.slots`)
    this.#values = Rows.open(sections, `${name}.values`)
  }

  /** Decoded when first asked for, so that opening stays cheap. */
  get names(): readonly string[] {
    this.#names ??= this.#table.all()
    return this.#names
  }

  of(slot: number): Uint32Array {
    return this.#slots.get(slot)
  }

  slotsWith(value: string): ArrayLike<number> {
    const i = this.#table.find(value)
    return i < 0 ? [] : this.#values.get(i)
  }
}

function sum(lengths: Float64Array): number {
  return lengths.reduce((total, length) => total + length, 0)
}
