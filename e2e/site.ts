import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { readConfig, silent, startServer } from '@keyun/server'
import { inject } from 'vitest'
import { type Database, openDatabase } from '../packages/server/src/platform/database.ts'
import {
  createTestDatabase,
  dropTestDatabase,
  type TestServer,
} from '../packages/server/src/platform/postgres/testing.ts'
import { freePort, until } from '../scripts/runningSite.ts'

type Connection = TestServer['app']

export interface Site {
  /** Without a slash at its end. */
  readonly url: string
  readonly database: Database
  readonly logFile: string
  close(): Promise<void>
}

/** The whole platform on a port and a database of its own, with the sample data matched and the index built. */
export async function startSite(): Promise<Site> {
  const { server } = inject('postgres')
  const connection = await createTestDatabase(server, await sampleDatabase())
  const site = await serve(connection)
  const database = openDatabase({ ...connection }, { size: 2, name: 'keyun journey' })
  await until('the index is built', async () => {
    const { index } = await (await fetch(`${site.url}/readyz`)).json()
    return index.isReady
  })
  return {
    url: site.url,
    database,
    logFile: site.logFile,
    async close() {
      await database.pool.end()
      await site.close()
      await dropTestDatabase(server, connection.database)
    },
  }
}

const sampleName = 'journey_sample'

/** A database with everything that a first start makes, as a template: made by whoever comes first in a run. */
async function sampleDatabase(): Promise<string> {
  const { server, template } = inject('postgres')
  const superuser = openDatabase({ ...server.superuser }, { size: 1, name: 'keyun journeys' })
  const client = await superuser.pool.connect()
  try {
    await until('the sample database is free', async () => {
      const { rows } = await client.query('select pg_try_advisory_lock(1) as is_mine')
      return rows[0].is_mine
    })
    const { rowCount } = await client.query('select from pg_database where datname = $1', [sampleName])
    if (rowCount) return sampleName
    const draft = await createTestDatabase(server, template)
    const site = await serve(draft)
    const database = openDatabase({ ...draft }, { size: 1 })
    await until('everything is matched', async () => {
      const { rows } = await database.pool.query('select count(*)::int as n from graphile_worker._private_jobs')
      return rows[0].n === 0
    })
    await database.pool.end()
    await site.close()
    await client.query(`alter database ${draft.database} rename to ${sampleName}`)
    return sampleName
  } finally {
    client.release(true) // the lock ends with its connection
    await superuser.pool.end()
  }
}

async function serve(connection: Connection) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keyun-journey-'))
  const config = readConfig({
    DATABASE_URL: urlOf(connection),
    KEYUN_DATA: folder,
    HOST: '127.0.0.1',
    PORT: String(await freePort()),
  })
  const { url, close } = await startServer(config, { report: silent })
  return {
    url,
    logFile: path.join(folder, 'server.log'),
    async close() {
      await close()
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}

function urlOf({ host, port, user, password, database }: Connection): string {
  const socket = new URLSearchParams({ host, port: String(port) })
  return `postgres://${user}:${encodeURIComponent(password)}@localhost/${database}?${socket}`
}
