import type { Endpoint, InputOf, ReplyOf } from '@keyun/api'
import { inject, onTestFinished } from 'vitest'
import { createKeyun, type Keyun, reactionsOf, tasks } from './app.ts'
import type { Caller } from './platform/context.ts'
import { type Database, openDatabase } from './platform/database.ts'
import { runJobs } from './platform/jobs.ts'
import { createTestDatabase, dropTestDatabase, type TestServer } from './platform/postgres/testing.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { server: TestServer; template: string }
  }
}

export const operator: Caller = { kind: 'operator', name: 'test' }

/** A database of its own, at the newest migration and with the code tables; gone when the test is over. */
export async function testDatabase(): Promise<Database> {
  const { server, template } = inject('postgres')
  const connection = await createTestDatabase(server, template)
  const database = openDatabase({ ...connection }, { size: 6, name: 'keyun test' })
  onTestFinished(async () => {
    await database.close()
    await dropTestDatabase(server, connection.database)
  })
  return database
}

export type TestApp = Keyun & {
  database: Database
  call<E extends Endpoint>(endpoint: E, input: InputOf<E>, caller?: Caller): Promise<ReplyOf<E>>
  /** Runs the jobs that are due, and those they add, until none is left. */
  settle(): Promise<void>
}

/** The real app on a database of its own; requests go in by `app.inject`. */
export async function testApp(): Promise<TestApp> {
  const database = await testDatabase()
  const keyun = await createKeyun(database, {
    logLevel: 'silent',
    trustProxy: false,
    isSecure: false,
    publicUrl: 'http://localhost:8080',
  })
  onTestFinished(() => keyun.close())
  return {
    ...keyun,
    database,
    call: (endpoint, input, caller = { kind: 'visitor' }) => keyun.router.call(caller, endpoint, input),
    async settle() {
      await keyun.live.ready()
      const jobs = await runJobs(database, reactionsOf(keyun.live), tasks, { concurrency: 1 })
      try {
        await untilQuiet(database)
      } finally {
        await jobs.stop()
      }
      await keyun.live.catchUp()
    },
  }
}

async function untilQuiet({ pool }: Database): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const { rows } = await pool.query<{ n: number }>(
      'select count(*)::int as n from graphile_worker._private_jobs where attempts < max_attempts and run_at <= now()',
    )
    if (rows[0]?.n === 0) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('Jobs are still waiting after 30 s')
}
