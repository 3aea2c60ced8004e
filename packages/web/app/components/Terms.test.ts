import { expect, test } from 'vitest'
import { en } from '../messages/en.ts'
import { zh } from '../messages/zh.ts'
import { shown } from './Pager.tsx'
import { dayOf, daysBetween, dayText, moneyText } from './Terms.tsx'
import { shadeOf } from './TileMap.tsx'

const money = (minYuan: number | null, maxYuan: number | null, mode: 'range' | 'fixed' | 'negotiable' = 'range') => ({
  mode,
  minYuan,
  maxYuan,
})

test.each([
  [money(20_000, 60_000), '2–6 万元', 'CNY 20,000 – 60,000'],
  [money(3_000, 60_000), '3000 元–6 万元', 'CNY 3,000 – 60,000'],
  [money(150_000_000, 150_000_000, 'fixed'), '1.5 亿元', 'CNY 150 million'],
  [money(500_000, null), '50 万元起', 'from CNY 500,000'],
  [money(null, 500_000), '不超过 50 万元', 'up to CNY 500,000'],
  [money(null, null, 'negotiable'), '面议', 'Negotiable'],
  [money(0, 0, 'fixed'), '0 元', 'CNY 0'],
])('money %j is said as people say it', (value, chinese, english) => {
  expect(moneyText(value, zh.terms)).toBe(chinese)
  expect(moneyText(value, en.terms)).toBe(english)
})

test('a day is that of the region, wherever the server runs', () => {
  expect(dayOf('2026-11-22T16:30:00.000Z')).toBe('2026-11-23')
  expect(dayText('2026-11-03', zh.terms)).toBe('2026 年 11 月 3 日')
  expect(dayText('2026-11-03', en.terms)).toBe('3 Nov 2026')
  expect(daysBetween('2026-02-27', '2026-03-01')).toBe(2)
})

test('the pager shows the first page, the last and the neighbours', () => {
  expect(shown(1, 1)).toEqual([1])
  expect(shown(5, 17)).toEqual([1, 4, 5, 6, 17])
  expect(shown(17, 17)).toEqual([1, 16, 17])
})

test('a tile is darker the more its city has, and white without any', () => {
  const totals = [0, 1, 2, 3, 40]
  expect(totals.map((total) => shadeOf(total, totals))).toEqual([0, 1, 2, 3, 4])
})
