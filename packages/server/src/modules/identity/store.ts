import type { Organisation, OrganisationCard, Origin, Person, PersonCard, Team } from '@keyun/api'
import type { Insertable, Selectable } from 'kysely'
import type { Context } from '../../platform/context.ts'
import type { Db } from '../../platform/database.ts'
import { keyunPolicy } from '../../policy.ts'
import type {
  IdentityMembership,
  IdentityOrganisation,
  IdentityPerson,
  IdentityTeam,
  IdentityTeamMember,
} from '../../tables.ts'
import { disciplines, fields, industries, regions } from '../reference/index.ts'

type OrganisationRow = Selectable<IdentityOrganisation>
type PersonRow = Selectable<IdentityPerson> & { organisationId: string | null; organisationName: string | null }

/** The mark of an item's origin, as its row carries it. */
export function toOrigin(row: {
  originKind: string
  originSource: string | null
  originExternalId: string | null
}): Origin {
  return {
    kind: row.originKind as Origin['kind'], // held by a check of the table
    source: row.originSource,
    externalId: row.originExternalId,
  }
}

function toOrganisationCard(row: OrganisationRow): OrganisationCard {
  return {
    id: row.id,
    name: row.name,
    type: row.type as OrganisationCard['type'], // held by a check of the table
    size: row.size as OrganisationCard['size'], // likewise
    region: regions.coded(row.regionCode),
    industry: row.industryCode ? industries.coded(row.industryCode) : null,
    intro: row.intro,
    origin: toOrigin(row),
  }
}

function toPersonCard(row: PersonRow): PersonCard {
  return {
    id: row.id,
    name: row.name,
    honorific: row.honorific,
    role: row.role as PersonCard['role'], // held by a check of the table
    region: regions.coded(row.regionCode),
    discipline: row.disciplineCode ? disciplines.coded(row.disciplineCode) : null,
    field: row.fieldCode ? fields.coded(row.fieldCode) : null,
    expertise: row.expertise,
    intro: row.intro,
    organisation:
      row.organisationId && row.organisationName ? { id: row.organisationId, name: row.organisationName } : null,
    origin: toOrigin(row),
  }
}

/** People with the organisation they have belonged to longest. */
function people({ db, caller }: Context) {
  return db
    .selectFrom('identity.person as person')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('identity.membership as membership')
          .innerJoin('identity.organisationName as named', 'named.id', 'membership.organisationId')
          .select(['named.id as organisationId', 'named.name as organisationName'])
          .whereRef('membership.personId', '=', 'person.id')
          .where('membership.status', '=', 'active')
          .orderBy('membership.since')
          .orderBy('named.id')
          .limit(1)
          .as('home'),
      (join) => join.onTrue(),
    )
    .selectAll('person')
    .select(['home.organisationId', 'home.organisationName'])
    .where(keyunPolicy.where(caller, 'person.read', 'person'))
}

function organisations({ db, caller }: Context) {
  return db
    .selectFrom('identity.organisation as organisation')
    .selectAll('organisation')
    .where(keyunPolicy.where(caller, 'organisation.read', 'organisation'))
}

/** The cards of these ids that the caller may see, in the order given. */
export async function listPeople(ctx: Context, ids: readonly string[]): Promise<PersonCard[]> {
  if (ids.length === 0) return []
  const rows = await people(ctx)
    .where('person.id', 'in', [...ids])
    .execute()
  return inOrder(ids, rows).map(toPersonCard)
}

export async function listOrganisations(ctx: Context, ids: readonly string[]): Promise<OrganisationCard[]> {
  if (ids.length === 0) return []
  const rows = await organisations(ctx)
    .where('organisation.id', 'in', [...ids])
    .execute()
  return inOrder(ids, rows).map(toOrganisationCard)
}

/** Newest first, for the time before the index stands. */
export async function newestPeople(ctx: Context, limit: number): Promise<PersonCard[]> {
  const rows = await people(ctx).orderBy('person.createdAt', 'desc').orderBy('person.id').limit(limit).execute()
  return rows.map(toPersonCard)
}

export async function newestOrganisations(ctx: Context, limit: number): Promise<OrganisationCard[]> {
  const rows = await organisations(ctx)
    .orderBy('organisation.createdAt', 'desc')
    .orderBy('organisation.id')
    .limit(limit)
    .execute()
  return rows.map(toOrganisationCard)
}

export async function findPerson(ctx: Context, id: string): Promise<Person | undefined> {
  const row = await people(ctx).where('person.id', '=', id).executeTakeFirst()
  if (!row) return undefined
  const teams = await ctx.db
    .selectFrom('identity.teamMember as member')
    .innerJoin('identity.team as team', 'team.id', 'member.teamId')
    .select(['team.id', 'team.name'])
    .where('member.personId', '=', id)
    .where(keyunPolicy.where(ctx.caller, 'team.read', 'team'))
    .orderBy('team.name')
    .execute()
  return { ...toPersonCard(row), teams, updatedAt: row.updatedAt.toISOString() }
}

export async function findOrganisation(ctx: Context, id: string): Promise<Organisation | undefined> {
  const row = await organisations(ctx).where('organisation.id', '=', id).executeTakeFirst()
  if (!row) return undefined
  const members = await people(ctx)
    .where('person.id', 'in', (eb) =>
      eb
        .selectFrom('identity.membership as other')
        .select('other.personId')
        .where('other.organisationId', '=', id)
        .where('other.status', '=', 'active'),
    )
    .orderBy('person.name')
    .limit(100)
    .execute()
  return {
    ...toOrganisationCard(row),
    foundedYear: row.foundedYear,
    members: members.map(toPersonCard),
    updatedAt: row.updatedAt.toISOString(),
  }
}

export async function findTeam({ db, caller }: Context, id: string): Promise<Team | undefined> {
  const row = await db
    .selectFrom('identity.team as team')
    .leftJoin('identity.organisationName as named', 'named.id', 'team.organisationId')
    .selectAll('team')
    .select('named.name as organisationName')
    .where('team.id', '=', id)
    .where(keyunPolicy.where(caller, 'team.read', 'team'))
    .executeTakeFirst()
  if (!row) return undefined
  const members = await db
    .selectFrom('identity.teamMember as member')
    .innerJoin('identity.person as person', 'person.id', 'member.personId')
    .select(['person.id', 'person.name', 'member.isLead'])
    .where('member.teamId', '=', id)
    .where(keyunPolicy.where(caller, 'person.read', 'person'))
    .orderBy('member.isLead', 'desc')
    .orderBy('person.name')
    .execute()
  return {
    id: row.id,
    name: row.name,
    intro: row.intro,
    members,
    organisation:
      row.organisationId && row.organisationName ? { id: row.organisationId, name: row.organisationName } : null,
    origin: toOrigin(row),
  }
}

/** Ids of the teams a person belongs to. */
export async function teamsOf({ db }: Context, personId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('identity.teamMember')
    .select('teamId')
    .where('personId', '=', personId)
    .orderBy('teamId')
    .execute()
  return rows.map((row) => row.teamId)
}

export async function insertOrganisations(db: Db, rows: readonly Insertable<IdentityOrganisation>[]): Promise<void> {
  if (rows.length > 0)
    await db
      .insertInto('identity.organisation')
      .values([...rows])
      .execute()
}

export async function insertPeople(
  db: Db,
  rows: readonly Insertable<IdentityPerson>[],
  memberships: readonly Insertable<IdentityMembership>[],
): Promise<void> {
  if (rows.length > 0)
    await db
      .insertInto('identity.person')
      .values([...rows])
      .execute()
  if (memberships.length > 0)
    await db
      .insertInto('identity.membership')
      .values([...memberships])
      .execute()
}

export async function insertTeams(
  db: Db,
  rows: readonly Insertable<IdentityTeam>[],
  members: readonly Insertable<IdentityTeamMember>[],
): Promise<void> {
  if (rows.length > 0)
    await db
      .insertInto('identity.team')
      .values([...rows])
      .execute()
  if (members.length > 0)
    await db
      .insertInto('identity.teamMember')
      .values([...members])
      .execute()
}

/** How many people and organisations a visitor can find. */
export async function counts({ db }: Context): Promise<{ people: number; organisations: number }> {
  const count = (table: 'identity.person' | 'identity.organisation') =>
    db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('status', '=', 'active')
      .executeTakeFirstOrThrow()
  const [persons, all] = [await count('identity.person'), await count('identity.organisation')]
  return { people: Number(persons.count), organisations: Number(all.count) }
}

/** Puts rows into the order of their ids; ids without a row fall out. */
export function inOrder<Row extends { id: string }>(ids: readonly string[], rows: readonly Row[]): Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
