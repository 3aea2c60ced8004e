import fc from 'fast-check'
import { expect, test } from 'vitest'
import { analyse } from './analyse.ts'
import { byCodePoint } from './codePoints.ts'
import { openIndex } from './openIndex.ts'
import { buildSegment } from './segment.ts'
import { doc, docOf, text } from './testDocs.ts'
import type { Doc, Filter, Index, Terms, Tokens } from './types.ts'

/** Full counts for `npm run proof`. */
const times = process.env.KEYUN_PROOF ? 50 : 1

type Step =
  | { readonly do: 'put'; readonly doc: Doc }
  | { readonly do: 'remove'; readonly id: string }
  | { readonly do: 'merge'; readonly maxDocuments: number }
  | { readonly do: 'reopen' }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: doc.map((doc) => ({ do: 'put' as const, doc })) },
  { weight: 2, arbitrary: doc.map(({ id }) => ({ do: 'remove' as const, id })) },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 1, max: 9 }).map((maxDocuments) => ({ do: 'merge' as const, maxDocuments })),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'reopen' as const }) },
)

const filter: fc.Arbitrary<Filter> = fc.record({
  attributes: fc.record(
    {
      region: fc.uniqueArray(fc.constantFrom('51', '5101', '5107', 'none', 'constructor'), { maxLength: 2 }),
      kind: fc.uniqueArray(fc.constantFrom('skill', 'idea'), { maxLength: 2 }),
    },
    { requiredKeys: [] },
  ),
  numbers: fc.record(
    { price: fc.record({ min: fc.nat(3), max: fc.nat(5), orMissing: fc.boolean() }, { requiredKeys: [] }) },
    { requiredKeys: [] },
  ),
})

function apply(index: Index, model: Map<string, Doc>, step: Step): Index {
  if (step.do === 'put') {
    index.put(step.doc)
    model.set(step.doc.id, step.doc)
  } else if (step.do === 'remove') {
    expect(index.remove(step.id)).toBe(model.delete(step.id))
  } else if (step.do === 'merge') {
    index.merge(step.maxDocuments)
  } else {
    return openIndex([index.compact().bytes])
  }
  return index
}

/** Scores straight from the definition, document by document. */
function bruteScores(docs: readonly Doc[], query: Tokens): Map<string, number> {
  const scores = new Map<string, number>()
  for (const { id, tokens } of docs) {
    const share = (space: 'words' | 'bigrams') =>
      bruteShare(
        space,
        docs.map((doc) => doc.tokens[space]),
        tokens[space],
        query[space],
      )
    scores.set(id, (share('words') + share('bigrams')) / 2.3)
  }
  return scores
}

function bruteShare(space: 'words' | 'bigrams', all: readonly Terms[], own: Terms, query: Terms): number {
  const lengthOf = (terms: Terms) => terms.weights.reduce((sum, weight) => sum + weight, 0)
  const mean = all.reduce((sum, terms) => sum + lengthOf(terms), 0) / all.length || 1
  const [first] = query.terms
  const isCharacter = space === 'bigrams' && query.terms.length === 1 && [...first!].length === 1 && first! > '\u2fff'
  const frequencyIn = ({ terms, weights }: Terms, wanted: string) =>
    terms.reduce(
      (sum, term, i) => sum + (term === wanted || (isCharacter && term.startsWith(wanted)) ? weights[i]! : 0),
      0,
    )
  let sum = 0
  let most = 0
  query.terms.forEach((term, i) => {
    const count = all.filter((terms) => frequencyIn(terms, term) > 0).length
    const idf = Math.log(1 + (Math.max(all.length, 200) - count + 0.5) / (count + 0.5))
    const weight = (idf * query.weights[i]! * 9) / (query.weights[i]! + 8)
    most += weight * 2.2
    const frequency = frequencyIn(own, term)
    sum += (weight * frequency * 2.2) / (frequency + 1.2 * (0.25 + (0.75 * lengthOf(own)) / mean))
  })
  return most ? sum / most : 0
}

function passes({ attributes = {}, numbers = {} }: Filter, doc: Doc): boolean {
  const fits = Object.entries(attributes).every(
    ([name, values]) => !values.length || values.some((value) => doc.attributes[name]?.includes(value)),
  )
  return (
    fits &&
    Object.entries(numbers).every(([name, { min = -Infinity, max = Infinity, orMissing = false }]) => {
      const number = doc.numbers[name] ?? null
      return number === null ? orMissing : number >= min && number <= max
    })
  )
}

test('an index answers as brute force does, whatever was put, removed, merged and reopened', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 25 }),
      text,
      filter,
      fc.integer({ min: 1, max: 10 }),
      (steps, query, filter, k) => {
        const model = new Map<string, Doc>()
        let index = openIndex([])
        for (const step of steps) index = apply(index, model, step)
        const docs = [...model.values()]
        expect(index.ids()).toEqual([...model.keys()].sort(byCodePoint))
        expect(index.size).toBe(model.size)
        for (const { id, stamp } of docs) expect(index.version(id)).toBe(stamp)
        const tokens = analyse(query)
        const scores = bruteScores(docs, tokens)
        const wanted = docs.filter((doc) => scores.get(doc.id)! > 0 && passes(filter, doc))
        const hits = index.search(tokens, filter, k)
        expect(hits).toHaveLength(Math.min(k, wanted.length))
        for (const hit of hits) expect(hit.score).toBeCloseTo(scores.get(hit.id)!, 9)
        for (const [i, hit] of hits.entries()) {
          const before = hits[i - 1]
          expect(!before || before.score > hit.score || byCodePoint(before.id, hit.id) < 0).toBe(true)
        }
        const worst = hits.at(-1)
        const left = wanted.filter(({ id }) => !hits.some((hit) => hit.id === id))
        for (const { id } of left) expect(scores.get(id)!).toBeLessThanOrEqual(worst!.score + 1e-9)
        expect(
          index.measure(
            tokens,
            hits.map((hit) => hit.id),
          ),
        ).toEqual(hits)
      },
    ),
    { seed: 3, numRuns: 150 * times },
  )
})

test('a page counts and lists what passes, and a facet ignores the filter on itself', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), filter, fc.nat(3), fc.nat(4), (steps, filter, offset, limit) => {
      const model = new Map<string, Doc>()
      let index = openIndex([])
      for (const step of steps) index = apply(index, model, step)
      const docs = [...model.values()]
      const order = { by: 'price', direction: 'asc' } as const
      const page = index.browse({ filter, order, offset, limit, facets: ['region', 'kind'] })
      const wanted = docs.filter((doc) => passes(filter, doc))
      expect(page.total).toBe(wanted.length)
      const price = (doc: Doc) => doc.numbers.price ?? Infinity
      wanted.sort((a, b) => (price(a) === price(b) ? byCodePoint(a.id, b.id) : price(a) - price(b)))
      expect(page.hits.map((hit) => hit.id)).toEqual(wanted.slice(offset, offset + limit).map((doc) => doc.id))
      for (const name of ['region', 'kind']) {
        const others = { ...filter, attributes: { ...filter.attributes, [name]: [] } }
        const counts = new Map<string, number>()
        for (const doc of docs.filter((doc) => passes(others, doc))) {
          for (const value of doc.attributes[name] ?? []) counts.set(value, (counts.get(value) ?? 0) + 1)
        }
        expect(Object.fromEntries(page.facets[name]!.map(({ value, count }) => [value, count]))).toEqual(
          Object.fromEntries(counts),
        )
      }
    }),
    { seed: 4, numRuns: 150 * times },
  )
})

test('suggestions count the living documents of a text', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 25 }),
      fc.constantFrom('锂', '锂电池', 'KEY 机', 'mil', 'x'),
      (steps, prefix) => {
        const model = new Map<string, Doc>()
        let index = openIndex([])
        for (const step of steps) index = apply(index, model, step)
        const counts = new Map<string, number>()
        for (const { suggestions = [] } of model.values()) {
          for (const { text, keys } of suggestions) {
            if ([text, ...keys].some((key) => key.toLowerCase().startsWith(prefix.toLowerCase()))) {
              counts.set(text, (counts.get(text) ?? 0) + 1)
            }
          }
        }
        const found = index.suggest(prefix, 100)
        expect(new Map(found.map(({ text, count }) => [text, count]))).toEqual(counts)
        expect(found.map(({ count }) => count)).toEqual([...counts.values()].sort((a, b) => b - a))
      },
    ),
    { seed: 5, numRuns: 80 * times },
  )
})

test('a document comes back as it was put', () => {
  fc.assert(
    fc.property(doc, (doc) => {
      const sealed = openIndex([buildSegment([doc]).bytes]).doc(doc.id)!
      expect(sealed.tokens).toEqual(doc.tokens)
      expect(sealed.stamp).toBe(doc.stamp)
      expect(new Set(sealed.attributes.region)).toEqual(new Set(doc.attributes.region))
      expect(sealed.numbers.price ?? null).toBe(doc.numbers.price)
    }),
    { seed: 6, numRuns: 50 * times },
  )
})

test('of two segments with the same id the later one counts', () => {
  const older = buildSegment([docOf('a', { title: '隔膜' }), docOf('b', { title: '电机' })])
  const newer = buildSegment([docOf('a', { title: '茶叶' }, { stamp: '2' })], { shared: true })
  const index = openIndex([older.bytes, newer.bytes])
  expect(newer.bytes.buffer).toBeInstanceOf(SharedArrayBuffer)
  expect(index.size).toBe(2)
  expect(index.version('a')).toBe('2')
  expect(index.search(analyse({ title: '隔膜' }), {}, 5)).toEqual([])
})

test('merging goes on until nothing is left to tidy', () => {
  const index = openIndex([])
  for (let i = 0; i < 20; i++) index.put(docOf(`${i}`, { title: `隔膜${i}` }))
  index.remove('3')
  let steps = 0
  while (index.merge(8)) expect(++steps).toBeLessThan(50)
  expect(index.size).toBe(19)
  expect(index.search(analyse({ title: '隔膜' }), {}, 50)).toHaveLength(19)
})

test('what is refused says why', () => {
  const index = openIndex([])
  const good = docOf('a', { title: '隔膜' })
  expect(() => index.put({ ...good, id: '' })).toThrow('id that is not empty')
  expect(() => index.put({ ...good, id: '\ud800' })).toThrow('half a character')
  expect(() => index.put({ ...good, numbers: { price: Number.NaN } })).toThrow('price is NaN')
  expect(() => index.put({ ...good, tokens: { ...good.tokens, analyser: '0' } })).toThrow('Analyse the text again')
  expect(() => buildSegment([good, good])).toThrow('Two documents have the id "a"')
  expect(() => index.browse({ offset: -1 })).toThrow('offset is -1')
  expect(index.size).toBe(0)
})

test('a single character finds the words that begin with it', () => {
  const index = openIndex([buildSegment([docOf('a', { title: '茶叶杀青' })]).bytes])
  index.put(docOf('b', { title: '高山茶园' }))
  index.put(docOf('c', { title: '污水处理' }))
  const { total, hits } = index.browse({ query: analyse({ title: '茶' }) })
  expect(total).toBe(2)
  expect(hits.map(({ id }) => id).sort()).toEqual(['a', 'b'])
})
