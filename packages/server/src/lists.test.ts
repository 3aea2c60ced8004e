import { needsApi, offeringsApi, searchApi } from '@keyun/api'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { toProblem } from './platform/problems.ts'
import { publishNeeds, publishOfferings } from './testItems.ts'
import { testApp } from './testing.ts'

test('paging by cursor gives every need once, also where many have the same moment and new ones come in between', async () => {
  const { call, database } = await testApp()
  const postedAt = new Date('2026-03-01T08:00:00Z')
  const ids = await publishNeeds(
    database,
    Array.from({ length: 23 }, () => ({ postedAt })),
  )
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await call(needsApi.list, { query: { limit: '7', ...(cursor && { cursor }) } })
    seen.push(...page.items.map((item) => item.id))
    cursor = page.next ?? undefined
    await publishNeeds(database, [{ title: '后来发布的需求' }])
  } while (cursor)
  expect(seen).toEqual([...ids].sort().reverse())
})

test('microseconds count: a page that ends between two moments of one millisecond misses none', async () => {
  const { call, database } = await testApp()
  const ids = await publishOfferings(database, [{}, {}, {}])
  for (const [number, id] of ids.entries()) {
    await sql`update offerings.offering
      set published_at = timestamptz '2026-03-01 08:00:00+00' + make_interval(secs => ${number / 1e6})
      where id = ${id}`.execute(database.db)
  }
  const first = await call(offeringsApi.list, { query: { limit: '1' } })
  const second = await call(offeringsApi.list, { query: { limit: '2', cursor: first.next ?? '' } })
  expect([...first.items, ...second.items].map((item) => item.id)).toEqual([...ids].reverse())
  expect(second.next).toBeNull()
})

test('a cursor that was not made here is refused', async () => {
  const { call } = await testApp()
  const made = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  for (const cursor of [
    'x',
    made(null),
    made(['2026-02-30T00:00:00.000000Z', '00000000-0000-4000-8000-000000000000']),
    made(['0000-01-01T00:00:00.000000Z', '00000000-0000-4000-8000-000000000000']),
    made(["'; drop table needs.need", 'x']),
    '=',
    'x'.repeat(300),
  ]) {
    const status = await call(needsApi.list, { query: { cursor } }).then(
      () => 200,
      (error) => toProblem(error, '').status,
    )
    expect(status, cursor).toBe(400)
  }
})

test('lists narrow by place, field, kind and way of cooperation, from the tree downwards', async () => {
  const { call, database } = await testApp()
  await publishOfferings(database, [
    {
      title: '绵阳的技术',
      regionCode: '510703',
      kind: 'technology',
      cooperation: ['licence'],
      industryCodes: ['C2641'],
    },
    {
      title: '成都的成果',
      regionCode: '510104',
      kind: 'achievement',
      fieldCode: 'agriculture',
      cooperation: ['equity'],
    },
    { title: '没写地方的技能', regionCode: null, kind: 'skill' },
  ])
  const titles = async (query: Record<string, string>) =>
    (await call(offeringsApi.list, { query })).items.map((item) => item.title).sort()
  expect(await titles({ region: '510700' })).toEqual(['绵阳的技术'])
  expect(await titles({ region: '510000' })).toEqual(['成都的成果', '绵阳的技术'])
  expect(await titles({ region: '510700,510100' })).toEqual(['成都的成果', '绵阳的技术'])
  expect(await titles({ industry: 'C26' })).toEqual(['绵阳的技术'])
  expect(await titles({ kind: 'achievement,skill' })).toEqual(['成都的成果', '没写地方的技能'])
  expect(await titles({ field: 'agriculture' })).toEqual(['成都的成果'])
  expect(await titles({ cooperation: 'equity,licence' })).toEqual(['成都的成果', '绵阳的技术'])
  expect(await titles({ region: '510700', kind: 'skill' })).toEqual([])
})

test('a page that was read already is not sent again: the ETag holds until something changes', async () => {
  const { app, database } = await testApp()
  await publishNeeds(database, [{}])
  const first = await app.inject('/api/needs')
  const tag = String(first.headers.etag)
  expect(first.headers['cache-control']).toBe('public, max-age=30, stale-while-revalidate=300')
  for (const header of [tag, tag.replace('W/', ''), `"x", ${tag}`, '*']) {
    const again = await app.inject({ url: '/api/needs', headers: { 'if-none-match': header } })
    expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', tag])
  }
  const bare = await app.inject({ method: 'HEAD', url: '/api/needs' })
  expect([bare.statusCode, bare.body, bare.headers.etag]).toEqual([200, '', tag])
  await publishNeeds(database, [{}])
  const changed = await app.inject({ url: '/api/needs', headers: { 'if-none-match': tag } })
  expect(changed.statusCode).toBe(200)
  expect(changed.headers.etag).not.toBe(tag)
})

test('a search counts its facets, keeps to what is chosen, sorts and pages', async () => {
  const { call, database, live } = await testApp()
  const price = (yuan: number | null) => ({
    mode: yuan === null ? ('negotiable' as const) : ('fixed' as const),
    minYuan: yuan,
    maxYuan: yuan,
  })
  await live.ready()
  await publishOfferings(database, [
    ...Array.from({ length: 22 }, (_, number) => ({
      title: `抗磨涂层 ${number} 号`,
      price: price(1_000 * (number + 1)),
      regionCode: '510703',
    })),
    {
      title: '种子包衣',
      description: '蔬菜种子丸粒化',
      problem: '出苗不齐',
      keywords: [],
      regionCode: '510104',
      fieldCode: 'agriculture',
      kind: 'skill' as const,
    },
  ])
  await live.catchUp()
  const search = (query: Record<string, string>) => call(searchApi.offerings, { query })

  const all = await search({ q: '抗磨涂层' })
  expect(all).toMatchObject({ total: 22, page: 1, pages: 2, isReady: true })
  expect(all.items).toHaveLength(20)
  expect((await search({ q: '抗磨涂层', page: '2' })).items).toHaveLength(2)
  const beyond = await search({ q: '抗磨涂层', page: '100' })
  expect(beyond).toMatchObject({ page: 2, pages: 2, total: 22 }) // the last page instead of an empty one
  expect(beyond.items).toHaveLength(2)

  const everything = await search({})
  const regions = everything.facets.find((facet) => facet.name === 'region')?.values
  expect(regions?.map(({ value, count }) => [value, count])).toEqual([
    ['510700', 22],
    ['510100', 1],
  ])
  const chosen = await search({ region: '510100' })
  expect(chosen.items.map((item) => item.title)).toEqual(['种子包衣'])
  expect(
    chosen.facets.find((facet) => facet.name === 'region')?.values.find(({ value }) => value === '510100'),
  ).toMatchObject({ isSelected: true, count: 1 })

  const cheapest = (await search({ sort: 'price', region: '510700' })).items.map((item) => item.price.minYuan)
  expect(cheapest).toEqual(Array.from({ length: 20 }, (_, number) => 1_000 * (number + 1)))
  expect((await search({ sort: 'newest' })).items).toHaveLength(20)
  expect((await search({ q: '，。！？' })).isReady).toBe(true)
})
