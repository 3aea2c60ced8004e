import { analyse, type Doc, type Suggestible } from '@keyun/engine'
import type { Selectable } from 'kysely'
import { pinyin } from 'pinyin-pro'
import type { Db } from '../../platform/database.ts'
import type {
  IdentityOrganisationDocument,
  IdentityPersonDocument,
  NeedsDocument,
  OfferingsDocument,
} from '../../tables.ts'
import { fields, industries, regions } from '../reference/index.ts'

export const collections = ['offering', 'need', 'person', 'organisation'] as const
export type Collection = (typeof collections)[number]

/** A view's columns may all be null for the generator; those that the tables below hold to be there are said here. */
type Sure<Row, Keys extends keyof Row> = Omit<Row, Keys> & { [K in Keys]: NonNullable<Row[K]> }

export type OfferingDocument = Sure<
  Selectable<OfferingsDocument>,
  | 'id'
  | 'kind'
  | 'title'
  | 'description'
  | 'scenarios'
  | 'keywords'
  | 'industryCodes'
  | 'cooperation'
  | 'priceMode'
  | 'servesRegionCodes'
  | 'originKind'
  | 'version'
  | 'publishedAt'
>
export type NeedTarget = {
  name: string
  comparator: string
  value: number
  maxValue: number | null
  unit: string
  must: boolean
}
export type NeedDocument = Omit<
  Sure<
    Selectable<NeedsDocument>,
    | 'id'
    | 'title'
    | 'problem'
    | 'keywords'
    | 'industryCodes'
    | 'cooperation'
    | 'budgetMode'
    | 'originKind'
    | 'version'
    | 'publishedAt'
  >,
  'targets'
> & { targets: NeedTarget[] }
export type PersonDocument = Sure<
  Selectable<IdentityPersonDocument>,
  'id' | 'name' | 'role' | 'regionCode' | 'expertise' | 'intro' | 'version' | 'updatedAt'
>
export type OrganisationDocument = Sure<
  Selectable<IdentityOrganisationDocument>,
  'id' | 'name' | 'type' | 'regionCode' | 'intro' | 'version' | 'updatedAt'
>
type Documents = {
  offering: OfferingDocument
  need: NeedDocument
  person: PersonDocument
  organisation: OrganisationDocument
}

/** All four have the `id` and `version` that the queries here name; one name stands for the union of them. */
const views = {
  offering: 'offerings.document',
  need: 'needs.document',
  person: 'identity.personDocument',
  organisation: 'identity.organisationDocument',
} as const
const viewOf = (collection: Collection) => views[collection] as 'offerings.document'

/** Documents by id; ids that are not public fall out. */
export async function documentsOf<C extends Collection>(
  db: Db,
  collection: C,
  ids: readonly string[],
): Promise<Documents[C][]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom(viewOf(collection))
    .selectAll()
    .where('id', 'in', [...ids])
    .execute()
  return rows as unknown as Documents[C][] // the views are written for these types
}

/** All documents after `after` in the order of ids, `limit` at a time. */
export async function documentsAfter<C extends Collection>(
  db: Db,
  collection: C,
  after: string | null,
  limit: number,
): Promise<Documents[C][]> {
  let query = db.selectFrom(viewOf(collection)).selectAll().orderBy('id').limit(limit)
  if (after) query = query.where('id', '>', after)
  return (await query.execute()) as unknown as Documents[C][] // as above
}

export async function countDocuments(db: Db, collection: Collection): Promise<number> {
  const row = await db
    .selectFrom(viewOf(collection))
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Ids with the stamps that an index holds for them, to compare it with the database. */
export async function stampsOf(db: Db, collection: Collection): Promise<Map<string, string>> {
  const rows = await db.selectFrom(viewOf(collection)).select(['id', 'version']).execute()
  return new Map(rows.map((row) => [row.id ?? '', String(row.version)]))
}

const makers: { [C in Collection]: (row: Documents[C]) => Doc } = {
  offering: offeringDoc,
  need: needDoc,
  person: personDoc,
  organisation: organisationDoc,
}

export function toDoc<C extends Collection>(collection: C, row: Documents[C]): Doc {
  return makers[collection](row)
}

/** The text by which an offering is found and matched. */
export function offeringText(row: OfferingDocument) {
  return {
    title: row.title,
    keywords: row.keywords,
    body: [row.problem, row.description, ...row.scenarios, row.differentiators].filter(Boolean).join('\n'),
  }
}

/** The text by which a need is found and matched: what was tried in vain is not what is wanted. */
export function needText(row: NeedDocument) {
  const targets = row.targets.map(({ name, unit }) => `${name} ${unit}`)
  return {
    title: row.title,
    keywords: row.keywords,
    body: [row.problem, row.situation, ...targets, row.constraints].filter(Boolean).join('\n'),
  }
}

function offeringDoc(row: OfferingDocument): Doc {
  const text = offeringText(row)
  const names = [row.ownerName, row.organisationName].filter((name) => name !== null)
  return {
    id: row.id,
    stamp: String(row.version),
    tokens: analyse({ ...text, body: `${text.body}\n${names.join('\n')}` }),
    attributes: {
      region: row.regionCode ? regions.lineage(row.regionCode) : [],
      field: row.fieldCode ? fields.lineage(row.fieldCode) : [],
      industry: lineages(row.industryCodes),
      kind: [row.kind],
      cooperation: row.cooperation,
      maturity: row.maturityLevel === null ? [] : [maturityBandOf(row.maturityLevel)],
      price: [moneyBandOf(row.priceMode, row.priceMinYuan)],
      origin: [row.originKind],
    },
    numbers: { publishedAt: row.publishedAt.getTime(), price: row.priceMinYuan },
    suggestions: [row.title, ...row.keywords].map(suggestible),
  }
}

function needDoc(row: NeedDocument): Doc {
  const text = needText(row)
  return {
    id: row.id,
    stamp: String(row.version),
    tokens: analyse({ ...text, body: `${text.body}\n${row.organisationName ?? ''}` }),
    attributes: {
      region: row.regionCode ? regions.lineage(row.regionCode) : [],
      field: row.fieldCode ? fields.lineage(row.fieldCode) : [],
      industry: lineages(row.industryCodes),
      cooperation: row.cooperation,
      budget: [moneyBandOf(row.budgetMode, row.budgetMaxYuan)],
      origin: [row.originKind],
    },
    numbers: {
      publishedAt: row.publishedAt.getTime(),
      budget: row.budgetMaxYuan,
      deadline: row.deadline ? Date.parse(row.deadline) : null,
    },
    suggestions: [row.title, ...row.keywords].map(suggestible),
  }
}

function personDoc(row: PersonDocument): Doc {
  return {
    id: row.id,
    stamp: String(row.version),
    tokens: analyse({
      title: row.name,
      keywords: row.expertise,
      body: [row.honorific, row.organisationName, row.intro].filter(Boolean).join('\n'),
    }),
    attributes: {
      region: regions.lineage(row.regionCode),
      field: row.fieldCode ? fields.lineage(row.fieldCode) : [],
      role: [row.role],
    },
    numbers: { updatedAt: row.updatedAt.getTime() },
    suggestions: [row.name, ...row.expertise].map(suggestible),
  }
}

function organisationDoc(row: OrganisationDocument): Doc {
  return {
    id: row.id,
    stamp: String(row.version),
    tokens: analyse({ title: row.name, body: row.intro }),
    attributes: { region: regions.lineage(row.regionCode), type: [row.type] },
    numbers: { updatedAt: row.updatedAt.getTime() },
    suggestions: [suggestible(row.name)],
  }
}

function lineages(codes: readonly string[]): string[] {
  return [...new Set(codes.flatMap((code) => industries.lineage(code)))]
}

/** A text and the pinyin by which people look for it: `xjht` and `xianjinhetu`. */
function suggestible(text: string): Suggestible {
  const syllables = pinyin(text, { toneType: 'none', type: 'array', nonZh: 'consecutive' })
  return {
    text,
    keys: [syllables.map((syllable) => syllable[0] ?? '').join(''), syllables.join('')].map((key) => key.toLowerCase()),
  }
}

export function maturityBandOf(level: number): 'idea' | 'sample' | 'product' {
  if (level <= 3) return 'idea'
  return level <= 6 ? 'sample' : 'product'
}

export function moneyBandOf(mode: string, yuan: number | null): string {
  if (mode === 'free') return 'under_50k'
  if (yuan === null) return 'open'
  if (yuan < 50_000) return 'under_50k'
  if (yuan <= 200_000) return 'to_200k'
  return yuan <= 1_000_000 ? 'to_1m' : 'over_1m'
}
