import { setTimeout as delay } from 'node:timers/promises'
import { reactionsOf, tasks } from './app.ts'
import { findRunSince } from './modules/matching/index.ts'
import { type LiveIndex, liveIndex } from './modules/search/index.ts'
import { system } from './platform/context.ts'
import type { Database } from './platform/database.ts'
import { runJobs, someoneRunsJobs, subscribe } from './platform/jobs.ts'

/** Lets a command tell what it does, also on a database that no server has run on yet. */
export function knowReactions(database: Database): Promise<void> {
  return subscribe(database.db, reactionsOf(lazyIndex(database)))
}

export type Awaited =
  | { state: 'done'; items: number }
  | { state: 'failed'; error: string }
  /** Nothing asked for a run, or it did not begin in time. */
  | { state: 'absent' }

/** How long a run may take to be asked for and to begin, before a command stops waiting for it. */
const beginsWithinMs = 30_000

/**
 * Waits for the matching run that covers everything committed until `since`. Where no server runs jobs, they run here
 * until then.
 */
export async function awaitMatching(
  database: Database,
  since: Date,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<Awaited> {
  const live = lazyIndex(database)
  const jobs = (await someoneRunsJobs(database.db))
    ? undefined
    : await runJobs(database, reactionsOf(live), tasks, { concurrency: 1 })
  const ctx = { db: database.db, caller: system('command line'), now: new Date() }
  try {
    const started = performance.now()
    while (!signal.aborted) {
      const run = await findRunSince(ctx, since)
      if (run?.status === 'done') return { state: 'done', items: run.total }
      if (run?.status === 'failed') return { state: 'failed', error: run.error ?? '' }
      if (run?.status === 'running') onProgress(run.done, run.total)
      else if (performance.now() - started > beginsWithinMs) return { state: 'absent' }
      await delay(250)
    }
    return { state: 'absent' }
  } finally {
    await jobs?.stop()
    await live.stop()
  }
}

/** An index that is built when the first reaction asks for it: most commands need none. */
function lazyIndex(database: Database): LiveIndex {
  let started: LiveIndex | undefined
  const live = () => {
    started ??= liveIndex(database, () => {})
    return started
  }
  return {
    get: (collection) => live().get(collection),
    progress: () => live().progress(),
    catchUp: () => live().catchUp(),
    ready: () => live().ready(),
    verify: () => live().verify(),
    stop: async () => started?.stop(),
  }
}
