import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { silent } from '../report.ts'
import { appRole } from './cluster.ts'
import { isHeld } from './holders.ts'
import { acquirePostgres, type PostgresConnection } from './index.ts'

/** A server for tests, as plain values: a global set-up can hand it to every worker. */
export interface TestServer {
  readonly major: number
  readonly superuser: PostgresConnection
  /** Keyun's role (no superuser) with its own, empty database. */
  readonly app: PostgresConnection
}

export interface TestPostgres {
  readonly server: TestServer
  createDatabase(template?: string): Promise<PostgresConnection>
  /** Stops the server and deletes its files. */
  stop(): Promise<void>
}

const prefix = 'keyun-test-'

/** Starts a throw-away PostgreSQL for tests: quick, because it gives up all safety against power cuts. */
export async function testPostgres(major = 18): Promise<TestPostgres> {
  await sweep()
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), prefix))
  // PostgreSQL runs as another user where the tests run as root, and must pass through.
  if (process.getuid?.() === 0) fs.chmodSync(dataDir, 0o711)
  const postgres = await acquirePostgres({ dataDir, report: silent, major, durability: 'none', maxConnections: 300 })
  const server = { major, superuser: postgres.superuser, app: postgres.connection }
  return {
    server,
    createDatabase: (template) => createTestDatabase(server, template),
    async stop() {
      await postgres.release()
      fs.rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** A new database of Keyun's role; a copy of `template`, which nobody may be connected to, or else empty. */
export async function createTestDatabase(server: TestServer, template = 'template0'): Promise<PostgresConnection> {
  const database = `test_${randomUUID().replaceAll('-', '')}`
  const from = pg.escapeIdentifier(template)
  // Copying files is the quicker way as long as nothing needs to reach the log.
  await asSuperuser(server, `CREATE DATABASE ${database} OWNER ${appRole} TEMPLATE ${from} STRATEGY file_copy`)
  return { ...server.app, database }
}

/** Deletes a test's database, whoever is still connected to it. */
export async function dropTestDatabase(server: TestServer, database: string): Promise<void> {
  await asSuperuser(server, `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(database)} WITH (FORCE)`)
}

async function asSuperuser(server: TestServer, statement: string): Promise<void> {
  const client = new pg.Client(server.superuser)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Stops and deletes what killed test runs left behind. */
async function sweep(): Promise<void> {
  for (const name of fs.readdirSync(os.tmpdir())) {
    if (!name.startsWith(prefix)) continue
    const dataDir = path.join(os.tmpdir(), name)
    const home = path.join(dataDir, 'postgres')
    const { uid, mtimeMs } = fs.statSync(dataDir, { throwIfNoEntry: false }) ?? {}
    // A young one may be about to be held.
    if (uid !== process.getuid?.() || mtimeMs === undefined || Date.now() - mtimeMs < 60_000) continue
    if (isHeld(path.join(home, 'holders'))) continue
    const major = readMajor(path.join(home, 'data', 'PG_VERSION'))
    if (major)
      await acquirePostgres({ dataDir, report: silent, major, durability: 'none' }).then(
        (left) => left.release(),
        () => {},
      )
    fs.rmSync(dataDir, { recursive: true, force: true })
  }
}

function readMajor(file: string): number | undefined {
  return fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8').trim()) : undefined
}
