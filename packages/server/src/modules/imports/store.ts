import { type Insertable, type Selectable, sql } from 'kysely'
import type pg from 'pg'
import type { Db } from '../../platform/database.ts'
import type { ImportsBatch, ImportsRow } from '../../tables.ts'
import type { Target } from './fields.ts'

export type Counts = { created: number; updated: number; restored: number; unchanged: number; refused: number }
export type Batch = Omit<Selectable<ImportsBatch>, 'target' | 'status'> & {
  readonly target: Target
  readonly status: 'running' | 'done' | 'failed' | 'undone'
}
export type Row = Insertable<ImportsRow>

/** Holds `key` for as long as `use` runs, over all processes; undefined where somebody else holds it. */
export async function alone<T>(pool: pg.Pool, key: string, use: () => Promise<T>): Promise<T | undefined> {
  const client = await pool.connect()
  try {
    const { rows } = await client.query<{ ok: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 0)) as ok', [
      key,
    ])
    if (!rows[0]?.ok) return undefined
    try {
      return await use()
    } finally {
      await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [key])
    }
  } finally {
    client.release()
  }
}

export async function insertBatch(db: Db, batch: Insertable<ImportsBatch>): Promise<void> {
  await db.insertInto('imports.batch').values(batch).execute()
}

export async function insertRows(db: Db, rows: readonly Row[]): Promise<void> {
  if (rows.length > 0)
    await db
      .insertInto('imports.row')
      .values([...rows])
      .execute()
}

export async function setCounts(db: Db, id: string, { restored, ...counts }: Counts): Promise<void> {
  await db
    .updateTable('imports.batch')
    .set({ ...counts, updated: counts.updated + restored })
    .where('id', '=', id)
    .execute()
}

/** By the clock of the database, which also dates the runs that follow. */
export async function finish(db: Db, id: string, status: 'done' | 'failed'): Promise<void> {
  await db
    .updateTable('imports.batch')
    .set({ status, finishedAt: sql`clock_timestamp()` })
    .where('id', '=', id)
    .execute()
}

/** Is somebody at work under this key? */
export async function isHeld(db: Db, key: string): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    with key as (select hashtextextended(${key}, 0) as k)
    select exists (select from pg_locks, key where locktype = 'advisory' and granted and objsubid = 1
      and database = (select oid from pg_database where datname = current_database())
      and classid = ((k >> 32) & 4294967295)::oid and objid = (k & 4294967295)::oid) as held`.execute(db)
  return rows[0]?.held ?? false
}

/** Marks batches of a source that nobody runs any more as failed, and returns how many items they had changed. */
export async function failInterrupted(db: Db, target: Target, source: string): Promise<number> {
  const { rows } = await sql<{ items: number }>`
    update imports.batch set status = 'failed', finished_at = clock_timestamp()
    where target = ${target} and source = ${source} and status = 'running'
    returning created + updated as items`.execute(db)
  return rows.reduce((sum, row) => sum + row.items, 0)
}

export async function setUndone(db: Db, id: string): Promise<void> {
  const now = sql<Date>`clock_timestamp()`
  await db
    .updateTable('imports.batch')
    .set({ status: 'undone', undoneAt: now, finishedAt: sql<Date>`coalesce(finished_at, ${now})` })
    .where('id', '=', id)
    .execute()
}

/** Batches whose id begins so; two at most, since a prefix that fits two is refused. */
export async function findByPrefix(db: Db, prefix: string): Promise<Batch[]> {
  const rows = await db
    .selectFrom('imports.batch')
    .selectAll()
    .where(sql<boolean>`starts_with(id::text, ${prefix})`)
    .limit(2)
    .execute()
  return rows as Batch[] // target and status are held by checks of the table
}

export async function list(db: Db, limit: number): Promise<Batch[]> {
  const rows = await db.selectFrom('imports.batch').selectAll().orderBy('createdAt', 'desc').limit(limit).execute()
  return rows as Batch[] // as above
}

export type Did = {
  rowNumber: number
  entityId: string
  outcome: 'created' | 'updated' | 'restored'
  previousVersion: number | null
}

/** What a batch changed, in the order of its rows, after row `after`. */
export async function changesOf(db: Db, batchId: string, after: number, limit: number): Promise<Did[]> {
  const rows = await db
    .selectFrom('imports.row')
    .select(['rowNumber', 'entityId', 'outcome', 'previousVersion'])
    .where('batchId', '=', batchId)
    .where('outcome', 'in', ['created', 'updated', 'restored'])
    .where('rowNumber', '>', after)
    .orderBy('rowNumber')
    .limit(limit)
    .execute()
  return rows as Did[] // rows with these outcomes are written with their entity
}

/** A later batch, not undone, that changed some of the same items: it must be taken back first. */
export async function findLaterBatch(db: Db, batchId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select b.id from imports.batch b
    where b.status <> 'undone' and b.created_at > (select created_at from imports.batch where id = ${batchId})
      and exists (select from imports.row later join imports.row own on own.entity_id = later.entity_id
        where later.batch_id = b.id and own.batch_id = ${batchId}
          and later.outcome in ('created', 'updated', 'restored') and own.outcome in ('created', 'updated', 'restored'))
    order by b.created_at desc limit 1`.execute(db)
  return rows[0]?.id
}
