import { sql } from 'kysely'
import pg from 'pg'
import { type Connection, clientConfig, type Db } from './database.ts'

export type Change = { entity: string; entityId: string }
/** Where a reader stands: transaction and position, both as text. */
export type Cursor = { transaction: string; position: string }

/** Tells every process, in this transaction, that these items changed. */
export async function recordChanges(db: Db, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return
  await db
    .insertInto('platform.change')
    .values([...changes])
    .execute()
}

/** The place from which nothing that is visible now will be seen again and nothing later will be missed. */
export async function currentCursor(db: Db): Promise<Cursor> {
  const { rows } = await sql<{ transaction: string }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as transaction`.execute(db)
  return { transaction: rows[0]?.transaction ?? '0', position: '0' }
}

/**
 * What changed after `cursor`, oldest first, each item once. Only rows of transactions that are older than every open
 * one are read, so a late commit is never skipped.
 */
export async function changesSince(
  db: Db,
  cursor: Cursor,
  limit = 5_000,
): Promise<{ changes: Change[]; cursor: Cursor }> {
  const { rows } = await sql<Change & Cursor>`
    select entity, entity_id, transaction::text as transaction, position::text as position
    from platform.change
    where (transaction, position) > (${cursor.transaction}::xid8, ${cursor.position}::bigint)
      and transaction < pg_snapshot_xmin(pg_current_snapshot())
    order by transaction, position limit ${limit}`.execute(db)
  const last = rows.at(-1)
  const once = new Map(
    rows.map((row) => [`${row.entity} ${row.entityId}`, { entity: row.entity, entityId: row.entityId }]),
  )
  return {
    changes: [...once.values()],
    cursor: last ? { transaction: last.transaction, position: last.position } : cursor,
  }
}

/**
 * Calls `wake` soon after any change is committed, and every `everyMs` in case a notification was lost. The listening
 * connection is renewed when it breaks.
 */
export function followChanges(connection: Connection, wake: () => void, everyMs = 5_000): { stop(): Promise<void> } {
  let listening: Promise<pg.Client> | undefined
  const listen = () => {
    const client = new pg.Client({
      ...clientConfig(connection),
      application_name: 'keyun changes',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    })
    const lose = () => {
      if (listening === mine) listening = undefined
    }
    const mine = client
      .connect()
      .then(() => client.query('listen keyun_change'))
      .then(() => client)
    client.on('notification', wake)
    client.on('error', lose)
    client.on('end', lose)
    mine.catch(lose)
    listening = mine
  }
  const timer = setInterval(() => {
    if (!listening) listen()
    wake()
  }, everyMs)
  listen()
  return {
    async stop() {
      clearInterval(timer)
      await listening?.then((client) => client.end()).catch(() => {}) // never ended while it connects: that would hang
    },
  }
}
