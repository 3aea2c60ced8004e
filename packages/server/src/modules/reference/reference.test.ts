import { readFileSync } from 'node:fs'
import { referenceApi } from '@keyun/api'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Caller, visitor } from '../../platform/context.ts'
import { type Database, openDatabase } from '../../platform/database.ts'
import { type Router, router } from '../../platform/http.ts'
import { gate } from '../../platform/limits.ts'
import { migrate } from '../../platform/migrate.ts'
import { type TestPostgres, testPostgres } from '../../platform/postgres/testing.ts'
import { createServer } from '../../platform/server.ts'
import { keyunPolicy } from '../../policy.ts'
import { loadReference, loadRegions, referenceRoutes, regionOf, regions } from './index.ts'

let postgres: TestPostgres
let database: Database
let routes: Router
const app = createServer({ logLevel: 'silent', trustProxy: false, isSecure: false })
const operator: Caller = { kind: 'operator', name: 'test' }

beforeAll(async () => {
  postgres = await testPostgres()
  const connection = await postgres.createDatabase()
  await migrate(connection)
  database = openDatabase(connection)
  routes = router({ db: database.db, policy: keyunPolicy, gate: gate() })
  referenceRoutes(routes.serve)
  routes.mount(app)
  await loadReference(database.db)
}, 60_000)

afterAll(async () => {
  await app.close()
  await database?.close()
  await postgres?.stop()
})

const count = async (table: string, where = 'true') => {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(`reference.${table}`)} where ${sql.raw(where)}`.execute(database.db)
  return rows[0]?.count
}

describe('the tables', () => {
  test('hold every entry of the data files, and loading again changes nothing', async () => {
    const versions = () => database.db.selectFrom('reference.dataVersion').selectAll().orderBy('name').execute()
    const before = await versions()
    await Promise.all([loadReference(database.db), loadReference(database.db)])
    expect(await versions()).toEqual(before)
    expect(before.map(({ name, standard, entries }) => [name, standard, entries])).toEqual([
      ['calendar', 'cn-working-days', 3],
      ['disciplines', 'GB/T 13745-2009', 3520],
      ['fields', 'keyun-fields', 73],
      ['industries', 'GB/T 4754-2017', 1971],
      ['readiness', 'trl', 9],
      ['regions/510000', 'GB/T 2260-2007', 205],
    ])
    expect(await count('region')).toBe(205)
    expect(await count('readiness')).toBe(9)
    expect(await count('calendar_day', "is_working and day between '2026-01-01' and '2026-12-31'")).toBe(248)
  })

  test('are filled again when a file has another hash, and keep codes that are gone as retired', async () => {
    await sql`update reference.data_version set hash = 'old' where name = 'fields'`.execute(database.db)
    await sql`update reference.field set name_zh = '旧名' where code = 'materials'`.execute(database.db)
    await sql`insert into reference.field (code, path, level, name_zh, name_en, source)
      values ('alchemy', 'alchemy.', 1, '炼金', 'Alchemy', 'fields')`.execute(database.db)
    await loadReference(database.db)
    expect(await count('field', "code = 'materials' and name_zh = '先进材料'")).toBe(1)
    expect(await count('field', "code = 'alchemy' and retired")).toBe(1)
    const reply = await routes.call(visitor, referenceApi.fields.get, { params: { code: 'alchemy' } })
    expect(reply).toMatchObject({ name: { zh: '炼金' }, isRetired: true })
    const list = await routes.call(visitor, referenceApi.fields.list, { query: { level: '1' } })
    expect(list.items.map(({ code }) => code)).not.toContain('alchemy')
  })

  test('paths of regions match by prefix, without 5101 matching 51010', async () => {
    expect(await count('region', "path ^@ '51.5101.'")).toBe(21)
    expect(await count('region', "path ^@ '51.510.'")).toBe(0)
  })
})

describe('another province', () => {
  const chongqing = (entries: object[]) =>
    JSON.stringify({
      standard: 'GB/T 2260-2007',
      title: { zh: '重庆市', en: 'Chongqing' },
      edition: 'test',
      note: '',
      entries: [{ code: '500000', zh: '重庆市', en: 'Chongqing' }, ...entries],
    })
  const ctx = () => ({ db: database.db, caller: operator, now: new Date('2026-11-23T00:00:00Z') })

  test('loads from a file of the same shape, its counties under the province where it has no cities', async () => {
    const wanzhou = { code: '500101', zh: '万州区', en: 'Wanzhou' }
    const loaded = await loadRegions(ctx(), chongqing([wanzhou, { code: '500112', zh: '渝北区', en: 'Yubei' }]))
    expect(loaded).toEqual({ province: '500000', entries: 3 })
    expect(regions.pathOf('500101')).toBe('50.500101.')
    expect(regionOf('重庆市渝北区的企业')).toBe('500112')
    expect(await count('region', "source = 'regions/500000'")).toBe(3)

    await loadRegions(ctx(), chongqing([wanzhou]))
    expect(await count('region', "code = '500112' and retired")).toBe(1)
    expect(regions.get('500112')?.isRetired).toBe(true)
    expect(regions.children('500000').map(({ code }) => code)).toEqual(['500101'])
    await loadReference(database.db)
    expect(regions.get('500101')?.name.zh).toBe('万州区')
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
    ['nothing', '{}'],
    ['a list', '[]'],
  ])('is refused with a sentence when the file holds %s', async (_what, text) => {
    await expect(loadRegions(ctx(), text)).rejects.toMatchObject({
      kind: 'unprocessable',
      code: 'reference/region-file',
    })
  })

  test('is not the one that comes with Keyun', async () => {
    const own = readFileSync(new URL('../../../reference/regions/510000.json', import.meta.url), 'utf8')
    await expect(loadRegions(ctx(), own)).rejects.toMatchObject({ code: 'reference/own-province' })
  })
})

describe('the endpoints', () => {
  const call = routesCall()

  test('list a level of the tree, the children of an entry, and what a search finds', async () => {
    expect((await call(referenceApi.industries.list, { query: { level: '1' } })).total).toBe(20)
    const sichuan = await call(referenceApi.regions.list, { query: { parent: '510000' } })
    expect(sichuan).toMatchObject({ total: 21, source: { standard: 'GB/T 2260-2007' } })
    expect(sichuan.items[0]).toEqual({
      code: '510100',
      name: { zh: '成都市', en: 'Chengdu' },
      level: 2,
      parentCode: '510000',
      hasChildren: true,
    })
    const found = await call(referenceApi.regions.list, { query: { q: 'mz', parent: '510600' } })
    expect(found.items.map(({ name }) => name.zh)).toEqual(['绵竹市'])
  })

  test('give one entry with what is above and under it', async () => {
    const reply = await call(referenceApi.regions.get, { params: { code: '510700' } })
    expect(reply.ancestors.map(({ code }) => code)).toEqual(['510000'])
    expect(reply.children).toHaveLength(9)
  })

  test('give the calendar with the number of working days', async () => {
    const october = await call(referenceApi.calendar, { query: { from: '2026-10-01', to: '2026-10-31' } })
    expect(october.workingDays).toBe(18)
    expect(october.items[0]).toEqual({
      day: '2026-10-01',
      isWorking: false,
      holiday: { zh: '国庆节', en: 'National Day' },
      isProvisional: false,
    })
  })

  test('are kept by caches until they change', async () => {
    const first = await app.inject('/api/reference/fields')
    expect(first.headers['cache-control']).toMatch(/^public/)
    const again = await app.inject({
      url: '/api/reference/fields',
      headers: { 'if-none-match': `${first.headers.etag}` },
    })
    expect(again.statusCode).toBe(304)
  })

  test.each([
    '/api/reference/regions/51',
    '/api/reference/regions/constructor',
    '/api/reference/regions?parent=abc',
    '/api/reference/regions?level=9',
    '/api/reference/regions?level=1e9',
    '/api/reference/regions?limit=0',
    '/api/reference/regions?q=%00&unknown=1',
    `/api/reference/regions?q=${'x'.repeat(5_000)}`,
    '/api/reference/regions?q=a&q=b',
    '/api/reference/calendar',
    '/api/reference/calendar?from=2026-02-30&to=2026-03-01',
    '/api/reference/calendar?from=2026-03-01&to=2026-02-01',
    '/api/reference/calendar?from=0001-01-01&to=9999-12-31',
  ])('refuse %.60s with 400', async (url) => {
    const reply = await app.inject(url)
    expect([reply.statusCode, reply.json().type]).toEqual([400, 'urn:problem:input/invalid'])
  })

  test.each([
    '/api/reference/regions/999999',
    '/api/reference/regions?parent=999999',
    '/api/reference/industries/A9999',
  ])('know no %s', async (url) => {
    expect((await app.inject(url)).statusCode).toBe(404)
  })

  test.each(['%00', '%F0%9F%91%8D', "'", '%25', '\\', '____', '%E2%80%AE'])(
    'find nothing for %s, without an error',
    async (q) => {
      const reply = await app.inject(`/api/reference/disciplines?q=${q}`)
      expect([reply.statusCode, reply.json().total]).toEqual([200, 0])
    },
  )
})

/** `routes` is there only once the tests run. */
function routesCall(): typeof bound {
  return (endpoint, input) => bound(endpoint, input)
}
const bound = <E extends Parameters<Router['call']>[1]>(endpoint: E, input: Parameters<typeof routes.call<E>>[2]) =>
  routes.call<E>(visitor, endpoint, input)
