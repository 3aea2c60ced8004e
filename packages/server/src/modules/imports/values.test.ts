import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  readCooperation,
  readDay,
  readIntellectualProperty,
  readKind,
  readLastDay,
  readMaturity,
  readMoney,
  unitOfHeader,
} from './values.ts'

const fixed = (yuan: number) => ({ mode: 'fixed', minYuan: yuan, maxYuan: yuan })
const range = (minYuan: number | null, maxYuan: number | null) => ({ mode: 'range', minYuan, maxYuan })
const without = (mode: string) => ({ mode, minYuan: null, maxYuan: null })

test.each([
  ['面议', without('negotiable')],
  ['双方协商', without('negotiable')],
  ['可商量', without('negotiable')],
  ['免费', without('free')],
  ['500000', fixed(500_000)],
  ['1,200,000 元', fixed(1_200_000)],
  ['20万元', fixed(200_000)],
  ['￥3.5万', fixed(35_000)],
  ['约20万', fixed(200_000)],
  ['9.0万元-9.0万元', fixed(90_000)],
  ['100.0万元-200.0万元', range(1_000_000, 2_000_000)],
  ['20-50万', range(200_000, 500_000)],
  ['50万至20万', range(200_000, 500_000)],
  ['50万以内', range(null, 500_000)],
  ['不低于1.2亿元', range(120_000_000, null)],
])('the price %s is read', (text, value) => {
  expect(readMoney(text)).toEqual({ value, unread: null })
})

test('a price that is not understood stays unread, other currencies as well', () => {
  for (const text of ['看情况', '-5万', '3万美元', '$500', '1 2 3', '99999999 亿']) {
    expect(readMoney(text)).toEqual({ value: null, unread: text })
  }
  expect(readMoney('每年20万元')).toEqual({ value: fixed(200_000), unread: '每年20万元' })
  expect(readMoney('')).toEqual({ value: null, unread: null })
})

test('a header gives the unit of bare numbers, and only of them', () => {
  expect(unitOfHeader('预算（万元）')).toBe(10_000)
  expect(unitOfHeader('预算')).toBe(1)
  expect(readMoney('35.5', 10_000).value).toEqual(fixed(355_000))
  expect(readMoney('20-50', 10_000).value).toEqual(range(200_000, 500_000))
  expect(readMoney('3千元', 10_000).value).toEqual(fixed(3_000))
})

test('modes of cooperation are found with or without anything between them', () => {
  expect(readCooperation('技术转让,技术许可,委托开发').value).toEqual([
    'commissioned_development',
    'licence',
    'transfer',
  ])
  expect(readCooperation('完全转让许可转让技术入股合作生产')).toEqual({
    value: ['equity', 'joint_development', 'licence', 'transfer'],
    unread: null,
  })
  expect(readCooperation('其他')).toEqual({ value: [], unread: null })
  expect(readCooperation('专利许可、产学研合作')).toEqual({ value: ['joint_development', 'licence'], unread: null })
  expect(readCooperation('joint_development; Licence')).toMatchObject({ value: ['joint_development', 'licence'] })
  expect(readCooperation('转让或包养')).toEqual({ value: ['transfer'], unread: '包养' })
})

test.each([
  ['正在研发', 3],
  ['通过小试', 4],
  ['已有样品', 5],
  ['通过中试', 6],
  ['可以量产', 8],
  ['实验室', 3],
  ['已应用', 7],
  ['成熟', 8],
  ['可规模生产', 8],
  ['已产业化', 9],
  ['TRL 7', 7],
  ['6级', 6],
])('%s is readiness level %i', (text, level) => {
  expect(readMaturity(text)).toEqual({ value: level, unread: null })
})

test('an unknown word is no readiness', () => {
  expect(readMaturity('很好')).toEqual({ value: null, unread: '很好' })
})

test('a technology without a patent never becomes one, and an application is pending', () => {
  const read = (text: string, number: string | null = null) => readIntellectualProperty(text, number).value
  expect(read('非专利技术')).toMatchObject([{ type: 'trade_secret', status: 'none' }])
  expect(read('发明专利')).toMatchObject([{ type: 'invention_patent', status: 'granted' }])
  expect(read('发明专利（实审）、软著')).toMatchObject([
    { type: 'invention_patent', status: 'pending' },
    { type: 'software_copyright', status: 'granted' },
  ])
  expect(read('实用新型专利', 'ZL201720001285.X')).toMatchObject([
    { type: 'utility_model', number: 'ZL201720001285.X' },
  ])
  expect(read('无')).toEqual([])
  expect(read('', 'ZL202210012345.6')).toMatchObject([{ type: 'invention_patent', status: 'granted' }])
  expect(read('', '川审稻2020001')).toMatchObject([{ type: 'other' }])
  expect(readIntellectualProperty('祖传秘方', null)).toEqual({ value: [], unread: '祖传秘方' })
})

test.each([
  ['2020-01-13', '2020-01-13'],
  ['2020/1/3', '2020-01-03'],
  ['2020.1.3 08:00', '2020-01-03'],
  ['2020年1月3日', '2020-01-03'],
  ['２０２０年１月', '2020-01-01'],
  ['20200113', '2020-01-13'],
  ['2020-01-1310:49:39.0', '2020-01-13'],
])('the day %s is %s', (text, day) => {
  expect(readDay(text)).toEqual({ value: day, unread: null })
})

test('no day is made of what is none', () => {
  for (const text of ['2020-02-31', '长期', '13/01/2020', '12345678']) expect(readDay(text).value).toBeNull()
})

test('of a range the last day counts', () => {
  expect(readLastDay('2020-01-1310:49:39.0至2021-01-1310:49:41.0').value).toBe('2021-01-13')
  expect(readLastDay('至')).toEqual({ value: null, unread: null })
})

test('kinds are known by their words', () => {
  expect(readKind('待推广高新技术').value).toBe('technology')
  expect(readKind('创意').value).toBe('idea')
  expect(readKind('??')).toEqual({ value: null, unread: '??' })
})

test('no text makes a reader throw, and no amount is out of bounds', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom('1', '9', '.', ',', '-', '万', '亿', '年', '月', '/', '至', '元', '以上', ' ') }),
  )
  fc.assert(
    fc.property(text, (given) => {
      const money = readMoney(given).value
      for (const yuan of [money?.minYuan, money?.maxYuan]) {
        expect(yuan == null || (Number.isSafeInteger(yuan) && yuan >= 0 && yuan <= 1e12)).toBe(true)
      }
      const day = readDay(given).value
      expect(day === null || new Date(day).toISOString().startsWith(day)).toBe(true)
      for (const read of [readCooperation, readMaturity, readKind, readLastDay]) read(given)
      readIntellectualProperty(given, given)
    }),
    { numRuns: 500 },
  )
})
