import type { Explanation } from '@keyun/engine'
import { type Insertable, sql } from 'kysely'
import type { Context } from '../../platform/context.ts'
import type { Db } from '../../platform/database.ts'
import { takeTurn } from '../../platform/turns.ts'
import type { MatchingCandidate } from '../../tables.ts'

export type Pair = Insertable<MatchingCandidate>
type Side = 'need' | 'offering'

const columns = {
  need: { id: 'needId', flag: 'forNeed', other: 'forOffering' },
  offering: { id: 'offeringId', flag: 'forOffering', other: 'forNeed' },
} as const

/**
 * Writers of pairs take turns until their transactions end: both sides' lists share rows, and two writers that lock
 * them in different orders would end each other.
 */
export function lockPairs(db: Db): Promise<void> {
  return takeTurn(db, 'candidates')
}

/** Puts a new list in the place of an item's old one; pairs that the other side found stay. */
export async function replacePairs(
  db: Db,
  side: Side,
  itemIds: readonly string[],
  pairs: readonly Pair[],
): Promise<void> {
  if (itemIds.length === 0) return
  await lockPairs(db)
  const { id, flag, other } = columns[side]
  await db
    .deleteFrom('matching.candidate')
    .where(id, 'in', [...itemIds])
    .where(other, '=', false)
    .execute()
  await db
    .updateTable('matching.candidate')
    .set({ [flag]: false })
    .where(id, 'in', [...itemIds])
    .where(other, '=', true)
    .execute()
  for (let start = 0; start < pairs.length; start += 500) {
    await db
      .insertInto('matching.candidate')
      .values(pairs.slice(start, start + 500))
      .onConflict((conflict) =>
        conflict.columns(['needId', 'offeringId']).doUpdateSet((eb) => ({
          [flag]: true,
          able: eb.ref('excluded.able'),
          willing: eb.ref('excluded.willing'),
          ordering: eb.ref('excluded.ordering'),
          parts: eb.ref('excluded.parts'),
          explanation: eb.ref('excluded.explanation'),
          engineVersion: eb.ref('excluded.engineVersion'),
          generatedAt: sql`clock_timestamp()`,
        })),
      )
      .execute()
  }
}

export async function markComputed(
  db: Db,
  entity: Side,
  items: readonly { id: string; version: number }[],
  engineVersion: string,
): Promise<void> {
  if (items.length === 0) return
  await db
    .insertInto('matching.computed')
    .values(items.map(({ id, version }) => ({ entity, entityId: id, entityVersion: version, engineVersion })))
    .onConflict((conflict) =>
      conflict.columns(['entity', 'entityId']).doUpdateSet((eb) => ({
        entityVersion: eb.ref('excluded.entityVersion'),
        engineVersion: eb.ref('excluded.engineVersion'),
        at: sql`clock_timestamp()`,
      })),
    )
    .execute()
}

/** Removes all pairs of an item that left the market. In a transaction. */
export async function forget(db: Db, side: Side, itemId: string): Promise<void> {
  await lockPairs(db)
  await db.deleteFrom('matching.candidate').where(columns[side].id, '=', itemId).execute()
  await db.deleteFrom('matching.computed').where('entity', '=', side).where('entityId', '=', itemId).execute()
}

/** Removes pairs of which one side is no longer public. */
export async function sweep(db: Db): Promise<void> {
  await sql`delete from matching.candidate c
    where not exists (select from needs.document d where d.id = c.need_id)
      or not exists (select from offerings.document d where d.id = c.offering_id)`.execute(db)
}

export type Candidate = {
  needId: string
  offeringId: string
  able: number
  willing: number
  explanation: Explanation
}

/** The best pairs of an item; what the other side's page may show is asked there. */
export async function best({ db }: Context, side: Side, itemId: string, limit: number): Promise<Candidate[]> {
  const rows = await db
    .selectFrom('matching.candidate')
    .select(['needId', 'offeringId', 'able', 'willing', 'explanation'])
    .where(columns[side].id, '=', itemId)
    .orderBy('ordering', 'desc')
    .orderBy(side === 'need' ? 'offeringId' : 'needId')
    .limit(limit)
    .execute()
  return rows as unknown as Candidate[] // the explanation was written from the engine's type
}

export async function computed({ db }: Context, side: Side, itemId: string) {
  return db
    .selectFrom('matching.computed')
    .select(['engineVersion', 'at', 'entityVersion'])
    .where('entity', '=', side)
    .where('entityId', '=', itemId)
    .executeTakeFirst()
}

/** Published needs for which an offering with at least this `able` and an answer in its text was found. */
export async function countNeedsMatched({ db }: Context, able: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from needs.document d
    where exists (select from matching.candidate c where c.need_id = d.id and c.able >= ${able} and (c.explanation ->> 'share')::float > 0)`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}

export type Run = { id: string; status: string; total: number; done: number; error: string | null }

export async function insertRun(db: Db, id: string): Promise<void> {
  await db.insertInto('matching.run').values({ id }).execute()
}

/** True when some stored list was made by another version of the engine. */
export async function hasOldLists(db: Db, engineVersion: string): Promise<boolean> {
  const row = await db
    .selectFrom('matching.computed')
    .select('entityId')
    .where('engineVersion', '<>', engineVersion)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The newest run that is not over. */
export async function openRun(db: Db): Promise<Run | undefined> {
  return db
    .selectFrom('matching.run')
    .select(['id', 'status', 'total', 'done', 'error'])
    .where('status', 'in', ['waiting', 'running'])
    .orderBy('requestedAt', 'desc')
    .executeTakeFirst()
}

/** The first run that was not yet under way at that moment, so that it reads all that was committed before. */
export async function findRunSince({ db }: Context, since: Date): Promise<Run | undefined> {
  return db
    .selectFrom('matching.run')
    .select(['id', 'status', 'total', 'done', 'error'])
    .where((eb) => eb.or([eb('startedAt', 'is', null), eb('startedAt', '>=', since)]))
    .orderBy('requestedAt')
    .executeTakeFirst()
}

export async function updateRun(
  db: Db,
  id: string,
  change: { status?: string; total?: number; done?: number; error?: string; engineVersion?: string },
): Promise<void> {
  await db
    .updateTable('matching.run')
    .set({
      ...change,
      ...(change.status === 'running' && { startedAt: sql`clock_timestamp()`, finishedAt: null, error: null }),
      ...((change.status === 'done' || change.status === 'failed') && { finishedAt: sql`clock_timestamp()` }),
    })
    .where('id', '=', id)
    .execute()
}
