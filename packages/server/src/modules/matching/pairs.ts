import type { NeedTerms, NeedText, OfferingTerms, OfferingText, Willing } from '@keyun/engine'
import { dayIn, regions } from '../reference/index.ts'
import { type NeedDocument, needText, type OfferingDocument, offeringText } from '../search/index.ts'

/** A need as the engine explains it: problem sentences, targets with their numbers, constraints. */
export function toNeedText(row: NeedDocument): NeedText {
  return {
    title: row.title,
    keywords: row.keywords,
    body: [row.problem, row.situation].filter(Boolean).join('\n'),
    targets: row.targets.map(({ name, comparator, value, maxValue, unit }) => ({
      name,
      value: comparator === 'range' ? `${value}~${maxValue}` : `${comparator}${value}`,
      unit,
    })),
    constraints: row.constraints ? [row.constraints] : [],
  }
}

export function toOfferingText(row: OfferingDocument): OfferingText {
  return offeringText(row)
}

export const needTokensText = needText

export function toWilling(need: NeedDocument, offering: OfferingDocument, today: string): Willing {
  return { need: needTerms(need, today), offering: offeringTerms(offering), today }
}

function needTerms(row: NeedDocument, today: string): NeedTerms {
  return {
    cooperation: row.cooperation,
    budgetYuan: row.budgetMaxYuan,
    region: row.regionCode ? regions.lineage(row.regionCode) : [],
    deadline: row.deadline && row.deadline >= today ? row.deadline : null, // an imported past one says nothing
  }
}

function offeringTerms(row: OfferingDocument): OfferingTerms {
  return {
    kind: row.kind,
    cooperation: row.cooperation,
    priceFromYuan: row.priceMode === 'free' ? 0 : row.priceMinYuan,
    priceToYuan: row.priceMode === 'free' ? 0 : row.priceMaxYuan,
    readiness: row.maturityLevel,
    region: row.regionCode ? regions.lineage(row.regionCode) : [],
    regionsServed: row.servesRegionCodes,
    confirmedAt: row.confirmedAt && dayIn(row.confirmedAt),
  }
}
