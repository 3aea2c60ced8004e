import {
  ABLE_SHOWN_MIN,
  analyse,
  engineVersion,
  explain,
  type Index,
  type PreparedNeed,
  prepareNeed,
  prepareOffering,
  type Ranked,
  rank,
  score,
  type Tokens,
} from '@keyun/engine'
import type { NeedDocument, OfferingDocument } from '../search/index.ts'
import { needTokensText, toNeedText, toOfferingText, toWilling } from './pairs.ts'
import type { Pair } from './store.ts'

/** Pairs kept for a need, and for an offering. */
const keptForNeed = 20
const keptForOffering = 10
/** Candidates looked at for each. */
const candidates = 50

/** Documents by id, loaded on demand. */
export type Load<Row> = (ids: readonly string[]) => Promise<Map<string, Row>>
export type Market = {
  offerings: Index
  needs: Index
  loadOfferings: Load<OfferingDocument>
  loadNeeds: Load<NeedDocument>
  today: string
}

/** The offerings a need may be met by, each with its reasons; only what is worth showing. */
export async function pairsForNeed(market: Market, need: NeedDocument): Promise<Pair[]> {
  const tokens = analyse(needTokensText(need))
  const hits = market.offerings.search(tokens, {}, candidates)
  const rows = await market.loadOfferings(hits.map((hit) => hit.id))
  const ranked = await rank(market.offerings, tokens, {
    candidates,
    willing: (id) => {
      const offering = rows.get(id)
      return offering && toWilling(need, offering, market.today)
    },
  })
  const prepared = prepareNeed(toNeedText(need), (word) => market.offerings.weight(word))
  return ranked
    .filter((candidate) => candidate.able >= ABLE_SHOWN_MIN)
    .slice(0, keptForNeed)
    .flatMap((candidate) => {
      const offering = rows.get(candidate.id)
      return offering ? [toPair(market, need, prepared, offering, candidate, 'need')] : []
    })
}

/** The needs an offering may meet. The pair is scored as the need's search would score it, so both sides see one figure. */
export async function pairsForOffering(
  market: Market,
  offering: OfferingDocument,
  tokensOf: (need: NeedDocument) => Tokens = (need) => analyse(needTokensText(need)),
): Promise<Pair[]> {
  const hits = market.needs.search(analyse(toOfferingText(offering)), {}, keptForOffering * 2)
  const needs = await market.loadNeeds(hits.map((hit) => hit.id))
  const scored = hits.flatMap((hit) => {
    const need = needs.get(hit.id)
    const measured = need && market.offerings.measure(tokensOf(need), [offering.id])[0]
    if (!need || !measured) return []
    return [{ need, score: score(measured, toWilling(need, offering, market.today)) }]
  })
  return scored
    .filter((pair) => pair.score.able >= ABLE_SHOWN_MIN)
    .sort((a, b) => b.score.order - a.score.order || (a.need.id < b.need.id ? -1 : 1))
    .slice(0, keptForOffering)
    .map(({ need, score: value }) => {
      const prepared = prepareNeed(toNeedText(need), (word) => market.offerings.weight(word))
      return toPair(market, need, prepared, offering, value, 'offering')
    })
}

function toPair(
  market: Market,
  need: NeedDocument,
  prepared: PreparedNeed,
  offering: OfferingDocument,
  value: Pick<Ranked, 'able' | 'willing' | 'order' | 'parts'>,
  found: 'need' | 'offering',
): Pair {
  const { conditions: _, ...parts } = value.parts
  return {
    needId: need.id,
    offeringId: offering.id,
    forNeed: found === 'need',
    forOffering: found === 'offering',
    able: value.able,
    willing: value.willing,
    ordering: value.order,
    parts: JSON.stringify(parts),
    explanation: JSON.stringify(
      explain(prepared, prepareOffering(toOfferingText(offering)), toWilling(need, offering, market.today)),
    ),
    engineVersion,
  }
}
