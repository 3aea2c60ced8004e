import { sql } from 'kysely'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Event } from '../events.ts'
import { testDatabase } from '../testing.ts'
import { newId } from './context.ts'
import type { Database } from './database.ts'
import {
  addJob,
  emit,
  type Jobs,
  listJobs,
  type Reaction,
  retryJob,
  runJobs,
  someoneRunsJobs,
  subscribe,
} from './jobs.ts'

const moved = (): Event => ({ type: 'need.moved', needId: newId(), from: 'draft', to: 'submitted' })
const soon = { timeout: 20_000, interval: 50 }

/** A reaction that keeps what it was told, and fails as long as `isBroken`. */
function listener(name = 'test.listen') {
  const told: Event[] = []
  const state = { isBroken: false }
  const reaction: Reaction = {
    name,
    on: ['need.moved'],
    async run(_ctx, event) {
      if (state.isBroken) throw new Error('cannot now')
      told.push(event)
    },
  }
  return { told, state, reaction }
}

async function running(database: Database, reactions: Reaction[], onError?: (error: unknown) => void): Promise<Jobs> {
  await subscribe(database.db, reactions)
  const jobs = await runJobs(database, reactions, [], { concurrency: 1, ...(onError && { onError }) })
  onTestFinished(() => jobs.stop())
  return jobs
}

test('a reaction runs once for an event that was committed, and not at all for one that was rolled back', async () => {
  const database = await testDatabase()
  const { told, reaction } = listener()
  await running(database, [reaction])
  const rolledBack = database.db.transaction().execute(async (transaction) => {
    await emit(transaction, moved())
    throw new Error('no')
  })
  await expect(rolledBack).rejects.toThrow('no')
  expect(await listJobs(database.db)).toEqual([])
  const event = moved()
  await emit(database.db, event)
  await vi.waitFor(() => expect(told).toEqual([event]), soon)
  await vi.waitFor(async () => expect(await listJobs(database.db)).toEqual([]), soon)
})

test('an event becomes one job for each reaction that wants it, and none for the others', async () => {
  const { db } = await testDatabase()
  const imported: Reaction = { name: 'test.other', on: ['items.imported'], run: async () => {} }
  await subscribe(db, [listener('a').reaction, listener('b').reaction, imported])
  await emit(db, moved())
  const jobs = await listJobs(db)
  expect(jobs.map((job) => (job.payload as { reaction: string }).reaction).sort()).toEqual(['a', 'b'])
  expect(jobs.every((job) => job.state === 'waiting')).toBe(true)
})

test('a job that fails is tried again later, is parked and shown after its last try, and runs when it is asked for', async () => {
  const database = await testDatabase()
  const { db } = database
  const { told, state, reaction } = listener()
  state.isBroken = true
  const errors: unknown[] = []
  await running(database, [reaction], (error) => errors.push(error))
  await emit(db, moved())
  const only = async () => (await listJobs(db))[0]
  await vi.waitFor(
    async () => expect(await only()).toMatchObject({ state: 'failed', attempts: 1, lastError: 'cannot now' }),
    soon,
  )
  expect((await only())?.runAt.getTime()).toBeGreaterThan(Date.now())
  expect(errors).toHaveLength(1)

  await sql`update graphile_worker._private_jobs set attempts = max_attempts - 1, run_at = now()`.execute(db)
  await vi.waitFor(async () => expect(await only()).toMatchObject({ state: 'parked', attempts: 8 }), soon)
  expect(told).toEqual([])

  state.isBroken = false
  expect(await retryJob(database, (await only())?.id ?? '')).toBe(true)
  await vi.waitFor(() => expect(told).toHaveLength(1), soon)
  await vi.waitFor(async () => expect(await only()).toBeUndefined(), soon)
  for (const id of ['999999', 'x', '']) expect(await retryJob(database, id)).toBe(false)
})

test('the jobs of a process that was killed are given back', async () => {
  const database = await testDatabase()
  const { db } = database
  const { told, reaction } = listener()
  await subscribe(db, [reaction])
  await emit(db, moved())
  await emit(db, moved())
  const lock = (who: string) =>
    sql`update graphile_worker._private_jobs set attempts = 1, locked_by = ${who},
    locked_at = now() - interval '1 minute' where id = (select min(id) from graphile_worker._private_jobs where locked_by is null)`.execute(
      db,
    )
  await lock('dead')
  await lock('alive')
  await sql`insert into platform.process (id, name, pool) values (${newId()}, 'jobs', 'alive')`.execute(db)
  await running(database, [reaction])
  await vi.waitFor(() => expect(told).toHaveLength(1), soon)
  expect(await listJobs(db)).toMatchObject([{ state: 'running' }])
})

test('of jobs with the same key that wait, the newest stands for all', async () => {
  const { db } = await testDatabase()
  for (const number of [1, 2, 3]) await addJob(db, 'test.task', { number }, 'one')
  await addJob(db, 'test.task', { number: 4 })
  expect((await listJobs(db)).map((job) => job.payload)).toEqual([{ number: 4 }, { number: 3 }])
})

test('processes that start together agree on who wants what, and what nobody wants any more is dropped', async () => {
  const { db } = await testDatabase()
  const [a, b] = [listener('a').reaction, listener('b').reaction]
  await subscribe(db, [a, listener('old').reaction])
  await Promise.all([1, 2, 3, 4].map(() => subscribe(db, [a, b])))
  const { rows } = await sql`select event, reaction from platform.subscription order by reaction`.execute(db)
  expect(rows).toEqual([
    { event: 'need.moved', reaction: 'a' },
    { event: 'need.moved', reaction: 'b' },
  ])
  await subscribe(db, [])
  expect((await sql`select from platform.subscription`.execute(db)).rows).toEqual([])
})

test('a process that runs jobs is known until it stops', async () => {
  const database = await testDatabase()
  expect(await someoneRunsJobs(database.db)).toBe(false)
  const jobs = await runJobs(database, [], [])
  expect(await someoneRunsJobs(database.db)).toBe(true)
  await jobs.stop()
  expect(await someoneRunsJobs(database.db)).toBe(false)
})

test('when every connection to the database breaks, nothing ends and jobs run on', async () => {
  const database = await testDatabase()
  const { db } = database
  const { told, reaction } = listener()
  await running(database, [reaction], () => {})
  await db
    .transaction()
    .execute(async (transaction) => {
      await sql`select 1`.execute(transaction)
      // From another connection, as an operator or a failing server would.
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(db)
      await new Promise((resolve) => setTimeout(resolve, 100))
      await sql`select 1`.execute(transaction)
    })
    .catch(() => {})
  const event = moved()
  await vi.waitFor(() => emit(db, event), soon)
  await vi.waitFor(() => expect(told).toContainEqual(event), soon)
})
