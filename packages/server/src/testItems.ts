import type { NeedContent, NeedStatus, OfferingContent, OfferingStatus } from '@keyun/api'
import { insertOrganisations } from './modules/identity/index.ts'
import * as needs from './modules/needs/index.ts'
import * as offerings from './modules/offerings/index.ts'
import { recordChanges } from './platform/changes.ts'
import { type Context, newId, system } from './platform/context.ts'
import type { Database } from './platform/database.ts'

/** What an owner writes, for tests that only care about some of it. */
export function needContent(some: Partial<NeedContent> = {}): NeedContent {
  return {
    title: '风电叶片前缘抗侵蚀涂层',
    problem: '海上风电叶片前缘两年就被雨滴打出麻坑，需要能在现场涂刷的抗侵蚀涂层。',
    situation: null,
    tried: null,
    targets: [],
    constraints: null,
    deadline: null,
    budget: { mode: 'negotiable', minYuan: null, maxYuan: null },
    ipStance: null,
    cooperation: [],
    decisionOwner: null,
    keywords: ['涂层', '风电叶片'],
    regionCode: '510700',
    fieldCode: 'materials',
    industryCodes: [],
    disciplineCode: null,
    isHardProblem: false,
    ...some,
  }
}

export function offeringContent(some: Partial<OfferingContent> = {}): OfferingContent {
  return {
    kind: 'technology',
    title: '聚氨酯抗雨蚀涂层及叶片现场涂装',
    problem: '叶片前缘被雨滴侵蚀',
    description: '双组分聚氨酯涂层，可在风电叶片前缘现场涂刷，雨蚀试验 30 小时无穿透。',
    scenarios: [],
    differentiators: null,
    keywords: ['涂层', '雨蚀'],
    regionCode: '510100',
    fieldCode: 'materials',
    industryCodes: [],
    disciplineCode: null,
    maturity: null,
    intellectualProperty: [],
    cooperation: [],
    licenceFirst: false,
    price: { mode: 'negotiable', minYuan: null, maxYuan: null },
    hoursPerMonth: null,
    servesRegionCodes: [],
    ...some,
  }
}

const source = { kind: 'imported', name: 'test' } as const
const context = ({ db }: Database, now = new Date()): Context => ({ db, caller: system('test'), now })

/** Publishes these needs as an import would, and gives their ids in order. */
export async function publishNeeds(
  database: Database,
  items: readonly (Partial<NeedContent> & { matchedDetails?: string; postedAt?: Date })[],
): Promise<string[]> {
  const incoming = items.map(({ matchedDetails = null, postedAt = null, ...content }) => {
    return { externalId: newId(), content: needContent(content), hash: newId(), postedAt, matchedDetails }
  })
  return (await needs.receive(context(database), source, incoming)).map((outcome) => outcome.entityId)
}

/** Publishes these offerings as an import would, and gives their ids in order. */
export async function publishOfferings(
  database: Database,
  items: readonly (Partial<OfferingContent> & { postedAt?: Date })[],
): Promise<string[]> {
  const incoming = items.map(({ postedAt = null, ...content }) => {
    return { externalId: newId(), content: offeringContent(content), hash: newId(), postedAt }
  })
  return (await offerings.receive(context(database), source, incoming)).map((outcome) => outcome.entityId)
}

/** An active organisation. */
export async function addOrganisation({ db }: Database, name = '绵阳叶片制造有限公司'): Promise<string> {
  const id = newId()
  await insertOrganisations(db, [{ id, name, type: 'enterprise', regionCode: '510700' }])
  await recordChanges(db, [{ entity: 'organisation', entityId: id }])
  return id
}

/** A need of an organisation of this market in any state, put there without its workflow. */
export async function addOwnNeed(
  database: Database,
  status: NeedStatus,
  columns: Record<string, unknown> = {},
): Promise<string> {
  const { targets: _, budget, ...content } = needContent()
  const id = newId()
  const wasPublic = ['published', 'matched', 'contracted', 'solved', 'expired'].includes(status)
  await database.db
    .insertInto('needs.need')
    .values({
      ...content,
      budgetMode: budget.mode,
      id,
      status,
      organisationId: await addOrganisation(database),
      publishedAt: wasPublic ? new Date() : null,
      unmetReason: status === 'closed_unmet' ? 'budget' : null,
      ...columns,
    })
    .execute()
  await recordChanges(database.db, [{ entity: 'need', entityId: id }])
  return id
}

export async function addOwnOffering(
  database: Database,
  status: OfferingStatus,
  columns: Record<string, unknown> = {},
): Promise<string> {
  const { maturity: _, price, intellectualProperty: __, ...content } = offeringContent()
  const id = newId()
  await database.db
    .insertInto('offerings.offering')
    .values({
      ...content,
      priceMode: price.mode,
      id,
      status,
      ownerOrganisationId: await addOrganisation(database),
      publishedAt: ['published', 'reserved', 'stale', 'archived', 'frozen', 'removed'].includes(status)
        ? new Date()
        : null,
      ...columns,
    })
    .execute()
  await recordChanges(database.db, [{ entity: 'offering', entityId: id }])
  return id
}
