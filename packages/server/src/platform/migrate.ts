import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { type Connection, clientConfig } from './database.ts'
import { turns } from './turns.ts'

const folder = new URL('../../migrations/', import.meta.url)

/**
 * Brings the database to the newest migration, and the job queue's own tables with it. One process at a time; a
 * statement that would wait for a lock longer than 5 s gives up, so that a live system never stands still behind it.
 * Returns the names of what was run.
 */
export async function migrate(connection: Connection): Promise<string[]> {
  const client = new pg.Client({ ...clientConfig(connection), application_name: 'keyun migrate' })
  client.on('error', () => {}) // the next query says it
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [turns.migrate])
    await refuseOldServer(client)
    await client.query(`create table if not exists public.keyun_migration
      (name text primary key, hash text not null, at timestamptz not null default clock_timestamp())`)
    const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from public.keyun_migration')
    const landed = new Map(rows.map((row) => [row.name, row.hash]))
    const done: string[] = []
    for (const { name, sql, hash } of await migrations()) {
      const known = landed.get(name)
      if (known === hash) continue
      if (known) throw new Error(`Migration ${name} was edited after it had run here. Restore it and add a new one.`)
      await run(client, name, sql, hash)
      done.push(name)
    }
    await migrateJobs(connection)
    return done
  } finally {
    await client.end() // releases the lock as well
  }
}

async function migrations(): Promise<{ name: string; sql: string; hash: string }[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_\w+\.sql$/.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, folder), 'utf8')
      return { name, sql, hash: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

async function run(client: pg.Client, name: string, sql: string, hash: string): Promise<void> {
  try {
    await client.query('begin')
    await client.query(`set local lock_timeout = '5s'`)
    await client.query(sql)
    await client.query('insert into public.keyun_migration (name, hash) values ($1, $2)', [name, hash])
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback')
    throw new Error(`Migration ${name} failed: ${(cause as Error).message}`, { cause })
  }
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int as version`,
  )
  const version = rows[0]?.version ?? 0
  if (version < 150_000) {
    throw new Error(`需要 PostgreSQL 15 或更高版本，当前为 ${Math.floor(version / 10_000)}。请升级数据库，或去掉 DATABASE_URL 使用内置数据库。
PostgreSQL 15 or newer is needed.`)
  }
}

/** graphile-worker keeps its tables in a schema of its own and migrates them itself. */
async function migrateJobs(connection: Connection): Promise<void> {
  const pool = new pg.Pool({ ...clientConfig(connection), max: 2 })
  pool.on('error', () => {}) // what runs on the connection fails and says it
  pool.on('connect', (connected) => connected.on('error', () => {}))
  try {
    await runMigrations({ pgPool: pool })
  } finally {
    await pool.end()
  }
}
