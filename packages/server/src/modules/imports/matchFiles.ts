import { analyse, buildSegment, explain, openIndex, prepareNeed, prepareOffering, rank } from '@keyun/engine'
import { gradeOf, needTokensText, toExplanation, toNeedText, toOfferingText, toWilling } from '../matching/index.ts'
import { type NeedDocument, type OfferingDocument, toDoc } from '../search/index.ts'
import type { Item } from './rules.ts'

export type FileMatches = {
  readonly need: { readonly id: string; readonly title: string }
  readonly matches: readonly {
    readonly rank: number
    readonly offering: { readonly id: string; readonly title: string }
    readonly able: number
    readonly willing: number
    /** What the list is ordered by. */
    readonly order: number
    readonly grade: ReturnType<typeof gradeOf>
    /** Null where no reasons were asked for. */
    readonly explanation: ReturnType<typeof toExplanation> | null
  }[]
}
export type MatchOptions = {
  readonly top: number
  readonly hasReasons: boolean
  /** ISO date. */
  readonly today: string
}

/**
 * Matches the items of two files as the market would, without a server or a database: the same texts, analyser, index and
 * scores. Nothing is held back for being weak.
 */
export async function* matchFiles(
  needs: readonly Item['needs'][],
  offerings: readonly Item['offerings'][],
  { top, hasReasons, today }: MatchOptions,
): AsyncGenerator<FileMatches> {
  const documents = new Map(offerings.map((item) => [item.externalId, offeringDocument(item, today)]))
  const background = needs.map((item) => analyse(needTokensText(needDocument(item, today))))
  const index = openIndex([
    buildSegment(
      Array.from(documents.values(), (row) => toDoc('offering', row)),
      { background },
    ).bytes,
  ])
  const prepared = new Map<string, ReturnType<typeof prepareOffering>>()
  for (const item of needs) {
    const need = needDocument(item, today)
    const ranked = await rank(index, analyse(needTokensText(need)), {
      candidates: Math.max(top, 50), // as many as the market looks at
      top,
      willing: (id) => {
        const offering = documents.get(id)
        return offering && toWilling(need, offering, today)
      },
    })
    const elements = hasReasons ? prepareNeed(toNeedText(need), (word) => index.weight(word)) : null
    const reasons = (offering: OfferingDocument) => {
      if (!elements) return null
      const sentences = prepared.get(offering.id) ?? prepareOffering(toOfferingText(offering))
      prepared.set(offering.id, sentences)
      return toExplanation(explain(elements, sentences, toWilling(need, offering, today)))
    }
    yield {
      need: { id: need.id, title: need.title },
      matches: ranked.flatMap(({ id, rank: place, able, willing, order }) => {
        const offering = documents.get(id)
        if (!offering) return []
        const explanation = reasons(offering)
        const named = { id, title: offering.title }
        return [
          {
            rank: place,
            offering: named,
            able,
            willing,
            order,
            grade: gradeOf(able, explanation?.share ?? 1),
            explanation,
          },
        ]
      }),
    }
  }
}

/** An item as it would stand on the market, published on the day it was posted. */
function offeringDocument({ externalId, content, postedAt }: Item['offerings'], today: string): OfferingDocument {
  const { maturity, price, intellectualProperty: _, licenceFirst: __, hoursPerMonth: ___, ...same } = content
  const publishedAt = postedAt ?? new Date(today)
  return {
    ...same,
    id: externalId,
    maturityLevel: maturity?.level ?? null,
    priceMode: price.mode,
    priceMinYuan: price.minYuan,
    priceMaxYuan: price.maxYuan,
    confirmedAt: publishedAt,
    publishedAt,
    originKind: 'imported',
    version: 1,
    ownerName: null,
    organisationName: null,
    organisationId: null,
    personId: null,
  }
}

function needDocument({ externalId, content, postedAt }: Item['needs'], today: string): NeedDocument {
  const { budget, ipStance: _, decisionOwner: __, ...same } = content
  return {
    ...same,
    id: externalId,
    budgetMode: budget.mode,
    budgetMinYuan: budget.minYuan,
    budgetMaxYuan: budget.maxYuan,
    publishedAt: postedAt ?? new Date(today),
    originKind: 'imported',
    version: 1,
    status: 'published',
    organisationName: null,
    organisationId: null,
  }
}
