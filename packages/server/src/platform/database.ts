import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { DB } from '../tables.ts'

export type Db = Kysely<DB>

export type Connection =
  | { url: string }
  | { host: string; user: string; password: string; database: string; port?: number }

/** A day stays text (`2026-11-23`), and a bigint that a number can hold becomes one. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === pg.types.builtins.DATE) return (value: string) => value
    if (oid === pg.types.builtins.INT8) return toSafeNumber
    return pg.types.getTypeParser(oid, format as 'text')
  }) as pg.CustomTypesConfig['getTypeParser'], // pg types its parsers by overloads that a function expression cannot match
}

export type Database = { db: Kysely<DB>; pool: pg.Pool; connection: Connection; close(): Promise<void> }

export type PoolOptions = {
  size?: number
  statementTimeoutMs?: number
  name?: string
  onError?: (error: Error) => void
}

/** A pool whose connections time out instead of hanging, and whose idle errors do not end the process. */
export function openDatabase(connection: Connection, options: PoolOptions = {}): Database {
  const statementTimeoutMs = options.statementTimeoutMs ?? 15_000
  const pool = new pg.Pool({
    ...clientConfig(connection),
    max: options.size ?? 10,
    types,
    application_name: options.name ?? 'keyun',
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // The client gives up a little after the server should have.
    query_timeout: statementTimeoutMs === 0 ? 0 : statementTimeoutMs + 2_000,
    options: `-c statement_timeout=${statementTimeoutMs} -c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000 -c timezone=UTC`,
  })
  const onError = (error: Error) => options.onError?.(error)
  pool.on('error', onError)
  // A connection may break while it is lent out and waits between two queries; unheard, that would end the process.
  pool.on('connect', (client) => client.on('error', onError))
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  return {
    db,
    pool,
    connection,
    async close() {
      await db.destroy() // ends the pool only once a query has gone through it
      if (!pool.ended) await pool.end()
    },
  }
}

export function clientConfig(connection: Connection): pg.ClientConfig {
  return 'url' in connection ? { connectionString: connection.url } : connection
}

function toSafeNumber(value: string): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new Error(`The bigint ${value} does not fit a number`)
  return number
}
