import type { EvidenceStatus, OfferingCard, OfferingContent, OfferingStatus, Studio } from '@keyun/api'
import { type Insertable, sql } from 'kysely'
import type { Context } from '../../platform/context.ts'
import { fromCursor, toCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { keyunPolicy } from '../../policy.ts'
import type { OfferingsEvidence, OfferingsOffering, OfferingsStudio } from '../../tables.ts'
import { inOrder, teamsOf } from '../identity/index.ts'
import { dayIn, type Filed, filedUnder } from '../reference/index.ts'
import { contentColumns, type NamedRow, type OfferingRow, toCard, toContent, toStudio } from './rows.ts'

/** Offerings with the names of their owners, as far as the caller may read them. */
function offerings({ db, caller }: Context) {
  return db
    .selectFrom('offerings.offering as offering')
    .leftJoin('identity.personName as person', 'person.id', 'offering.personId')
    .leftJoin('identity.teamName as team', 'team.id', 'offering.teamId')
    .leftJoin('identity.organisationName as owner', 'owner.id', 'offering.ownerOrganisationId')
    .leftJoin('identity.organisationName as organisation', 'organisation.id', 'offering.organisationId')
    .selectAll('offering')
    .select([
      'person.name as personName',
      'team.name as teamName',
      'owner.name as ownerOrganisationName',
      'organisation.name as organisationName',
    ])
    .where(keyunPolicy.where(caller, 'offering.read', 'offering'))
}

/** Listed ones only: not stale, not gone. */
const listed = ['published', 'reserved']

export type OfferingFilter = Filed & {
  kind?: string[] | undefined
  cooperation?: string[] | undefined
  organisation?: string | undefined
  person?: string | undefined
  cursor?: string | undefined
  limit: number
}

export async function list(
  ctx: Context,
  filter: OfferingFilter,
): Promise<{ items: OfferingCard[]; next: string | null }> {
  let query = offerings(ctx)
    .select(sql<string>`to_char(offering.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as('place'))
    .where('offering.status', 'in', listed)
    .orderBy('offering.publishedAt', 'desc')
    .orderBy('offering.id', 'desc')
    .limit(filter.limit + 1)
  if (filter.cursor) {
    const { at, id } = fromCursor(filter.cursor)
    query = query.where(sql<boolean>`(offering.published_at, offering.id) < (${at}::timestamptz, ${id}::uuid)`)
  }
  const teams = filter.person ? await teamsOf(ctx, filter.person) : []
  for (const condition of conditionsOf(filter, teams)) query = query.where(condition)
  const rows = await query.execute()
  const items = rows.slice(0, filter.limit)
  const last = items.at(-1)
  return { items: items.map(toCard), next: rows.length > filter.limit && last ? toCursor(last.place, last.id) : null }
}

function conditionsOf(
  { kind, cooperation, organisation, person, ...filed }: OfferingFilter,
  teamsOfPerson: readonly string[],
) {
  const conditions = filedUnder('offering', filed)
  if (kind?.length) conditions.push(sql`offering.kind = any(${kind}::text[])`)
  if (cooperation?.length) conditions.push(sql`offering.cooperation && ${cooperation}::text[]`)
  if (organisation) {
    conditions.push(
      sql`(offering.organisation_id = ${organisation}::uuid or offering.owner_organisation_id = ${organisation}::uuid)`,
    )
  }
  if (person) {
    conditions.push(sql`(offering.person_id = ${person}::uuid or offering.team_id = any(${teamsOfPerson}::uuid[]))`)
  }
  return conditions
}

/** The cards of these ids that the caller may see, in the order given. */
export async function listCards(ctx: Context, ids: readonly string[]): Promise<OfferingCard[]> {
  if (ids.length === 0) return []
  const rows = await offerings(ctx)
    .where('offering.id', 'in', [...ids])
    .execute()
  return inOrder(ids, rows).map(toCard)
}

export function find(ctx: Context, id: string): Promise<NamedRow | undefined> {
  return offerings(ctx).where('offering.id', '=', id).executeTakeFirst()
}

/** The status of an item that once was public, whoever may see it: so a page can say "gone" instead of "never was". */
export async function formerStatusOf({ db }: Context, id: string): Promise<OfferingStatus | undefined> {
  const row = await db
    .selectFrom('offerings.offering')
    .select('status')
    .where('id', '=', id)
    .where('publishedAt', 'is not', null)
    .executeTakeFirst()
  return row?.status as OfferingStatus | undefined // held by a check of the table
}

/** The row itself, locked until the transaction ends. */
export function lock(db: Db, id: string): Promise<OfferingRow | undefined> {
  return db.selectFrom('offerings.offering').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

export async function setStatus(
  db: Db,
  id: string,
  status: OfferingStatus,
  now: Date,
  staleOn: string | null,
): Promise<void> {
  await db
    .updateTable('offerings.offering')
    .set({
      status,
      updatedAt: now,
      staleOn,
      ...(status === 'published' && {
        confirmedAt: now,
        silences: 0,
        publishedAt: sql`coalesce(published_at, ${now}::timestamptz)`,
      }),
    })
    .where('id', '=', id)
    .execute()
}

const evidenceOrder: readonly EvidenceStatus[] = ['assessed', 'peer_reviewed', 'attached', 'self_claimed', 'expired']

/** The highest valid evidence. */
export async function bestEvidence({ db, now }: Context, offeringId: string) {
  const rows = await db
    .selectFrom('offerings.evidence')
    .select(['status', 'note', 'validUntil'])
    .where('offeringId', '=', offeringId)
    .execute()
  const today = dayIn(now)
  const valid = rows.map(({ status, note, validUntil }) => ({
    status: (validUntil && validUntil < today ? 'expired' : status) as EvidenceStatus, // held by a check of the table
    note,
    validUntil,
  }))
  return valid.sort((a, b) => evidenceOrder.indexOf(a.status) - evidenceOrder.indexOf(b.status))[0] ?? null
}

/** The studio an offering is shown in: its owner's. */
export async function studioOf({ db }: Context, row: OfferingRow): Promise<{ id: string; name: string } | null> {
  const studio = await db
    .selectFrom('offerings.studio')
    .select(['id', 'name'])
    .where('status', '=', 'active')
    .where((eb) =>
      eb.or([
        ...(row.personId ? [eb('personId', '=', row.personId)] : []),
        ...(row.teamId ? [eb('teamId', '=', row.teamId)] : []),
        ...(row.ownerOrganisationId ? [eb('organisationId', '=', row.ownerOrganisationId)] : []),
      ]),
    )
    .executeTakeFirst()
  return studio ?? null
}

export async function findStudio(ctx: Context, id: string): Promise<Studio | undefined> {
  const row = await ctx.db
    .selectFrom('offerings.studio as studio')
    .leftJoin('identity.personName as person', 'person.id', 'studio.personId')
    .leftJoin('identity.teamName as team', 'team.id', 'studio.teamId')
    .leftJoin('identity.organisationName as organisation', 'organisation.id', 'studio.organisationId')
    .selectAll('studio')
    .select(['person.name as personName', 'team.name as teamName', 'organisation.name as organisationName'])
    .where('studio.id', '=', id)
    .where('studio.status', '=', 'active')
    .executeTakeFirst()
  if (!row) return undefined
  const items = await offerings(ctx)
    .where('offering.status', 'in', listed)
    .where((eb) =>
      eb.or([
        ...(row.personId ? [eb('offering.personId', '=', row.personId)] : []),
        ...(row.teamId ? [eb('offering.teamId', '=', row.teamId)] : []),
        ...(row.organisationId ? [eb('offering.ownerOrganisationId', '=', row.organisationId)] : []),
      ]),
    )
    .orderBy('offering.publishedAt', 'desc')
    .limit(100)
    .execute()
  return toStudio(row, items.map(toCard))
}

export async function insert(db: Db, rows: readonly Insertable<OfferingsOffering>[]): Promise<void> {
  if (rows.length > 0)
    await db
      .insertInto('offerings.offering')
      .values([...rows])
      .execute()
}

export async function insertEvidence(db: Db, rows: readonly Insertable<OfferingsEvidence>[]): Promise<void> {
  if (rows.length > 0)
    await db
      .insertInto('offerings.evidence')
      .values([...rows])
      .execute()
}

export async function insertStudios(db: Db, rows: readonly Insertable<OfferingsStudio>[]): Promise<void> {
  if (rows.length > 0)
    await db
      .insertInto('offerings.studio')
      .values([...rows])
      .execute()
}

/** Rows of one source, locked, by their ids there. */
export async function lockByOrigin(
  db: Db,
  source: string,
  externalIds: readonly string[],
): Promise<Map<string, OfferingRow>> {
  if (externalIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('offerings.offering')
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
  row: OfferingRow,
  content: OfferingContent,
  change: { by: string; hash: string | null; now: Date },
): Promise<void> {
  await db
    .insertInto('offerings.version')
    .values({
      offeringId: row.id,
      version: row.version,
      content: JSON.stringify({ ...toContent(row), originHash: row.originHash }),
      changedBy: change.by,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await db
    .updateTable('offerings.offering')
    .set({ ...contentColumns(content), originHash: change.hash, updatedAt: change.now, version: row.version + 1 })
    .where('id', '=', row.id)
    .execute()
}

/** Marks an item whose import was undone, so that the same row puts it back when it comes again. */
export async function forgetHash(db: Db, id: string): Promise<void> {
  await db.updateTable('offerings.offering').set({ originHash: null }).where('id', '=', id).execute()
}

export async function formerContent(
  db: Db,
  id: string,
  version: number,
): Promise<(OfferingContent & { originHash: string | null }) | undefined> {
  const row = await db
    .selectFrom('offerings.version')
    .select('content')
    .where('offeringId', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return row?.content as (OfferingContent & { originHash: string | null }) | undefined // written by replaceContent
}

/** Published offerings whose day to be confirmed has come, or stale ones whose day to be archived has. Of imported ones there is no owner to ask. */
export async function due(db: Db, status: 'published' | 'stale', today: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('offerings.offering')
    .select('id')
    .where('status', '=', status)
    .where('staleOn', '<=', today)
    .where('originKind', '=', 'own')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** Listed offerings by city (four digits of the region) and by field. */
export async function tally({ db }: Context): Promise<{ city: string | null; field: string | null; count: number }[]> {
  return db
    .selectFrom('offerings.offering')
    .select([
      sql<string | null>`left(region_code, 4)`.as('city'),
      'fieldCode as field',
      sql<number>`count(*)::int`.as('count'),
    ])
    .where('status', 'in', listed)
    .groupBy([sql`left(region_code, 4)`, 'fieldCode'])
    .execute()
}
