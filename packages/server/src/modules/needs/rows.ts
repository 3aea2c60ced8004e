import type { Need, NeedCard, NeedContent, NeedStatus, Target } from '@keyun/api'
import type { Selectable } from 'kysely'
import { beginning } from '../../platform/beginning.ts'
import type { NeedsNeed } from '../../tables.ts'
import { toOrigin } from '../identity/index.ts'
import { disciplines, fields, industries, regions } from '../reference/index.ts'

export type NeedRow = Selectable<NeedsNeed>
export type NamedRow = NeedRow & { organisationName: string | null }

export function toCard(row: NamedRow): NeedCard {
  return {
    id: row.id,
    title: row.title,
    summary: beginning(row.problem),
    region: row.regionCode ? regions.coded(row.regionCode) : null,
    field: row.fieldCode ? fields.coded(row.fieldCode) : null,
    budget: budgetOf(row),
    deadline: row.deadline,
    cooperation: row.cooperation as NeedCard['cooperation'], // held by the contract when written
    isHardProblem: row.isHardProblem,
    organisation:
      row.organisationId && row.organisationName ? { id: row.organisationId, name: row.organisationName } : null,
    status: row.status as NeedStatus, // held by a check of the table, as the casts below
    publishedAt: row.publishedAt?.toISOString() ?? null,
    origin: toOrigin(row),
  }
}

type Rest = Pick<Need, 'targets' | 'matchedDetails' | 'actions'>

export function toNeed(row: NamedRow, rest: Rest): Need {
  return {
    ...toCard(row),
    problem: row.problem,
    situation: row.situation,
    tried: row.tried,
    constraints: row.constraints,
    ipStance: row.ipStance as Need['ipStance'],
    decisionOwner: row.decisionOwner,
    keywords: row.keywords,
    industries: row.industryCodes.map((code) => industries.coded(code)),
    discipline: row.disciplineCode ? disciplines.coded(row.disciplineCode) : null,
    disclosure: row.disclosure as Need['disclosure'],
    unmetReason: row.unmetReason as Need['unmetReason'],
    updatedAt: row.updatedAt.toISOString(),
    version: row.version,
    ...rest,
  }
}

/** The part of a row that an owner writes. */
export function toContent(row: NeedRow, targets: Target[]): NeedContent {
  return {
    title: row.title,
    problem: row.problem,
    situation: row.situation,
    tried: row.tried,
    targets,
    constraints: row.constraints,
    deadline: row.deadline,
    budget: budgetOf(row),
    ipStance: row.ipStance as NeedContent['ipStance'],
    cooperation: row.cooperation as NeedContent['cooperation'],
    decisionOwner: row.decisionOwner,
    keywords: row.keywords,
    regionCode: row.regionCode,
    fieldCode: row.fieldCode,
    industryCodes: row.industryCodes,
    disciplineCode: row.disciplineCode,
    isHardProblem: row.isHardProblem,
  }
}

/** The columns that hold what an owner writes; targets have rows of their own. */
export function contentColumns(content: NeedContent) {
  const { targets: _, budget, ...same } = content
  return { ...same, budgetMode: budget.mode, budgetMinYuan: budget.minYuan, budgetMaxYuan: budget.maxYuan }
}

function budgetOf(row: NeedRow): NeedCard['budget'] {
  return {
    mode: row.budgetMode as NeedCard['budget']['mode'],
    minYuan: row.budgetMinYuan,
    maxYuan: row.budgetMaxYuan,
  }
}
