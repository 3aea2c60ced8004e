import { analyserVersion } from './analyse.ts'
import { checkDoc } from './checkDoc.ts'
import { byCodePoint } from './codePoints.ts'
import { learnSpace } from './learnSpace.ts'
import { normalise } from './normalise.ts'
import type { Vectors } from './part.ts'
import { Rows } from './rows.ts'
import { type Numbers, writeSections } from './sections.ts'
import type { Space } from './space.ts'
import { StringTable } from './stringTable.ts'
import { TermTable } from './termTable.ts'
import type { Doc, Segment, SegmentOptions, Suggestible } from './types.ts'

/** What the header of a segment says. */
export interface SegmentMeta {
  readonly analyser: string
  readonly slots: number
  readonly numbers: readonly string[]
  readonly attributes: readonly string[]
  /** The space that the segment brings, and in which its documents have vectors. */
  readonly space: { readonly id: number; readonly dimensions: number } | null
}

/** From this many documents on a space is learned unless the options say otherwise. */
const worthLearning = 200

/** Writes documents as one segment. The order they come in does not matter; an id may come once. */
export function buildSegment(docs: Iterable<Doc>, options: SegmentOptions = {}): Segment {
  const sorted = Array.from(docs, checkDoc).sort((a, b) => byCodePoint(a.id, b.id))
  sorted.forEach((doc, i) => {
    if (i && sorted[i - 1]!.id === doc.id) throw new TypeError(`Two documents have the id ${JSON.stringify(doc.id)}.`)
  })
  const learns = options.semantics ?? sorted.length >= worthLearning
  const background = learns ? Array.from(options.background ?? [], (tokens) => tokens.words) : []
  const space = learns ? learnSpace([...sorted.map((doc) => doc.tokens.words), ...background]) : null
  return writeSegment(sorted, space, options.shared ?? false)
}

/** Documents checked, sorted and distinct, with the space their vectors are to be in. */
export function writeSegment(docs: readonly Doc[], space: Space | null, shared: boolean): Segment {
  const attributes = namesOf(docs.map((doc) => doc.attributes))
  const numbers = namesOf(docs.map((doc) => doc.numbers))
  const meta: SegmentMeta = {
    analyser: analyserVersion,
    slots: docs.length,
    attributes,
    numbers,
    space: space && { id: space.id, dimensions: space.dimensions },
  }
  const sections: Record<string, Numbers> = {
    ...StringTable.write(
      'ids',
      docs.map((doc) => doc.id),
    ),
    ...StringTable.write(
      'stamps',
      docs.map((doc) => doc.stamp),
    ),
    ...TermTable.write(
      'words',
      docs.map((doc) => doc.tokens.words),
    ),
    ...TermTable.write(
      'bigrams',
      docs.map((doc) => doc.tokens.bigrams),
    ),
    ...writeSuggestions(docs),
  }
  attributes.forEach((name, i) => {
    Object.assign(
      sections,
      writeAttribute(
        `attribute.${i}`,
        docs.map((doc) => own(doc.attributes, name) ?? []),
      ),
    )
  })
  numbers.forEach((name, i) => {
    sections[`number.${i}`] = Float64Array.from(docs, (doc) => own(doc.numbers, name) ?? Number.NaN)
  })
  if (space) {
    const vectors: Vectors = space.room(docs.length)
    docs.forEach((doc, slot) => {
      space.fold(doc.tokens.words, vectors, slot)
    })
    Object.assign(sections, space.sections(), { 'vectors.numbers': vectors.numbers, 'vectors.scales': vectors.scales })
  }
  return { bytes: writeSections(meta, sections, shared), size: docs.length }
}

function namesOf(records: readonly Readonly<Record<string, unknown>>[]): string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))].sort(byCodePoint)
}

/** A record may hold a name such as `constructor`, and must not find it when it does not. */
function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

function writeAttribute(name: string, values: readonly (readonly string[])[]): Record<string, Numbers> {
  const names = [...new Set(values.flat())].sort(byCodePoint)
  const numbers = new Map(names.map((value, i) => [value, i]))
  const bySlot = Rows.of(values.map((row) => [...new Set(row)].map((value) => numbers.get(value)!)))
  return {
    ...StringTable.write(name, names),
    ...bySlot.sections(`${name}.slots`),
    ...bySlot.turned(names.length).sections(`${name}.values`),
  }
}

function writeSuggestions(docs: readonly Doc[]): Record<string, Numbers> {
  const keysOfText = new Map<string, Set<string>>()
  for (const doc of docs) {
    for (const { text, keys } of doc.suggestions ?? []) {
      const known = keysOfText.get(text) ?? new Set(suggestionKeys({ text, keys: [] }))
      for (const key of suggestionKeys({ text, keys })) known.add(key)
      keysOfText.set(text, known)
    }
  }
  const texts = [...keysOfText.keys()].sort(byCodePoint)
  const textNumbers = new Map(texts.map((text, i) => [text, i]))
  const keys = [...new Set([...keysOfText.values()].flatMap((known) => [...known]))].sort(byCodePoint)
  const keyNumbers = new Map(keys.map((key, i) => [key, i]))
  const keysByText = Rows.of(texts.map((text) => Array.from(keysOfText.get(text)!, (key) => keyNumbers.get(key)!)))
  const textsBySlot = Rows.of(
    docs.map((doc) => [...new Set((doc.suggestions ?? []).map(({ text }) => textNumbers.get(text)!))]),
  )
  return {
    ...StringTable.write('texts', texts),
    ...StringTable.write('keys', keys),
    ...keysByText.sections('texts.keys'),
    ...keysByText.turned(keys.length).sections('keys.texts'),
    ...textsBySlot.sections('slots.texts'),
    ...textsBySlot.turned(texts.length).sections('texts.slots'),
  }
}

/** What a text is found by: itself and its keys, normalised, none empty. */
export function suggestionKeys({ text, keys }: Suggestible): string[] {
  return [...new Set([text, ...keys].map((key) => normalise(key).trim()))].filter(Boolean)
}
