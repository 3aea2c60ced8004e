import { byCodePoint } from './codePoints.ts'
import type { Part } from './part.ts'
import { Passing } from './passing.ts'
import { type Answers, Query } from './query.ts'
import type { Space } from './space.ts'
import { TopK } from './topK.ts'
import type { BrowsePage, BrowseQuery, FacetCount, HitParts } from './types.ts'

const nothing: HitParts = { words: 0, bigrams: 0, semantic: 0, coverage: 0, queryWords: 0 }

/** One page of what matches and passes, with the counts of facets. O(slots), and O(log page) for each that is listed. */
export function browse(request: BrowseQuery, parts: readonly Part[], space: Space | null): BrowsePage {
  const { query: tokens, filter = {}, order = 'relevance', facets = [] } = request
  const offset = wholeNumber(request.offset ?? 0, 'offset')
  const limit = wholeNumber(request.limit ?? 20, 'limit')
  const isQuery = tokens !== undefined && tokens.words.terms.length + tokens.bigrams.terms.length > 0
  const query = isQuery ? new Query(tokens, parts, space) : null
  const counts = facets.map(() => new Map<string, number>())
  const best = new TopK<Candidate>(offset + limit, (a, b) => byCodePoint(a.part.id(a.slot), b.part.id(b.slot)))
  let total = 0
  parts.forEach((part, i) => {
    const answers = query?.answers(i) ?? null
    const passing = new Passing(part, filter)
    const listed = (slot: number) => answers?.matches(slot) ?? true
    for (let slot = 0; slot < part.slots; slot++) {
      if (!passing.passes(slot) || !listed(slot)) continue
      total++
      best.offer(keyOf(order, part, slot, answers), { part, slot, answers })
    }
    facets.forEach((attribute, f) => {
      count(part, attribute, (slot) => passing.passesBut(attribute, slot) && listed(slot), counts[f]!)
    })
  })
  const hits = best
    .take()
    .slice(offset)
    .map(({ part, slot, answers }) => ({
      id: part.id(slot),
      score: answers?.score(slot) ?? 0,
      parts: answers?.parts(slot) ?? nothing,
    }))
  return { total, hits, facets: Object.fromEntries(facets.map((attribute, f) => [attribute, byCount(counts[f]!)])) }
}

interface Candidate {
  readonly part: Part
  readonly slot: number
  readonly answers: Answers | null
}

/** What is sorted by, largest first. */
function keyOf(order: NonNullable<BrowseQuery['order']>, part: Part, slot: number, answers: Answers | null): number {
  if (order === 'relevance') return answers?.score(slot) ?? 0
  const number = part.number(order.by, slot)
  if (Number.isNaN(number)) return -Infinity
  return order.direction === 'desc' ? number : -number
}

function count(part: Part, attribute: string, passes: (slot: number) => boolean, counts: Map<string, number>): void {
  const values = part.values(attribute)
  if (!values) return
  const byValue = new Uint32Array(values.names.length)
  for (let slot = 0; slot < part.slots; slot++) {
    if (!passes(slot)) continue
    const row = values.of(slot)
    for (let i = 0; i < row.length; i++) byValue[row[i]!]!++
  }
  byValue.forEach((sum, value) => {
    const name = values.names[value]!
    if (sum) counts.set(name, (counts.get(name) ?? 0) + sum)
  })
}

function byCount(counts: ReadonlyMap<string, number>): FacetCount[] {
  const found = Array.from(counts, ([value, count]) => ({ value, count }))
  return found.sort((a, b) => b.count - a.count || byCodePoint(a.value, b.value))
}

function wholeNumber(number: number, name: string): number {
  if (Number.isSafeInteger(number) && number >= 0) return number
  throw new RangeError(`${name} is ${number}; it must be a whole number from 0 on.`)
}
