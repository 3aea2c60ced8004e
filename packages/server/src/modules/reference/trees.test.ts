import fc from 'fast-check'
import { expect, test } from 'vitest'
import { disciplines, fields, industries, readinessLevels, regions } from './index.ts'
import { regionPrefix } from './trees.ts'

const tables = { regions, industries, disciplines, fields }
const names = (entries: readonly { name: { zh: string } }[]) => entries.map(({ name }) => name.zh)

test('Sichuan has 21 cities and prefectures and 183 counties', () => {
  expect(names(regions.children(null))).toEqual(['四川省'])
  expect(regions.children('510000')).toHaveLength(21)
  expect(regions.children('510000').flatMap(({ code }) => regions.children(code))).toHaveLength(183)
})

test.each([
  ['regions', '510104', '51.5101.510104.', ['四川省', '成都市']],
  [
    'industries',
    'C2641',
    'C.C26.C264.C2641.',
    ['制造业', '化学原料和化学制品制造业', '涂料、油墨、颜料及类似产品制造'],
  ],
  ['disciplines', '1101410', '110.11014.1101410.', ['数学', '数理逻辑与数学基础']],
  ['disciplines', '1903510', '190.19030.1903510.', ['心理学', '发展心理学']],
  ['fields', 'materials.coating', 'materials.materials.coating.', ['先进材料']],
] as const)('%s: %s has the path %s below %j', (table, code, path, above) => {
  expect(tables[table].pathOf(code)).toBe(path)
  expect(names(tables[table].ancestors(code))).toEqual(above)
})

test.each(Object.entries(tables))('%s: every entry is under its parent, and paths are their own', (_, tree) => {
  const paths = new Set<string>()
  for (const entry of tree.all()) {
    const parent = entry.parentCode ? tree.get(entry.parentCode) : undefined
    expect(entry.path.startsWith(parent?.path ?? '')).toBe(true)
    expect(entry.level).toBe((parent?.level ?? 0) + 1)
    expect(tree.children(entry.parentCode)).toContain(entry)
    paths.add(entry.path)
  }
  expect(paths.size).toBe(tree.all().length)
})

test.each(Object.entries(tables))('%s: one entry is within another exactly if that one is above it', (_, tree) => {
  const entry = fc.integer({ min: 0, max: tree.all().length - 1 }).map((at) => tree.all()[at]!)
  fc.assert(
    fc.property(entry, entry, (a, b) => {
      const above = [a, ...tree.ancestors(a.code)].map(({ code }) => code)
      expect(tree.isWithin(a.code, b.code)).toBe(above.includes(b.code))
    }),
    { numRuns: 300, seed: 1 },
  )
})

test('sections, divisions, first disciplines, fields and cities have English names', () => {
  const upper = [
    ...regions.all(),
    ...industries.all().filter(({ level }) => level <= 2),
    ...disciplines.all().filter(({ level }) => level === 1),
    ...fields.all(),
  ]
  for (const { code, name } of upper)
    expect([code, name.en]).toEqual([code, expect.stringMatching(/^[A-Z][\x20-\x7e]+$/)])
  expect(regions.name('513200', 'en')).toBe('Aba')
  expect(regions.name('511800', 'en')).toBe("Ya'an")
})

test('each field has five to nine parts', () => {
  expect(fields.children(null)).toHaveLength(9)
  for (const { code } of fields.children(null)) {
    const parts = fields.children(code).length
    expect([code, parts >= 5 && parts <= 9]).toEqual([code, true])
  }
})

test.each([
  ['regions', 'mz', ['绵竹市']],
  ['regions', 'cds', ['成都市']],
  ['regions', '锦江', ['锦江区']],
  ['regions', 'beichuan', ['北川羌族自治县']],
  ['regions', '5132', ['阿坝藏族羌族自治州']],
  ['regions', '郫县', ['郫都区']],
  ['regions', 'jlx', ['筠连县']],
  ['industries', 'yyzzy', ['医药制造业']],
  ['industries', 'C2641', ['涂料制造']],
  ['disciplines', 'rgzn', ['人工智能']],
  ['disciplines', 'mathematics', ['数学']],
  ['fields', '锂电池', ['电池与储能']],
  ['fields', 'robotics', ['机器人与自动化']],
] as const)('%s: searching %s finds %j first', (table, words, first) => {
  expect(names(tables[table].search(words)).slice(0, 1)).toEqual(first)
})

test('any search ends without an error, and finds nothing that is not there', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (words) => {
      for (const entry of regions.search(words)) expect(regions.get(entry.code)).toBe(entry)
    }),
    { numRuns: 200, seed: 1 },
  )
  expect(regions.search('  ')).toEqual([])
})

test('an unknown code is named by itself', () => {
  expect(regions.coded('999999')).toEqual({ code: '999999', name: { zh: '999999', en: '999999' } })
  expect(regions.ancestors('999999')).toEqual([])
  expect(regions.isWithin('999999', '510000')).toBe(false)
})

test.each([
  ['510000', '51'],
  ['510100', '5101'],
  ['510104', '510104'],
  ['511000', '5110'],
])('what lies in %s begins with %s', (code, prefix) => {
  expect(regionPrefix(code)).toBe(prefix)
})

test('there are nine readiness levels with names and explanations in both languages', () => {
  expect(readinessLevels.map(({ level }) => level)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  for (const { name, detail } of readinessLevels) {
    expect([name.zh, name.en, detail.zh, detail.en].every((text) => text.length > 3)).toBe(true)
  }
})
