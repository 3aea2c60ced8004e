import { EventEmitter } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import {
  type JobHelpers,
  Logger,
  parseCronItems,
  type Runner,
  run,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker'
import { sql } from 'kysely'
import type { Event, EventType } from '../events.ts'
import { type Context, system } from './context.ts'
import type { Database, Db } from './database.ts'
import { startHeartbeat } from './heartbeat.ts'

export type JobContext = Context & { readonly database: Database }

/** What a module does when another module's event happens. It may run twice: the second must be harmless. */
export type Reaction = {
  readonly name: string
  readonly on: readonly EventType[]
  run(ctx: JobContext, event: Event): Promise<void>
}

/** Work by the clock or on request, outside of any event. */
export type Task = {
  readonly name: string
  /** Five crontab fields in UTC, for work by the clock. */
  readonly every?: string
  run(ctx: JobContext, payload: unknown): Promise<void>
}

const reactionTask = 'reaction'
const attempts = 8 // with graphile-worker's exponential back-off the last comes about 50 minutes after the first

/** Adds one job for each reaction to this event, in the caller's transaction. */
export async function emit(db: Db, event: Event): Promise<void> {
  const { rows } = await sql<{ reaction: string }>`
    select reaction from platform.subscription where event = ${event.type}`.execute(db)
  for (const { reaction } of rows) {
    await sql`select graphile_worker.add_job(${reactionTask},
      ${JSON.stringify({ reaction, event })}::json, max_attempts => ${attempts})`.execute(db)
  }
}

/** Adds a job; of those with the same `key` that still wait, the newest stands for all. */
export async function addJob(db: Db, task: string, payload: unknown, key?: string): Promise<void> {
  await sql`select graphile_worker.add_job(${task}, ${JSON.stringify(payload ?? {})}::json,
    max_attempts => ${attempts}, job_key => ${key ?? null})`.execute(db)
}

/**
 * Writes down which reaction wants which event, so that every process adds the same jobs. New ones come before old ones
 * go: at no moment an event is without its reactions, and processes that start together do not collide.
 */
export async function subscribe(db: Db, reactions: readonly Reaction[]): Promise<void> {
  const rows = reactions.flatMap(({ name, on }) => on.map((event) => ({ event, reaction: name })))
  const [events, names] = [rows.map((row) => row.event), rows.map((row) => row.reaction)]
  const wanted = sql`unnest(${events}::text[], ${names}::text[]) as wanted (event, reaction)`
  await sql`insert into platform.subscription (event, reaction) select event, reaction from ${wanted}
    on conflict do nothing`.execute(db)
  await sql`delete from platform.subscription s
    where not exists (select from ${wanted} where wanted.event = s.event and wanted.reaction = s.reaction)`.execute(db)
}

export type Jobs = { stop(): Promise<void> }

/** Runs jobs in this process until stopped. */
export async function runJobs(
  database: Database,
  reactions: readonly Reaction[],
  tasks: readonly Task[],
  options: { concurrency?: number; onError?: (error: unknown, job: string) => void } = {},
): Promise<Jobs> {
  const context = (name: string): JobContext => ({ db: database.db, caller: system(name), now: new Date(), database })
  const guarded =
    (work: (payload: unknown, name: string) => Promise<void>) => async (payload: unknown, helpers: JobHelpers) => {
      try {
        await work(payload, helpers.job.task_identifier)
      } catch (error) {
        options.onError?.(error, helpers.job.task_identifier)
        throw error
      }
    }
  const taskList: TaskList = {
    [reactionTask]: guarded(async (payload) => {
      const { reaction: name, event } = payload as { reaction: string; event: Event } // written by emit above
      const reaction = reactions.find((candidate) => candidate.name === name)
      if (reaction) await reaction.run(context(name), event)
    }),
    ...Object.fromEntries(
      tasks.map((task) => [task.name, guarded((payload) => task.run(context(task.name), payload))] as const),
    ),
  }
  const crontab = tasks.flatMap((task) => (task.every ? [{ task: task.name, match: task.every }] : []))
  const events: WorkerEvents = new EventEmitter()
  let pool = ''
  events.on('pool:create', ({ workerPool }) => {
    pool = workerPool.id
  })
  const start = () =>
    run({
      pgPool: database.pool,
      taskList,
      parsedCronItems: parseCronItems(crontab.map((item) => ({ ...item, options: { backfillPeriod: 3_600_000 } }))),
      concurrency: options.concurrency ?? 2,
      pollInterval: 2_000,
      noHandleSignals: true,
      events,
      logger: new Logger(() => () => {}), // failures are told by onError
    })
  const onError = options.onError ?? (() => {})
  const runner = await keepRunning(start, (error) => onError(error, 'runner'))
  const heartbeat = await startHeartbeat(
    database.db,
    () => pool,
    (error) => onError(error, 'heartbeat'),
  )
  return {
    async stop() {
      await runner.stop()
      await heartbeat.stop()
    },
  }
}

/** A runner ends itself when it cannot write down how a job went, as when the database was away; here it comes back. */
async function keepRunning(start: () => Promise<Runner>, onError: (error: unknown) => void): Promise<Jobs> {
  const stopping = new AbortController()
  let runner: Runner | undefined = await start()
  const kept = (async () => {
    while (!stopping.signal.aborted) {
      try {
        runner ??= await start()
        if (stopping.signal.aborted) await runner.stop()
        await runner.promise
      } catch (error) {
        onError(error)
      }
      runner = undefined
      await delay(1_000, undefined, { signal: stopping.signal }).catch(() => {})
    }
  })()
  return {
    async stop() {
      stopping.abort()
      await runner?.stop().catch(() => {}) // it may have stopped by itself
      await kept
    },
  }
}

/** True while some process runs jobs (seen within the last 10 s). */
export async function someoneRunsJobs(db: Db): Promise<boolean> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from platform.process where seen_at > clock_timestamp() - interval '10 seconds'`.execute(
    db,
  )
  return (rows[0]?.n ?? 0) > 0
}

export type JobRow = {
  id: string
  task: string
  state: 'waiting' | 'running' | 'failed' | 'parked'
  attempts: number
  maxAttempts: number
  runAt: Date
  lastError: string | null
  payload: unknown
}

/** Jobs that wait, run, failed and are tried again, or are parked after the last try; newest first. */
export async function listJobs(db: Db, limit = 100): Promise<JobRow[]> {
  const { rows } = await sql<JobRow>`
    select j.id::text as id, t.identifier as task, j.attempts, j.max_attempts, j.run_at, j.last_error, j.payload,
      case when j.locked_at is not null then 'running' when j.attempts >= j.max_attempts then 'parked'
        when j.attempts > 0 then 'failed' else 'waiting' end as state
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    order by j.id desc limit ${limit}`.execute(db)
  return rows
}

/** Gives a parked or failed job its tries again; false when there is no such job, or it is running. */
export async function retryJob({ db }: Database, id: string): Promise<boolean> {
  if (!/^\d{1,18}$/.test(id)) return false
  // graphile-worker's own function in JavaScript takes 0 attempts for "as they are".
  const { rows } = await sql`select id from graphile_worker.reschedule_jobs(array[${id}::bigint],
    run_at => clock_timestamp(), attempts => 0)`.execute(db)
  return rows.length > 0
}
