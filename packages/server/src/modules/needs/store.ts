import type { NeedCard, NeedContent, NeedStatus, Target, UnmetReason } from '@keyun/api'
import { type Insertable, sql } from 'kysely'
import type { Context } from '../../platform/context.ts'
import { fromCursor, toCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { keyunPolicy, publicNeedStates } from '../../policy.ts'
import type { NeedsNeed } from '../../tables.ts'
import { inOrder } from '../identity/index.ts'
import { type Filed, filedUnder } from '../reference/index.ts'
import { contentColumns, type NamedRow, type NeedRow, toCard, toContent } from './rows.ts'

/** Needs with the name of their organisation, as far as the caller may read them. */
function needs({ db, caller }: Context) {
  return db
    .selectFrom('needs.need as need')
    .leftJoin('identity.organisationName as organisation', 'organisation.id', 'need.organisationId')
    .selectAll('need')
    .select('organisation.name as organisationName')
    .where(keyunPolicy.where(caller, 'need.read', 'need'))
}

export type NeedFilter = Filed & {
  cooperation?: string[] | undefined
  organisation?: string | undefined
  cursor?: string | undefined
  limit: number
}

export async function list(ctx: Context, filter: NeedFilter): Promise<{ items: NeedCard[]; next: string | null }> {
  let query = needs(ctx)
    .select(sql<string>`to_char(need.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as('place'))
    .where('need.status', 'in', [...publicNeedStates])
    .orderBy('need.publishedAt', 'desc')
    .orderBy('need.id', 'desc')
    .limit(filter.limit + 1)
  if (filter.cursor) {
    const { at, id } = fromCursor(filter.cursor)
    query = query.where(sql<boolean>`(need.published_at, need.id) < (${at}::timestamptz, ${id}::uuid)`)
  }
  for (const condition of conditionsOf(filter)) query = query.where(condition)
  const rows = await query.execute()
  const items = rows.slice(0, filter.limit)
  const last = items.at(-1)
  return { items: items.map(toCard), next: rows.length > filter.limit && last ? toCursor(last.place, last.id) : null }
}

function conditionsOf({ cooperation, organisation, ...filed }: NeedFilter) {
  const conditions = filedUnder('need', filed)
  if (cooperation?.length) conditions.push(sql`need.cooperation && ${cooperation}::text[]`)
  if (organisation) conditions.push(sql`need.organisation_id = ${organisation}::uuid`)
  return conditions
}

/** The cards of these ids that the caller may see, in the order given. */
export async function listCards(ctx: Context, ids: readonly string[]): Promise<NeedCard[]> {
  if (ids.length === 0) return []
  const rows = await needs(ctx)
    .where('need.id', 'in', [...ids])
    .execute()
  return inOrder(ids, rows).map(toCard)
}

export function find(ctx: Context, id: string): Promise<NamedRow | undefined> {
  return needs(ctx).where('need.id', '=', id).executeTakeFirst()
}

/** The status of a need that once was public, whoever may see it: so a page can say "gone" instead of "never was". */
export async function formerStatusOf({ db }: Context, id: string): Promise<NeedStatus | undefined> {
  const row = await db
    .selectFrom('needs.need')
    .select('status')
    .where('id', '=', id)
    .where('publishedAt', 'is not', null)
    .executeTakeFirst()
  return row?.status as NeedStatus | undefined // held by a check of the table
}

export async function targetsOf({ db }: Pick<Context, 'db'>, needId: string): Promise<Target[]> {
  const rows = await db
    .selectFrom('needs.target')
    .select(['name', 'comparator', 'value', 'maxValue', 'unit', 'method', 'must'])
    .where('needId', '=', needId)
    .orderBy('position')
    .execute()
  return rows as Target[] // the comparator is held by a check of the table
}

/** Tier 2, for those whom the policy lets read it. */
export async function findMatchedDetails({ db, caller }: Context, needId: string): Promise<string | null> {
  if (!keyunPolicy.permits(caller, 'need.readMatchedDetails')) return null
  const row = await db
    .selectFrom('needs.matchedDetail')
    .select('details')
    .where('needId', '=', needId)
    .executeTakeFirst()
  return row?.details ?? null
}

/** Tier 2 of these needs by their ids, for those who write it: whoever reads it goes by `findMatchedDetails`. */
export async function listMatchedDetails(db: Db, needIds: readonly string[]): Promise<Map<string, string>> {
  if (needIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('needs.matchedDetail')
    .selectAll()
    .where('needId', 'in', [...needIds])
    .execute()
  return new Map(rows.map((row) => [row.needId, row.details]))
}

export async function setMatchedDetails(db: Db, needId: string, details: string | null, now: Date): Promise<void> {
  await db.deleteFrom('needs.matchedDetail').where('needId', '=', needId).execute()
  if (details !== null) await insertMatchedDetails(db, [{ needId, details }])
  await db
    .updateTable('needs.need')
    .set({ disclosure: details === null ? 'public' : 'matched', updatedAt: now })
    .where('id', '=', needId)
    .where('disclosure', '<>', 'nda')
    .execute()
}

/** The row itself, locked until the transaction ends. */
export function lock(db: Db, id: string): Promise<NeedRow | undefined> {
  return db.selectFrom('needs.need').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

export async function setStatus(
  db: Db,
  id: string,
  status: NeedStatus,
  now: Date,
  unmetReason: UnmetReason | null,
): Promise<void> {
  await db
    .updateTable('needs.need')
    .set({
      status,
      unmetReason,
      updatedAt: now,
      ...(status === 'published' && { publishedAt: sql`coalesce(published_at, ${now}::timestamptz)` }),
    })
    .where('id', '=', id)
    .execute()
}

export async function setValidity(db: Db, id: string, validUntil: string): Promise<void> {
  await db.updateTable('needs.need').set({ validUntil }).where('id', '=', id).execute()
}

export async function insert(db: Db, rows: readonly Insertable<NeedsNeed>[]): Promise<void> {
  if (rows.length > 0)
    await db
      .insertInto('needs.need')
      .values([...rows])
      .execute()
}

export async function insertTargets(db: Db, needId: string, targets: readonly Target[]): Promise<void> {
  if (targets.length === 0) return
  await db
    .insertInto('needs.target')
    .values(targets.map((target, position) => ({ needId, position, ...target })))
    .execute()
}

export async function insertMatchedDetails(
  db: Db,
  rows: readonly { needId: string; details: string }[],
): Promise<void> {
  if (rows.length > 0)
    await db
      .insertInto('needs.matchedDetail')
      .values([...rows])
      .execute()
}

/** Rows of one source, locked, by their ids there. */
export async function lockByOrigin(
  db: Db,
  source: string,
  externalIds: readonly string[],
): Promise<Map<string, NeedRow>> {
  if (externalIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('needs.need')
    .selectAll()
    .where('originSource', '=', source)
    .where('originExternalId', 'in', [...externalIds])
    .forUpdate()
    .execute()
  return new Map(rows.map((row) => [row.originExternalId ?? '', row]))
}

/** Replaces the content; the former one is kept as a version. */
export async function replaceContent(
  db: Db,
  row: NeedRow,
  content: NeedContent,
  change: { by: string; hash: string | null; now: Date },
): Promise<void> {
  const former = toContent(row, await targetsOf({ db }, row.id))
  await db
    .insertInto('needs.version')
    .values({
      needId: row.id,
      version: row.version,
      content: JSON.stringify({ ...former, originHash: row.originHash }),
      changedBy: change.by,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await db
    .updateTable('needs.need')
    .set({ ...contentColumns(content), originHash: change.hash, updatedAt: change.now, version: row.version + 1 })
    .where('id', '=', row.id)
    .execute()
  await db.deleteFrom('needs.target').where('needId', '=', row.id).execute()
  await insertTargets(db, row.id, content.targets)
}

/** Marks an item whose import was undone, so that the same row puts it back when it comes again. */
export async function forgetHash(db: Db, id: string): Promise<void> {
  await db.updateTable('needs.need').set({ originHash: null }).where('id', '=', id).execute()
}

export async function formerContent(
  db: Db,
  id: string,
  version: number,
): Promise<(NeedContent & { originHash: string | null }) | undefined> {
  const row = await db
    .selectFrom('needs.version')
    .select('content')
    .where('needId', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return row?.content as (NeedContent & { originHash: string | null }) | undefined // written by replaceContent
}

/** Published needs whose validity is over. */
export async function due(db: Db, today: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('needs.need')
    .select('id')
    .where('status', 'in', ['published', 'matched'])
    .where('validUntil', '<', today)
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** Public needs by city (four digits of the region) and by field. */
export async function tally({ db }: Context): Promise<{ city: string | null; field: string | null; count: number }[]> {
  return db
    .selectFrom('needs.need')
    .select([
      sql<string | null>`left(region_code, 4)`.as('city'),
      'fieldCode as field',
      sql<number>`count(*)::int`.as('count'),
    ])
    .where('status', 'in', [...publicNeedStates])
    .groupBy([sql`left(region_code, 4)`, 'fieldCode'])
    .execute()
}
