import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { engineVersion } from '@keyun/engine'
import type { Connection, Database } from '../../platform/database.ts'
import { buildInWorker } from '../search/index.ts'
import * as store from './store.ts'

/** What a worker gets: the shared segments, and which share of the items is its own. */
export type WorkerInput = {
  connection: Connection
  segments: { offering: Uint8Array; need: Uint8Array }
  share: number
  shares: number
  today: string
}
export type WorkerMessage = { type: 'total'; count: number } | { type: 'done'; count: number }

/**
 * Matches everything with everything: builds fresh segments aside, shares them among worker threads without a copy, and
 * lets each thread write the lists of its share of needs, then of offerings. Progress is kept in the run's row.
 */
export async function matchEverything(database: Database, runId: string, today: string): Promise<void> {
  const { db, connection } = database
  await store.updateRun(db, runId, { status: 'running', engineVersion })
  try {
    const { segments } = await buildInWorker(connection)
    const shares = Math.max(1, Math.min(2, availableParallelism()))
    let total = 0
    let done = 0
    const hear = (message: WorkerMessage) => {
      if (message.type === 'total') total += message.count
      else done += message.count
    }
    let telling: Promise<void> | undefined
    const timer = setInterval(() => {
      telling ??= store
        .updateRun(db, runId, { total, done })
        .catch(() => {})
        .finally(() => {
          telling = undefined
        })
    }, 500)
    try {
      await Promise.all(
        Array.from({ length: shares }, (_, share) => runWorker({ connection, segments, share, shares, today }, hear)),
      )
    } finally {
      clearInterval(timer)
      await telling // it must not come after the last word
    }
    await store.sweep(db)
    await store.updateRun(db, runId, { status: 'done', total, done })
  } catch (error) {
    await store.updateRun(db, runId, {
      status: 'failed',
      error: error instanceof Error ? error.message : String(error),
    })
    throw error
  }
}

function runWorker(input: WorkerInput, hear: (message: WorkerMessage) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./batch.worker.ts', import.meta.url), { workerData: input })
    worker.on('message', hear)
    worker.on('error', (cause) => reject(new Error('Matching failed in a worker', { cause })))
    worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`A match worker ended with ${code}`))))
  })
}
