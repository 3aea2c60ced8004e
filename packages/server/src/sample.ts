import { createHash } from 'node:crypto'
import { needContent, offeringContent } from '@keyun/api'
import { sql } from 'kysely'
import { insertOrganisations, insertPeople, insertTeams } from './modules/identity/index.ts'
import { requestRun } from './modules/matching/index.ts'
import { receive as receiveNeeds } from './modules/needs/index.ts'
import { insertStudios, receive as receiveOfferings } from './modules/offerings/index.ts'
import { dayIn } from './modules/reference/index.ts'
import { audit } from './platform/audit.ts'
import { recordChanges } from './platform/changes.ts'
import { type Context, inTransaction, newId, system, type TransactionContext } from './platform/context.ts'
import type { Db } from './platform/database.ts'
import type { Report } from './platform/report.ts'
import { tryTurn } from './platform/turns.ts'
import { readSample, type Sample } from './sampleFiles.ts'

const source = { kind: 'sample', name: 'keyun-sample' } as const
/** Items written in one step of the progress bar. */
const chunk = 60

/** Fills an empty market with the sample data, marked as such; a market that holds anything is left alone. */
export async function seedSample(db: Db, report: Report): Promise<void> {
  if (!(await isEmpty(db))) return
  const ctx: Context = { db, caller: system('sample'), now: new Date() }
  const sample = await readSample()
  const total = sample.offerings.length + sample.needs.length
  let done = 0
  await inTransaction(ctx, async (inner) => {
    if (!(await tryTurn(inner.db, 'sample')) || !(await isEmpty(inner.db))) return // another process fills it
    const ids = await insertParties(inner, sample)
    for (let start = 0; start < sample.offerings.length; start += chunk) {
      const part = sample.offerings.slice(start, start + chunk)
      await receiveOfferings(
        inner,
        source,
        part.map((row) => toOffering(row, ids, ctx.now)),
      )
      done += part.length
      report.progress('载入示例数据', done, total)
    }
    for (let start = 0; start < sample.needs.length; start += chunk) {
      const part = sample.needs.slice(start, start + chunk)
      await receiveNeeds(
        inner,
        source,
        part.map((row) => toNeed(row, ids, ctx.now)),
      )
      done += part.length
      report.progress('载入示例数据', done, total)
    }
    await audit(inner, [{ action: 'sample.seed', entity: 'market', entityId: null, detail: { items: total } }])
    await requestRun(inner)
  })
}

async function isEmpty(db: Db): Promise<boolean> {
  const { rows } = await sql<{ isEmpty: boolean }>`
    select not exists (select from identity.organisation) and not exists (select from needs.need)
      and not exists (select from offerings.offering) as is_empty`.execute(db)
  return rows[0]?.isEmpty === true
}

type Ids = (key: string) => string

async function insertParties(ctx: TransactionContext, sample: Sample): Promise<Ids> {
  const { db, now } = ctx
  const ids = new Map([...sample.organisations, ...sample.people, ...sample.teams].map((row) => [row.key, newId()]))
  const id: Ids = (name) => {
    const found = ids.get(name)
    if (!found) throw new Error(`The sample data names ${name}, which is not there`)
    return found
  }
  const origin = (row: { key: string }) => ({
    originKind: source.kind,
    originSource: source.name,
    originExternalId: row.key,
  })
  await insertOrganisations(
    db,
    sample.organisations.map(({ key: name, industry, region, ...row }) => ({
      ...row,
      ...origin({ key: name }),
      id: id(name),
      industryCode: industry,
      regionCode: region,
    })),
  )
  await insertPeople(
    db,
    sample.people.map(({ key: name, region, discipline, field, organisation: _, studio: __, ...row }) => ({
      ...row,
      ...origin({ key: name }),
      id: id(name),
      regionCode: region,
      disciplineCode: discipline,
      fieldCode: field,
    })),
    sample.people.map((row) => ({ organisationId: id(row.organisation), personId: id(row.key), since: now })),
  )
  await insertTeams(
    db,
    sample.teams.map((row) => ({
      ...origin(row),
      id: id(row.key),
      name: row.name,
      intro: row.intro,
      organisationId: id(row.organisation),
    })),
    sample.teams.flatMap((row) =>
      [...new Set([row.lead, ...row.members])].map((member) => ({
        teamId: id(row.key),
        personId: id(member),
        isLead: member === row.lead,
      })),
    ),
  )
  await insertStudios(
    db,
    sample.people.flatMap((row) =>
      row.studio ? [{ ...row.studio, ...origin(row), id: newId(), personId: id(row.key) }] : [],
    ),
  )
  await recordChanges(db, [
    ...sample.organisations.map((row) => ({ entity: 'organisation', entityId: id(row.key) })),
    ...sample.people.map((row) => ({ entity: 'person', entityId: id(row.key) })),
  ])
  return id
}

function toOffering(row: Sample['offerings'][number], id: Ids, now: Date) {
  const content = offeringContent.parse({
    kind: row.kind,
    title: row.title,
    problem: row.problem,
    description: row.description,
    scenarios: row.scenarios,
    differentiators: row.differentiators,
    keywords: row.keywords,
    regionCode: row.region,
    fieldCode: row.field,
    industryCodes: row.industries,
    disciplineCode: row.discipline,
    maturity: { scheme: 'trl', ...row.maturity, assessedOn: null },
    intellectualProperty: row.intellectualProperty.map((right) => ({ ...right, number: null })),
    cooperation: row.cooperation,
    licenceFirst: row.licenceFirst,
    price: row.price,
    hoursPerMonth: row.hoursPerMonth,
    servesRegionCodes: row.servesRegions.map((code) => code.padEnd(6, '0')),
  })
  const { person, team, organisation } = row.owner
  return {
    externalId: row.key,
    content,
    hash: hashOf(content),
    postedAt: daysBefore(now, row.postedDaysAgo),
    owner: {
      personId: person ? id(person) : null,
      teamId: team ? id(team) : null,
      ownerOrganisationId: organisation ? id(organisation) : null,
      organisationId: id(row.organisation),
    },
    evidence: { status: row.evidence, note: row.evidenceNote },
  }
}

function toNeed(row: Sample['needs'][number], id: Ids, now: Date) {
  const content = needContent.parse({
    title: row.title,
    problem: row.problem,
    situation: row.situation,
    tried: row.tried,
    targets: row.targets,
    constraints: row.constraints,
    deadline: dayIn(now, row.deadlineInDays),
    budget: row.budget,
    ipStance: row.ipStance,
    cooperation: row.cooperation,
    decisionOwner: row.decisionOwner,
    keywords: row.keywords,
    regionCode: row.region,
    fieldCode: row.field,
    industryCodes: row.industries,
    disciplineCode: row.discipline,
    isHardProblem: row.hardProblem,
  })
  return {
    externalId: row.key,
    content,
    hash: hashOf(content),
    postedAt: daysBefore(now, row.postedDaysAgo),
    organisationId: id(row.organisation),
    matchedDetails: row.matchedDetails,
  }
}

const hashOf = (content: unknown) => createHash('sha256').update(JSON.stringify(content)).digest('hex')
const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * 86_400_000)
