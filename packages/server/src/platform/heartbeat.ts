import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from './database.ts'

const everyMs = 3_000
/** Without a sign of life for so long a process counts as dead, and its jobs go back to the queue. */
const deadAfter = sql`interval '20 seconds'`

/**
 * Says every few seconds that this process runs jobs, and gives the jobs of dead processes back: graphile-worker itself
 * would leave them locked for four hours after a `kill -9`.
 */
export async function startHeartbeat(
  db: Db,
  pool: () => string,
  onError: (error: unknown) => void,
): Promise<{ stop(): Promise<void> }> {
  const id = randomUUID()
  const beat = async () => {
    await sql`insert into platform.process (id, name, pool) values (${id}, 'jobs', ${pool()})
      on conflict (id) do update set pool = excluded.pool, seen_at = clock_timestamp()`.execute(db)
    await releaseJobsOfTheDead(db)
  }
  await beat()
  let running: Promise<void> | undefined
  const timer = setInterval(() => {
    running ??= beat()
      .catch(onError)
      .finally(() => (running = undefined))
  }, everyMs)
  return {
    async stop() {
      clearInterval(timer)
      await running
      await sql`delete from platform.process where id = ${id}`.execute(db).catch(onError)
    },
  }
}

async function releaseJobsOfTheDead(db: Db): Promise<void> {
  await sql`select graphile_worker.force_unlock_workers(array(
    select distinct j.locked_by from graphile_worker._private_jobs j
    where j.locked_at < clock_timestamp() - ${deadAfter}
      and not exists (select from platform.process p
        where p.pool = j.locked_by and p.seen_at > clock_timestamp() - ${deadAfter})))`.execute(db)
}
