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

/** The place from which nothing that is later than the snapshot of this transaction will be missed. */
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
  const horizon = await oldestOpenTransaction(db) // before the rows are looked at, in a statement of its own
  const { rows } = await sql<Change & Cursor>`
    select entity, entity_id, transaction::text as transaction, position::text as position
    from platform.change
    where (transaction, position) > (${cursor.transaction}::xid8, ${cursor.position}::bigint)
      and transaction < ${horizon}::xid8
    order by change.transaction, change.position limit ${limit}`.execute(db)
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
 * All transactions of this database below it have ended. The snapshot's own bound would wait for those of other
 * databases of the server, too. Running transactions are listed by the low 32 bits of their number, and those of our
 * own role alone, which are the ones that write changes.
 */
async function oldestOpenTransaction(db: Db): Promise<string> {
  const { rows } = await sql<{ transaction: string }>`
    with top as (select pg_snapshot_xmax(pg_current_snapshot())::text::numeric as value),
    running as (select backend_xid::text::numeric as low from pg_stat_activity
      where datname = current_database() and backend_xid is not null)
    select least(top.value, min(top.value - 2147483648
      + mod(running.low - mod(top.value, 4294967296) + 6442450944, 4294967296)))::text as transaction
    from top left join running on true group by top.value`.execute(db)
  return rows[0]?.transaction ?? '0'
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
