import {
  ABLE_SHOWN_MIN,
  analyse,
  engineVersion,
  explain,
  type Hit,
  type Index,
  type PreparedNeed,
  type PreparedOffering,
  prepareNeed,
  prepareOffering,
  type Ranked,
  rank,
  score,
  type Tokens,
} from '@keyun/engine'
import type { NeedDocument, OfferingDocument } from '../search/index.ts'
import { isWorthReading } from './explanations.ts'
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
  /** What was made of rows for explaining them, kept while a batch meets the same rows again and again. */
  prepared?: { needs: Map<string, PreparedNeed>; offerings: Map<string, PreparedOffering> }
}

/** The offerings a need may be met by, each with its reasons; only what is worth showing. */
export async function pairsForNeed(market: Market, need: NeedDocument): Promise<Pair[]> {
  const tokens = analyse(needTokensText(need))
  const hits = market.offerings.search(tokens, {}, candidates)
  const rows = await market.loadOfferings(hits.map((hit) => hit.id))
  // The hits are ranked as they are: another search would give the same.
  const ranked = await rank({ retrieve: async () => hits }, tokens, {
    candidates,
    willing: (id) => {
      const offering = rows.get(id)
      return offering && toWilling(need, offering, market.today)
    },
  })
  const prepared = preparedNeed(market, need)
  return ranked
    .filter((candidate) => candidate.able >= ABLE_SHOWN_MIN)
    .slice(0, keptForNeed)
    .flatMap((candidate) => {
      const offering = rows.get(candidate.id)
      return offering ? toPairs(market, need, prepared, offering, candidate, 'need') : []
    })
}

/** A need that an offering may meet, and how the offering answers it. */
export type Met = { readonly need: NeedDocument; readonly hit: Hit }

/** The needs an offering may meet, each with its reasons; only what is worth showing. */
export async function pairsForOffering(market: Market, offering: OfferingDocument): Promise<Pair[]> {
  const met = await needsMetBy(market, [offering], (need) => analyse(needTokensText(need)))
  return pairsOf(market, offering, met.get(offering.id) ?? [])
}

/**
 * The needs that each offering may meet, by the offering's id. A pair is measured as the need's own search would do it, so
 * both sides see one figure; and once for all offerings of a need, since measuring costs a pass over the index.
 */
export async function needsMetBy(
  market: Market,
  offerings: readonly OfferingDocument[],
  tokensOf: (need: NeedDocument) => Tokens,
): Promise<Map<string, Met[]>> {
  const offeringsOf = new Map<string, string[]>()
  for (const offering of offerings) {
    const hits = market.needs.search(analyse(toOfferingText(offering)), {}, keptForOffering * 2)
    for (const { id } of hits) offeringsOf.set(id, [...(offeringsOf.get(id) ?? []), offering.id])
  }
  const needs = await market.loadNeeds([...offeringsOf.keys()])
  const met = new Map<string, Met[]>()
  for (const [needId, ids] of offeringsOf) {
    const need = needs.get(needId)
    if (!need) continue
    for (const hit of market.offerings.measure(tokensOf(need), ids)) {
      met.set(hit.id, [...(met.get(hit.id) ?? []), { need, hit }])
    }
  }
  return met
}

/** The best of the needs that an offering may meet, explained. */
export function pairsOf(market: Market, offering: OfferingDocument, met: readonly Met[]): Pair[] {
  return met
    .map(({ need, hit }) => ({ need, score: score(hit, toWilling(need, offering, market.today)) }))
    .filter((pair) => pair.score.able >= ABLE_SHOWN_MIN)
    .sort((a, b) => b.score.order - a.score.order || (a.need.id < b.need.id ? -1 : 1))
    .slice(0, keptForOffering)
    .flatMap(({ need, score: value }) => toPairs(market, need, preparedNeed(market, need), offering, value, 'offering'))
}

function preparedNeed(market: Market, need: NeedDocument): PreparedNeed {
  const make = () => prepareNeed(toNeedText(need), (word) => market.offerings.weight(word))
  return remember(market.prepared?.needs, need.id, make)
}

/** A few thousand at most: one takes tens of kilobytes. */
function remember<T>(known: Map<string, T> | undefined, id: string, make: () => T): T {
  const found = known?.get(id)
  if (found !== undefined) return found
  const made = make()
  if (known && known.size >= 3_000) known.clear()
  known?.set(id, made)
  return made
}

/** The pair with its reasons, or none where it is not worth reading. */
function toPairs(
  market: Market,
  need: NeedDocument,
  prepared: PreparedNeed,
  offering: OfferingDocument,
  value: Pick<Ranked, 'able' | 'willing' | 'order' | 'parts'>,
  found: 'need' | 'offering',
): Pair[] {
  const { conditions: _, ...parts } = value.parts
  const sentences = remember(market.prepared?.offerings, offering.id, () => prepareOffering(toOfferingText(offering)))
  const explanation = explain(prepared, sentences, toWilling(need, offering, market.today))
  if (!isWorthReading(value.able, explanation.share)) return []
  const pair: Pair = {
    needId: need.id,
    offeringId: offering.id,
    forNeed: found === 'need',
    forOffering: found === 'offering',
    able: value.able,
    willing: value.willing,
    ordering: value.order,
    parts: JSON.stringify(parts),
    explanation: JSON.stringify(explanation),
    engineVersion,
  }
  return [pair]
}
