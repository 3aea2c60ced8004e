import { readFileSync } from 'node:fs'
import { referenceApi } from '@keyun/api'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Db } from '../../platform/database.ts'
import { operator, testApp, testDatabase } from '../../testing.ts'
import { loadReference, loadRegions, regionOf, regions } from './index.ts'

async function count(
  db: Db,
  table: 'region' | 'field' | 'readiness' | 'calendarDay',
  where: ReturnType<typeof sql<boolean>>,
) {
  const row = await db
    .selectFrom(`reference.${table}`)
    .select(sql<number>`count(*)::int`.as('count'))
    .where(where)
    .executeTakeFirstOrThrow()
  return row.count
}

test('the tables hold every entry of the data files, and loading again changes nothing', async () => {
  const { db } = await testDatabase()
  const versions = () => db.selectFrom('reference.dataVersion').selectAll().orderBy('name').execute()
  const before = await versions()
  await Promise.all([loadReference(db), loadReference(db)])
  expect(await versions()).toEqual(before)
  expect(before.map(({ name, standard, entries }) => [name, standard, entries])).toEqual([
    ['calendar', 'cn-working-days', 3],
    ['disciplines', 'GB/T 13745-2009', 3520],
    ['fields', 'keyun-fields', 73],
    ['industries', 'GB/T 4754-2017', 1971],
    ['readiness', 'trl', 9],
    ['regions/510000', 'GB/T 2260-2007', 205],
  ])
  expect(await count(db, 'region', sql`true`)).toBe(205)
  expect(await count(db, 'readiness', sql`scheme = 'trl'`)).toBe(9)
  expect(await count(db, 'calendarDay', sql`is_working and extract(year from day) = 2026`)).toBe(248)
  expect(await count(db, 'calendarDay', sql`is_provisional and extract(year from day) = 2027`)).toBe(365)
})

test('paths of regions match by prefix, without 510 matching 5101', async () => {
  const { db } = await testDatabase()
  expect(await count(db, 'region', sql`path ^@ '51.5101.'`)).toBe(21)
  expect(await count(db, 'region', sql`path ^@ '51.510.'`)).toBe(0)
})

test('a table is filled again when its file has another hash, and codes that are gone stay as retired', async () => {
  const { db } = await testDatabase()
  await db.updateTable('reference.dataVersion').set({ hash: 'old' }).where('name', '=', 'fields').execute()
  await db.updateTable('reference.field').set({ nameZh: '旧名' }).where('code', '=', 'materials').execute()
  await db
    .insertInto('reference.field')
    .values({ code: 'alchemy', path: 'alchemy.', level: 1, nameZh: '炼金', nameEn: 'Alchemy', source: 'fields' })
    .execute()
  await loadReference(db)
  expect(await count(db, 'field', sql`code = 'materials' and name_zh = '先进材料'`)).toBe(1)
  expect(await count(db, 'field', sql`code = 'alchemy' and retired`)).toBe(1)
  const { call } = await testApp()
  expect(await call(referenceApi.fields.get, { params: { code: 'alchemy' } })).toMatchObject({
    name: { zh: '炼金' },
    isRetired: true,
  })
  const { items } = await call(referenceApi.fields.list, { query: { level: '1' } })
  expect(items.map(({ code }) => code)).not.toContain('alchemy')
})

const chongqing = (entries: object[]) =>
  JSON.stringify({
    standard: 'GB/T 2260-2007',
    title: { zh: '重庆市', en: 'Chongqing' },
    edition: 'test',
    note: '',
    entries: [{ code: '500000', zh: '重庆市', en: 'Chongqing' }, ...entries],
  })
const now = new Date('2026-11-23T00:00:00Z')

test('another province loads from a file of the same shape, its counties under it where it has no cities', async () => {
  const { db } = await testDatabase()
  const ctx = { db, caller: operator, now }
  const wanzhou = { code: '500101', zh: '万州区', en: 'Wanzhou' }
  const loaded = await loadRegions(ctx, chongqing([wanzhou, { code: '500112', zh: '渝北区', en: 'Yubei' }]))
  expect(loaded).toEqual({ province: '500000', entries: 3 })
  expect(regions.pathOf('500101')).toBe('50.500101.')
  expect(regionOf('重庆市渝北区的企业')).toBe('500112')
  expect(await count(db, 'region', sql`source = 'regions/500000'`)).toBe(3)

  await loadRegions(ctx, chongqing([wanzhou]))
  expect(await count(db, 'region', sql`code = '500112' and retired`)).toBe(1)
  expect(regions.get('500112')?.isRetired).toBe(true)
  expect(regions.children('500000').map(({ code }) => code)).toEqual(['500101'])
})

test.each([
  ['no JSON', 'regions!'],
  ['a city of another province', chongqing([{ code: '510100', zh: '成都市' }])],
  [
    'a code twice',
    chongqing([
      { code: '500101', zh: '甲' },
      { code: '500101', zh: '乙' },
    ]),
  ],
  ['a bad code', chongqing([{ code: '5001', zh: '甲' }])],
  ['an unknown column', chongqing([{ code: '500101', zh: '甲', mayor: '乙' }])],
  ['half an emoji', chongqing([{ code: '500101', zh: '\ud83d' }])],
  ['a NUL character', chongqing([{ code: '500101', zh: '甲\u0000' }])],
  ['nothing', '{}'],
  ['a list', '[]'],
])('a province is refused with a sentence when its file holds %s', async (_what, text) => {
  const { db } = await testDatabase()
  const refused = expect(loadRegions({ db, caller: operator, now }, text)).rejects
  await refused.toMatchObject({ kind: 'unprocessable', code: 'reference/region-file' })
  expect(await count(db, 'region', sql`true`)).toBe(205)
})

test('the province that comes with Keyun is not loaded from elsewhere', async () => {
  const { db } = await testDatabase()
  const own = readFileSync(new URL('../../../reference/regions/510000.json', import.meta.url), 'utf8')
  const refused = expect(loadRegions({ db, caller: operator, now }, own)).rejects
  await refused.toMatchObject({ code: 'reference/own-province' })
})
