import { expect, test } from 'vitest'
import { analyse } from './analyse.ts'
import { conditions } from './conditions.ts'
import { ABLE_SHOWN_MIN } from './model.ts'
import { openIndex } from './openIndex.ts'
import { rank } from './rank.ts'
import { score } from './score.ts'
import { buildSegment } from './segment.ts'
import { docOf } from './testDocs.ts'
import type { ConditionCode, NeedTerms, OfferingTerms } from './types.ts'

const today = '2026-03-01'
const stateOf = (code: ConditionCode, need: NeedTerms, offering: OfferingTerms) =>
  conditions({ need, offering, today }).find((condition) => condition.code === code)!

test.each<[ConditionCode, NeedTerms, OfferingTerms, string, number]>([
  ['kind', { kinds: ['achievement'] }, { kind: 'achievement' }, 'fits', 1],
  ['kind', { kinds: ['achievement'] }, { kind: 'idea' }, 'hinders', 0.3],
  ['cooperation', { cooperation: ['licence', 'sale'] }, { cooperation: ['licence'] }, 'fits', 1],
  ['cooperation', { cooperation: ['sale'] }, { cooperation: ['licence'] }, 'hinders', 0.2],
  ['price', { budgetYuan: 100 }, { priceFromYuan: 100, priceToYuan: 900 }, 'fits', 1],
  ['price', { budgetYuan: 100 }, { priceFromYuan: 150 }, 'hinders', 0.5],
  ['price', { budgetYuan: 0 }, { priceFromYuan: 1 }, 'hinders', 0],
  ['price', { budgetYuan: 100 }, {}, 'unknown', 0.6],
  ['readiness', { readinessNeeded: 8 }, { readiness: 6 }, 'hinders', 0.5],
  ['readiness', { readinessNeeded: 6 }, { readiness: 9 }, 'fits', 1],
  ['region', { region: ['51', '5101'] }, { region: ['51', '5107'] }, 'fits', 1],
  ['region', { region: ['51'] }, { region: ['51'], regionsServed: ['44'] }, 'hinders', 0.2],
  ['deadline', { deadline: '2026-04-01' }, { leadTimeDays: 31 }, 'fits', 1],
  ['deadline', { deadline: '2026-04-01' }, { leadTimeDays: 32 }, 'hinders', 0],
  ['deadline', { deadline: '2026-02-28' }, {}, 'hinders', 0],
  ['deadline', { deadline: 'soon' }, { leadTimeDays: 3 }, 'unknown', 0.6],
  ['freshness', {}, { confirmedAt: '2026-01-01' }, 'fits', 1],
  ['freshness', {}, { confirmedAt: '2020-01-01' }, 'hinders', 0],
])('%s of %j against %j %s', (code, need, offering, state, value) => {
  expect(stateOf(code, need, offering)).toMatchObject({ state, value })
})

const offerings = [
  docOf('membrane', { title: '锂电池隔膜涂覆技术', body: '一种陶瓷涂覆隔膜，提高锂电池的耐热性与安全性。' }),
  docOf('tea', { title: '茶叶杀青温度控制', body: '对滚筒杀青机的温度进行自动控制，保持茶叶色泽。' }),
  docOf('water', { title: '印染废水处理', body: '膜分离与光催化联用，处理印染废水。' }),
]
const index = openIndex([buildSegment(offerings).bytes])

test('an offering that solves the need is able, another is clearly not', async () => {
  const need = analyse({ title: '锂电池隔膜耐热', body: '寻求一种提高锂电池隔膜耐热性的陶瓷涂覆技术。' })
  const [best, ...rest] = await rank(index, need)
  expect(best).toMatchObject({ id: 'membrane', rank: 1, probability: null })
  expect(best!.able).toBeGreaterThan(0.6)
  for (const other of rest) expect(other.able).toBeLessThan(ABLE_SHOWN_MIN)
})

test('nothing fits a need of another world', async () => {
  const ranked = await rank(index, analyse({ title: '会唱歌的保安机器人', body: '还能陪小朋友下围棋。' }))
  for (const { able } of ranked) expect(able).toBeLessThan(ABLE_SHOWN_MIN)
})

test('willing moves the order and never able; silence is neutral', () => {
  const [hit] = index.search(analyse({ title: '隔膜' }), {}, 1)
  const silent = score(hit!)
  const unknown = score(hit!, { need: {}, offering: {}, today })
  const dear = score(hit!, { need: { budgetYuan: 10 }, offering: { priceFromYuan: 1000 }, today })
  expect(unknown.willing).toBeCloseTo(silent.willing, 12)
  expect(dear.able).toBe(silent.able)
  expect(dear.willing).toBeLessThan(silent.willing)
  expect(dear.order).toBeLessThan(silent.order)
})

test('equal candidates are ordered by id', async () => {
  const twins = ['b', 'a', 'c'].map((id) => docOf(id, { title: '隔膜' }))
  const ranked = await rank(openIndex([buildSegment(twins).bytes]), analyse({ title: '隔膜' }), { top: 2 })
  expect(ranked.map(({ id }) => id)).toEqual(['a', 'b'])
})
