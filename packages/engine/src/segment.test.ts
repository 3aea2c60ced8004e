import fc from 'fast-check'
import { expect, test } from 'vitest'
import { analyse } from './analyse.ts'
import { DamagedSegment } from './damaged.ts'
import { openIndex } from './openIndex.ts'
import { buildSegment } from './segment.ts'
import { docOf } from './testDocs.ts'

const docs = [
  docOf('a', { title: '锂电池隔膜' }),
  docOf('b', { title: '污水处理' }, { attributes: { region: ['51'] } }),
]
const { bytes } = buildSegment(docs)

test('the same documents give the same bytes, in whatever order they come', () => {
  expect(buildSegment(docs.toReversed()).bytes).toEqual(bytes)
})

test('a changed byte anywhere is refused', () => {
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const damaged = bytes.slice()
      damaged[at]! ^= change
      expect(() => openIndex([damaged])).toThrow(DamagedSegment)
    }),
    { seed: 7, numRuns: 300 },
  )
})

test('bytes cut short, drawn out or of something else are refused', () => {
  for (const length of [0, 3, 24, 100, bytes.length - 1]) {
    expect(() => openIndex([bytes.slice(0, length)])).toThrow(DamagedSegment)
  }
  expect(() => openIndex([Uint8Array.of(...bytes, 0)])).toThrow(DamagedSegment)
  expect(() => openIndex([new TextEncoder().encode('{"id": "this is a file of something else altogether"}')])).toThrow(
    'do not begin as a segment does',
  )
})

test('bytes at an odd place of a larger buffer open as well', () => {
  const larger = new Uint8Array(bytes.length + 3)
  larger.set(bytes, 3)
  expect(openIndex([larger.subarray(3)]).ids()).toEqual(['a', 'b'])
})

test('an index of nothing answers with nothing', () => {
  const index = openIndex([buildSegment([]).bytes])
  expect(index.search(analyse({ title: '隔膜' }), {}, 5)).toEqual([])
  expect(index.browse({ facets: ['region'] })).toEqual({ total: 0, hits: [], facets: { region: [] } })
  expect(index.suggest('a', 5)).toEqual([])
})

test('learned semantics relate texts that share no word', () => {
  // Eight subjects of twelve words; every text takes three of one subject, a step further each time.
  const word = (subject: number, i: number) => `word${'abcdefgh'[subject]}${i % 12}`
  const docs = Array.from({ length: 192 }, (_, n) => {
    const subject = n % 8
    const title = [0, 1, 4].map((step) => word(subject, (n >> 3) * 5 + step)).join(' ')
    return docOf(`${n}`.padStart(3, '0'), { title })
  })
  const { bytes } = buildSegment(docs, { semantics: true })
  const own = docs[0]!.tokens.words.terms
  const strangers = docs.filter(({ tokens }) => !tokens.words.terms.some((term) => own.includes(term)))
  const nearness = (semantics: boolean) => {
    const hits = openIndex([bytes], { semantics }).measure(
      docs[0]!.tokens,
      strangers.map(({ id }) => id),
    )
    const mean = (same: boolean) => {
      const some = hits.filter(({ id }) => (Number(id) % 8 === 0) === same).map(({ parts }) => parts.semantic)
      return some.reduce((sum, value) => sum + value, 0) / some.length
    }
    return { same: mean(true), other: mean(false) }
  }
  expect(nearness(true).same).toBeGreaterThan(nearness(true).other + 0.3)
  expect(nearness(false)).toEqual({ same: 0, other: 0 })
})
