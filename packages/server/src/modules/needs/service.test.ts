import { needsApi } from '@keyun/api'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { inTransaction, system } from '../../platform/context.ts'
import { addOwnNeed, needContent, publishNeeds } from '../../testItems.ts'
import { operator, testApp, testDatabase } from '../../testing.ts'
import { receive, runClock, takeBack } from './service.ts'

const audited = async (db: Awaited<ReturnType<typeof testDatabase>>['db'], id: string) =>
  (
    await sql<{ action: string; actorName: string; reason: string }>`
    select action, actor_name, reason from platform.audit_event where entity_id = ${id} order by id`.execute(db)
  ).rows

test('an operator takes a need from its draft to the market, with a reason, and each step is audited', async () => {
  const { call, database } = await testApp()
  const id = await addOwnNeed(database, 'draft', { gateProblem: 3, gateTargets: 3, gateTerms: 3, gateClarity: 3 })
  const act = (action: 'submit' | 'publish' | 'restore', reason = '电话确认') =>
    call(needsApi.act, { params: { id }, body: { action, reason } }, operator)

  await expect(act('submit', '')).rejects.toMatchObject({ code: 'audit/reason' })
  await expect(act('publish')).rejects.toMatchObject({ code: 'workflow/no-such-step' })
  const submitted = await act('submit')
  expect(submitted).toMatchObject({ status: 'submitted', actions: ['hold', 'publish', 'park', 'refer', 'withdraw'] })
  const published = await act('publish')
  expect(published.status).toBe('published')
  expect(published.publishedAt).not.toBeNull()
  expect(await call(needsApi.get, { params: { id } })).toMatchObject({ status: 'published', actions: [] })
  expect(await audited(database.db, id)).toEqual([
    { action: 'need.submit', actorName: 'test', reason: '电话确认' },
    { action: 'need.publish', actorName: 'test', reason: '电话确认' },
  ])
})

test('a step that fails leaves nothing: no status, no audit event, no change, no job', async () => {
  const database = await testDatabase()
  const { db } = database
  const id = await addOwnNeed(database, 'published', { validUntil: '2020-01-01' })
  const counts = async () =>
    (
      await sql<{ changes: number }>`select (select count(*)::int from platform.audit_event) as events,
        (select count(*)::int from platform.change) as changes,
        (select count(*)::int from graphile_worker._private_jobs) as jobs,
        (select status from needs.need where id = ${id}) as status`.execute(db)
    ).rows[0]
  await sql`insert into platform.subscription values ('need.moved', 'test')`.execute(db)
  const before = await counts()
  const ctx = { db, caller: system('clock'), now: new Date() }
  const rolledBack = inTransaction(ctx, async (inner) => {
    expect(await runClock(inner)).toBe(1)
    throw new Error('no')
  })
  await expect(rolledBack).rejects.toThrow('no')
  expect(await counts()).toEqual(before)
  expect(await runClock(ctx)).toBe(1)
  expect(await counts()).toEqual({ events: 1, changes: (before?.changes ?? 0) + 1, jobs: 1, status: 'expired' })
})

test('no step without its audit event: where it cannot be written, the step does not happen', async () => {
  const database = await testDatabase()
  const id = await addOwnNeed(database, 'published', { validUntil: '2020-01-01' })
  await sql`alter table platform.audit_event add check (action <> 'need.expire')`.execute(database.db)
  await expect(runClock({ db: database.db, caller: system('clock'), now: new Date() })).rejects.toThrow()
  const { rows } = await sql`select status from needs.need where id = ${id}`.execute(database.db)
  expect(rows).toEqual([{ status: 'published' }])
})

test('audit events can be neither changed nor deleted', async () => {
  const { db } = await testDatabase()
  for (const change of [
    'update platform.audit_event set reason = 1',
    'delete from platform.audit_event',
    'truncate platform.audit_event',
  ]) {
    await expect(sql.raw(change).execute(db)).rejects.toThrow(/append-only|reason/)
  }
})

test('a need expires on the day after its validity by China’s clock, not before, and comes back for 30 days at least', async () => {
  const { call, database } = await testApp()
  const id = await addOwnNeed(database, 'published', { validUntil: '2026-11-23' })
  const open = await addOwnNeed(database, 'published')
  const clock = (now: string) => runClock({ db: database.db, caller: system('clock'), now: new Date(now) })
  expect(await clock('2026-11-23T15:59:59Z')).toBe(0)
  expect(await clock('2026-11-23T16:00:00Z')).toBe(1)
  expect(await clock('2026-11-23T16:00:00Z')).toBe(0)
  await expect(call(needsApi.get, { params: { id } })).rejects.toMatchObject({ code: 'need/gone' })
  expect(await call(needsApi.get, { params: { id: open } })).toMatchObject({ status: 'published' })
  const restored = await call(
    needsApi.act,
    { params: { id }, body: { action: 'restore', reason: '重新开放' } },
    operator,
  )
  expect(restored.status).toBe('published')
})

test('closing a need unmet asks for the reason, keeps it, and shows the need no more', async () => {
  const { call, database } = await testApp()
  const id = await addOwnNeed(database, 'published')
  const close = (unmetReason?: 'budget') =>
    call(
      needsApi.act,
      { params: { id }, body: { action: 'close_unmet', reason: '企业来电', ...(unmetReason && { unmetReason }) } },
      operator,
    )
  await expect(close()).rejects.toMatchObject({ code: 'need/unmet-reason' })
  expect(await close('budget')).toMatchObject({ status: 'closed_unmet', unmetReason: 'budget', actions: [] })
  await expect(call(needsApi.get, { params: { id } })).rejects.toMatchObject({ code: 'need/gone' })
})

test('two who act at once: one step is taken, the other is refused', async () => {
  const { call, database } = await testApp()
  const id = await addOwnNeed(database, 'published')
  const body = { action: 'withdraw', reason: '双击' } as const
  const both = await Promise.allSettled([1, 2].map(() => call(needsApi.act, { params: { id }, body }, operator)))
  expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await audited(database.db, id)).toHaveLength(1)
})

test('a draft that was withdrawn was never public: visitors are not told that it was', async () => {
  const { call, database } = await testApp()
  const id = await addOwnNeed(database, 'withdrawn')
  await expect(call(needsApi.get, { params: { id } })).rejects.toMatchObject({ code: 'need/not-found' })
  const restore = call(needsApi.act, { params: { id }, body: { action: 'restore', reason: '误操作' } }, operator)
  await expect(restore).rejects.toMatchObject({ code: 'workflow/never-published' })
})

test('taking back what changed nothing changes nothing', async () => {
  const database = await testDatabase()
  const [id = ''] = await publishNeeds(database, [{}])
  const ctx = { db: database.db, caller: system('test'), now: new Date() }
  await takeBack(ctx, id, { outcome: 'unchanged', previousVersion: null }, 'undo')
  const { rows } = await sql`select status from needs.need where id = ${id}`.execute(database.db)
  expect(rows).toEqual([{ status: 'published' }])
})

test('a contact that is corrected in the source replaces the old one, and nobody else sees either', async () => {
  const { call, database } = await testApp()
  const ctx = { db: database.db, caller: system('test'), now: new Date() }
  const item = { externalId: '1', content: needContent(), hash: 'same', postedAt: null }
  const source = { kind: 'imported', name: 'clerk.csv' } as const
  const bring = async (matchedDetails?: string | null) =>
    (await receive(ctx, source, [matchedDetails === undefined ? item : { ...item, matchedDetails }]))[0]
  const { entityId: id = '' } = (await bring('电话：1')) ?? {}
  const seenBy = async (caller?: typeof operator) => {
    const { disclosure, matchedDetails } = await call(needsApi.get, { params: { id } }, caller)
    return { disclosure, matchedDetails }
  }
  expect(await bring('电话：1')).toMatchObject({ outcome: 'unchanged' })
  expect(await bring('电话：2')).toMatchObject({ outcome: 'updated', previousVersion: null })
  expect(await seenBy(operator)).toEqual({ disclosure: 'matched', matchedDetails: '电话：2' })
  expect(await seenBy()).toEqual({ disclosure: 'matched', matchedDetails: null })
  expect(await bring()).toMatchObject({ outcome: 'unchanged' })
  expect(await bring(null)).toMatchObject({ outcome: 'updated' })
  expect(await seenBy(operator)).toEqual({ disclosure: 'public', matchedDetails: null })
})
