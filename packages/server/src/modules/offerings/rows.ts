import type { Offering, OfferingCard, OfferingContent, OfferingStatus, Owner, Studio } from '@keyun/api'
import type { Selectable } from 'kysely'
import { beginning } from '../../platform/beginning.ts'
import type { OfferingsOffering, OfferingsStudio } from '../../tables.ts'
import { toOrigin } from '../identity/index.ts'
import { disciplines, fields, industries, regions } from '../reference/index.ts'

export type OfferingRow = Selectable<OfferingsOffering>
export type NamedRow = OfferingRow & {
  personName: string | null
  teamName: string | null
  ownerOrganisationName: string | null
  organisationName: string | null
}

export function toCard(row: NamedRow): OfferingCard {
  return {
    id: row.id,
    kind: row.kind as OfferingCard['kind'], // held by a check of the table, as the casts below
    title: row.title,
    problem: row.problem,
    summary: beginning(row.description),
    region: row.regionCode ? regions.coded(row.regionCode) : null,
    field: row.fieldCode ? fields.coded(row.fieldCode) : null,
    cooperation: row.cooperation as OfferingCard['cooperation'],
    maturity: toContent(row).maturity,
    price: toContent(row).price,
    owner: ownerOf(row) ?? null,
    organisation:
      row.organisationId && row.organisationName ? { id: row.organisationId, name: row.organisationName } : null,
    status: row.status as OfferingStatus,
    publishedAt: row.publishedAt?.toISOString() ?? null,
    origin: toOrigin(row),
  }
}

type Rest = Pick<Offering, 'evidence' | 'studio' | 'actions'>

export function toOffering(row: NamedRow, rest: Rest): Offering {
  return {
    ...toCard(row),
    description: row.description,
    scenarios: row.scenarios,
    differentiators: row.differentiators,
    keywords: row.keywords,
    industries: row.industryCodes.map((code) => industries.coded(code)),
    discipline: row.disciplineCode ? disciplines.coded(row.disciplineCode) : null,
    intellectualProperty: row.intellectualProperty as Offering['intellectualProperty'], // written from the contract's type
    licenceFirst: row.licenceFirst,
    hoursPerMonth: row.hoursPerMonth,
    servesRegions: row.servesRegionCodes.map((code) => regions.coded(code)),
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
    version: row.version,
    ...rest,
  }
}

type StudioRow = Selectable<OfferingsStudio> & Pick<NamedRow, 'personName' | 'teamName' | 'organisationName'>

/** Undefined where the owner is hidden: so is the studio. */
export function toStudio(row: StudioRow, offerings: OfferingCard[]): Studio | undefined {
  const owner = ownerOf({
    ...row,
    ownerOrganisationId: row.organisationId,
    ownerOrganisationName: row.organisationName,
  })
  return (
    owner && {
      id: row.id,
      name: row.name,
      motto: row.motto,
      owner,
      offerings,
      origin: toOrigin(row),
      updatedAt: row.updatedAt.toISOString(),
    }
  )
}

/** The part of a row that an owner writes. */
export function toContent(row: OfferingRow): OfferingContent {
  return {
    kind: row.kind as OfferingContent['kind'],
    title: row.title,
    problem: row.problem,
    description: row.description,
    scenarios: row.scenarios,
    differentiators: row.differentiators,
    keywords: row.keywords,
    regionCode: row.regionCode,
    fieldCode: row.fieldCode,
    industryCodes: row.industryCodes,
    disciplineCode: row.disciplineCode,
    maturity:
      row.maturityLevel === null
        ? null
        : {
            scheme: 'trl',
            level: row.maturityLevel,
            class: row.maturityClass as 'basic' | 'applied' | 'development' | null,
            assessedOn: row.maturityAssessedOn,
          },
    intellectualProperty: row.intellectualProperty as OfferingContent['intellectualProperty'],
    cooperation: row.cooperation as OfferingContent['cooperation'],
    licenceFirst: row.licenceFirst,
    price: {
      mode: row.priceMode as OfferingContent['price']['mode'],
      minYuan: row.priceMinYuan,
      maxYuan: row.priceMaxYuan,
    },
    hoursPerMonth: row.hoursPerMonth,
    servesRegionCodes: row.servesRegionCodes,
  }
}

/** The columns that hold what an owner writes. */
export function contentColumns(content: OfferingContent) {
  const { maturity, price, intellectualProperty, ...same } = content
  return {
    ...same,
    maturityScheme: maturity?.scheme ?? null,
    maturityLevel: maturity?.level ?? null,
    maturityClass: maturity?.class ?? null,
    maturityAssessedOn: maturity?.assessedOn ?? null,
    intellectualProperty: JSON.stringify(intellectualProperty),
    priceMode: price.mode,
    priceMinYuan: price.minYuan,
    priceMaxYuan: price.maxYuan,
  }
}

type OwnerColumns = 'personId' | 'personName' | 'teamId' | 'teamName' | 'ownerOrganisationId' | 'ownerOrganisationName'

function ownerOf(row: Pick<NamedRow, OwnerColumns>): Owner | undefined {
  if (row.personId && row.personName) return { kind: 'person', id: row.personId, name: row.personName }
  if (row.teamId && row.teamName) return { kind: 'team', id: row.teamId, name: row.teamName }
  if (row.ownerOrganisationId && row.ownerOrganisationName) {
    return { kind: 'organisation', id: row.ownerOrganisationId, name: row.ownerOrganisationName }
  }
  return undefined
}
