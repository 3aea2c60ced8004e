import { matchingApi, needsApi, offeringsApi } from '@keyun/api'
import { engineVersion } from '@keyun/engine'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { newId, system } from '../../platform/context.ts'
import { emit, listJobs } from '../../platform/jobs.ts'
import { addOwnNeed, addOwnOffering, publishNeeds, publishOfferings } from '../../testItems.ts'
import { operator, type TestApp, testApp, testDatabase } from '../../testing.ts'
import { refreshOffering, requestRun } from './service.ts'

const battery = {
  title: '退役锂电池湿法回收',
  problem: '退役锂电池的正极材料难以再用',
  description: '酸浸萃取回收钴镍锂，锂回收率 92%，产线日处理 2 吨。',
  keywords: ['锂电池', '回收'],
}

/** A market of two pairs, matched as after their publication, or all at once as after an import. */
async function matchedMarket(
  how: 'one by one' | 'at once' = 'one by one',
): Promise<TestApp & { needs: string[]; offerings: string[] }> {
  const market = await testApp()
  const needs = await publishNeeds(market.database, [
    {
      targets: [
        { name: '雨蚀试验时间', comparator: '≥', value: 20, maxValue: null, unit: '小时', method: null, must: true },
      ],
    },
    { title: '锂电池回收', problem: '退役锂电池中的钴和锂需要低成本回收。', keywords: ['锂电池'] },
  ])
  const offerings = await publishOfferings(market.database, [{}, battery])
  const { db } = market.database
  const step = { from: 'in_review', to: 'published' } as const
  if (how === 'at once') await emit(db, { type: 'items.imported', batchId: newId(), items: 4 })
  else {
    for (const needId of needs) await emit(db, { type: 'need.moved', needId, from: 'submitted', to: 'published' })
    for (const offeringId of offerings) await emit(db, { type: 'offering.moved', offeringId, ...step })
  }
  await market.settle()
  return { ...market, needs, offerings }
}

async function expectSameOnBothSides({ call }: TestApp, needs: readonly string[]): Promise<void> {
  for (const id of needs) {
    const { items } = await call(matchingApi.forNeed, { params: { id } })
    expect(items.length).toBeGreaterThan(0)
    for (const { offering, able, willing, grade, explanation } of items) {
      const other = await call(matchingApi.forOffering, { params: { id: offering.id } })
      expect(other.items.find((item) => item.need.id === id)).toMatchObject({ able, willing, grade, explanation })
    }
  }
}

test('after an import every need has its offerings, each with reasons quoted from both sides', async () => {
  const market = await matchedMarket('at once')
  const { call, needs, offerings, database } = market
  const [coating = ''] = needs
  const reply = await call(matchingApi.forNeed, { params: { id: coating } })
  expect(reply).toMatchObject({ state: 'ready', engineVersion })
  const [best] = reply.items
  expect(best).toMatchObject({ rank: 1, offering: { id: offerings[0] } })
  expect(best?.explanation.elements.length).toBeGreaterThan(0)
  expect(best?.explanation.elements.some(({ evidence }) => evidence?.includes('聚氨酯涂层'))).toBe(true)
  const target = best?.explanation.elements.find((element) => element.kind === 'target')
  expect(target).toMatchObject({ state: 'met', comparison: { met: true } })
  await expectSameOnBothSides(market, needs)
  const { rows } = await sql`select status, total, done, error from matching.run`.execute(database.db)
  expect(rows).toEqual([{ status: 'done', total: 4, done: 4, error: null }])
})

test('matched one by one, both sides see the same figures for their pair', async () => {
  const market = await matchedMarket()
  await expectSameOnBothSides(market, market.needs)
})

test('a need that is published by its workflow is matched soon after; until then its list is pending', async () => {
  const { call, database, settle } = await testApp()
  const [offering = ''] = await publishOfferings(database, [{}])
  const need = await addOwnNeed(database, 'withdrawn', { publishedAt: new Date() })
  const pending = call(matchingApi.forNeed, { params: { id: need } }, operator)
  expect(await pending).toMatchObject({ state: 'pending', items: [], engineVersion: null })
  await call(needsApi.act, { params: { id: need }, body: { action: 'restore', reason: '重新开放' } }, operator)
  await settle()
  const reply = await call(matchingApi.forNeed, { params: { id: need } })
  expect(reply).toMatchObject({ state: 'ready', items: [{ offering: { id: offering } }] })
})

test('an offering that leaves the market leaves every list, and comes back with it', async () => {
  const { call, database, settle } = await testApp()
  const id = await addOwnOffering(database, 'published')
  const [need = ''] = await publishNeeds(database, [{}])
  await emit(database.db, { type: 'offering.moved', offeringId: id, from: 'in_review', to: 'published' })
  await settle()
  const listed = async () =>
    (await call(matchingApi.forNeed, { params: { id: need } })).items.map((item) => item.offering.id)
  const act = (action: 'freeze' | 'reinstate') =>
    call(offeringsApi.act, { params: { id }, body: { action, reason: '权属争议' } }, operator)
  expect(await listed()).toEqual([id])

  await act('freeze')
  expect(await listed()).toEqual([]) // before any job has run
  await expect(call(matchingApi.forOffering, { params: { id } })).rejects.toMatchObject({ code: 'offering/gone' })
  await settle()
  const pairs = async () => (await sql`select from matching.candidate`.execute(database.db)).rows.length
  expect(await pairs()).toBe(0)

  await act('reinstate')
  await settle()
  expect(await listed()).toEqual([id])
  expect(await pairs()).toBe(1)
})

test('the same job twice, and two at once, leave the same list', async () => {
  const { live, database, offerings } = await matchedMarket()
  const ctx = { db: database.db, caller: system('test'), now: new Date() }
  const pairs = async () =>
    (
      await sql`select need_id, offering_id, able, willing, for_need, for_offering from matching.candidate order by 1, 2`.execute(
        database.db,
      )
    ).rows
  const before = await pairs()
  expect(before.length).toBeGreaterThan(1)
  for (const id of offerings) await refreshOffering(ctx, live, id)
  expect(await pairs()).toEqual(before)
  await Promise.all([...offerings, ...offerings].map((id) => refreshOffering(ctx, live, id)))
  expect(await pairs()).toEqual(before)
})

test('runs that are asked for together become one', async () => {
  const { db } = await testDatabase()
  const ctx = { db, caller: system('test'), now: new Date() }
  const ids = await Promise.all([1, 2, 3].map(() => requestRun(ctx)))
  expect(new Set(ids).size).toBe(1)
  expect((await listJobs(db)).map((job) => job.payload)).toEqual([{ runId: ids[0] }])
})

test('trying a text shows offerings with reasons and needs that read alike, and stores nothing', async () => {
  const { call, database, offerings, needs } = await matchedMarket()
  const { db } = database
  const stored = async () => {
    const { rows } = await sql<{ name: string }>`select schemaname || '.' || tablename as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema') order by 1`.execute(db)
    const counts: Record<string, unknown> = {}
    for (const { name } of rows) {
      counts[name] = (
        await sql`select count(*)::int as n, max(xmin::text::bigint) as newest from ${sql.table(name)}`.execute(db)
      ).rows[0]
    }
    return counts
  }
  const before = await stored()
  const reply = await call(matchingApi.try, { body: { text: '我们有一批退役锂电池，想把里面的锂和钴回收出来。' } })
  expect(reply).toMatchObject({ isReady: true, items: [{ rank: 1, offering: { id: offerings[1] } }] })
  expect(reply.items[0]?.explanation.elements.length).toBeGreaterThan(0)
  expect(reply.similarNeeds.map((need) => need.id)).toContain(needs[1])
  expect(await stored()).toEqual(before)
})
