import { searchApi } from '@keyun/api'
import { sql } from 'kysely'
import { expect, test, vi } from 'vitest'
import { system } from '../../platform/context.ts'
import { addOrganisation, addOwnNeed, publishNeeds, publishOfferings } from '../../testItems.ts'
import { type TestApp, testApp } from '../../testing.ts'
import { takeBack } from '../offerings/index.ts'

const soon = { timeout: 15_000, interval: 50 }
const found = async ({ call }: TestApp, q: string) =>
  (await call(searchApi.offerings, { query: { q } })).items.map((item) => item.id)

test('an offering is found as soon as it is published, with its new words when they change, and not once it is gone', async () => {
  const market = await testApp()
  const { database, live } = market
  await live.ready()
  const [id = ''] = await publishOfferings(database, [{ title: '秸秆腐熟菌剂' }])
  // Nobody asks the index to catch up: the change log wakes it.
  await vi.waitFor(async () => expect(await found(market, '腐熟菌剂')).toEqual([id]), soon)

  await sql`update offerings.offering set title = '蚕沙堆肥工艺', version = version + 1`.execute(database.db)
  await sql`insert into platform.change (entity, entity_id) values ('offering', ${id})`.execute(database.db)
  await vi.waitFor(async () => expect(await found(market, '蚕沙堆肥')).toEqual([id]), soon)
  expect(await found(market, '秸秆')).toEqual([])

  const ctx = { db: database.db, caller: system('test'), now: new Date() }
  await takeBack(ctx, id, { outcome: 'created', previousVersion: null }, 'undo')
  expect(await found(market, '蚕沙堆肥')).toEqual([]) // the page asks the database at once
  await vi.waitFor(() => expect(live.get('offering')?.size).toBe(0), soon)
})

test('needs and organisations are followed as offerings are', async () => {
  const { live, call, database } = await testApp()
  await live.ready()
  await addOwnNeed(database, 'published', { title: '蜀绣绣线褪色' })
  await addOrganisation(database, '阆中丝毯厂')
  await addOwnNeed(database, 'submitted', { title: '未发布的难题' })
  await live.catchUp()
  expect((await call(searchApi.needs, { query: { q: '绣线褪色' } })).items.map((need) => need.title)).toEqual([
    '蜀绣绣线褪色',
  ])
  expect((await call(searchApi.organisations, { query: { q: '丝毯厂' } })).items.map(({ name }) => name)).toEqual([
    '阆中丝毯厂',
  ])
  expect((await call(searchApi.needs, { query: { q: '未发布的难题' } })).items.map((need) => need.title)).not.toContain(
    '未发布的难题',
  )
})

test('many changes at once make the index anew, and nothing is missing in it', async () => {
  const { live, database } = await testApp()
  await live.ready()
  const before = live.get('offering')
  await publishOfferings(
    database,
    Array.from({ length: 320 }, (_, number) => ({ title: `涂层 ${number} 号` })),
  )
  await live.catchUp()
  expect(live.get('offering')?.size).toBe(320)
  expect(live.get('offering')).not.toBe(before)
  expect(await live.verify()).toEqual({ missing: 0, superfluous: 0, outdated: 0 })
})

test('what differs from the database is found and mended', async () => {
  const { live, database, call } = await testApp()
  await live.ready()
  const [kept = '', lost = '', old = ''] = await publishNeeds(database, [
    {},
    { title: '丢失的难题' },
    { title: '过时的难题' },
  ])
  await publishOfferings(database, [{}])
  await live.catchUp()
  const index = live.get('need')
  const offering = live.get('offering')
  if (!index || !offering) throw new Error('not ready')
  index.remove(lost)
  await sql`update needs.need set version = version + 1, title = '换了标题的难题' where id = ${old}`.execute(
    database.db,
  ) // and no word in the change log
  await sql`update offerings.offering set status = 'archived'`.execute(database.db)
  expect(await live.verify()).toEqual({ missing: 1, superfluous: 1, outdated: 1 })
  expect(await live.verify()).toEqual({ missing: 0, superfluous: 0, outdated: 0 })
  expect([...index.ids()].sort()).toEqual([kept, lost, old].sort())
  expect((await call(searchApi.needs, { query: { q: '换了标题' } })).items[0]?.id).toBe(old)
})

test('when its connections break the index follows on', async () => {
  const market = await testApp()
  const { live, database } = market
  await live.ready()
  const { rows } = await sql<{ n: number }>`select count(pg_terminate_backend(pid))::int as n from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(database.db)
  expect(rows[0]?.n).toBeGreaterThan(0)
  const [id = ''] = await publishOfferings(database, [{ title: '竹缠绕管道' }])
  await vi.waitFor(async () => expect(await found(market, '竹缠绕')).toEqual([id]), soon)
})

test('while a transaction is open, what younger ones committed waits for it and is then found', async () => {
  const market = await testApp()
  const { live, database } = market
  await live.ready()
  let id = ''
  await database.db.transaction().execute(async (transaction) => {
    await sql`insert into platform.change (entity, entity_id) values ('need', gen_random_uuid())`.execute(transaction)
    ;[id = ''] = await publishOfferings(database, [{ title: '竹缠绕管道' }])
    await live.catchUp()
    expect(live.get('offering')?.has(id)).toBe(false)
  })
  await live.catchUp()
  expect(live.get('offering')?.has(id)).toBe(true)
})

test('before the index stands, searches give the newest and say that they are not ranked', async () => {
  const { call, database, live } = await testApp()
  await publishOfferings(database, [{ title: '竹缠绕管道' }])
  if (live.progress().isReady) return // quicker than this test: nothing to see
  const page = await call(searchApi.offerings, { query: { q: '涂层' } })
  expect(page).toMatchObject({ isReady: false, items: [{ title: '竹缠绕管道' }] })
})
