import { setTimeout as delay } from 'node:timers/promises'
import type { matchingApi, ReplyOf } from '@keyun/api'
import { ABLE_SHOWN_MIN, analyse, engineVersion, explain, prepareNeed, prepareOffering, rank } from '@keyun/engine'
import { type Context, inTransaction, newId } from '../../platform/context.ts'
import { addJob } from '../../platform/jobs.ts'
import { takeTurn } from '../../platform/turns.ts'
import { getNeed, listCards as needCards } from '../needs/index.ts'
import { getOffering, listCards as offeringCards } from '../offerings/index.ts'
import { dayIn } from '../reference/index.ts'
import { documentsOf, type LiveIndex } from '../search/index.ts'
import { type Market, pairsForNeed, pairsForOffering } from './compute.ts'
import { gradeOf, isWorthReading, strongFrom, toExplanation } from './explanations.ts'
import { toOfferingText } from './pairs.ts'
import * as store from './store.ts'

export const everythingTask = 'matching.everything'

export async function forNeed(ctx: Context, id: string, limit: number): Promise<ReplyOf<typeof matchingApi.forNeed>> {
  await getNeed(ctx, id) // refuses those who may not see it, and says when it is gone
  const [candidates, computed] = [await store.best(ctx, 'need', id, limit), await store.computed(ctx, 'need', id)]
  const cards = await offeringCards(
    ctx,
    candidates.map((candidate) => candidate.offeringId),
  )
  const byId = new Map(candidates.map((candidate) => [candidate.offeringId, candidate]))
  return {
    items: cards.flatMap((offering, position) => {
      const candidate = byId.get(offering.id)
      return candidate ? [{ rank: position + 1, offering, ...shown(candidate) }] : []
    }),
    ...stateOf(computed),
  }
}

export async function forOffering(
  ctx: Context,
  id: string,
  limit: number,
): Promise<ReplyOf<typeof matchingApi.forOffering>> {
  await getOffering(ctx, id)
  const [candidates, computed] = [
    await store.best(ctx, 'offering', id, limit),
    await store.computed(ctx, 'offering', id),
  ]
  const cards = await needCards(
    ctx,
    candidates.map((candidate) => candidate.needId),
  )
  const byId = new Map(candidates.map((candidate) => [candidate.needId, candidate]))
  return {
    items: cards.flatMap((need, position) => {
      const candidate = byId.get(need.id)
      return candidate ? [{ rank: position + 1, need, ...shown(candidate) }] : []
    }),
    ...stateOf(computed),
  }
}

function shown({ able, willing, explanation }: store.Candidate) {
  return { able, willing, grade: gradeOf(able, explanation.share), explanation: toExplanation(explanation) }
}

function stateOf(computed: { engineVersion: string; at: Date } | undefined) {
  return {
    state: computed ? ('ready' as const) : ('pending' as const),
    engineVersion: computed?.engineVersion ?? null,
    generatedAt: computed?.at.toISOString() ?? null,
  }
}

/** Items shown as the nearest where none is worth reading: better than nothing, and said to be only that. */
const nearest = 3

/** Matches a text that is stored nowhere: what could solve it and why, and needs that read alike. */
export async function tryText(
  ctx: Context,
  live: LiveIndex,
  { text, limit }: { text: string; limit: number },
): Promise<ReplyOf<typeof matchingApi.try>> {
  const [offerings, needs] = [live.get('offering'), live.get('need')]
  if (!offerings || !needs) return { items: [], similarNeeds: [], isNearestOnly: false, isReady: false }
  const need = splitTitle(text)
  const tokens = analyse(need)
  const ranked = await rank(offerings, tokens, { candidates: 50, top: Math.max(limit, nearest) })
  const ids = ranked.map((candidate) => candidate.id)
  const rows = new Map((await documentsOf(ctx.db, 'offering', ids)).map((row) => [row.id, row]))
  const cards = new Map((await offeringCards(ctx, ids)).map((card) => [card.id, card]))
  const prepared = prepareNeed({ ...need, targets: [], constraints: [] }, (word) => offerings.weight(word))
  const items = ranked.flatMap((candidate) => {
    const [row, offering] = [rows.get(candidate.id), cards.get(candidate.id)]
    if (!row || !offering) return []
    const explanation = toExplanation(explain(prepared, prepareOffering(toOfferingText(row))))
    const { able, willing } = candidate
    return [{ offering, able, willing, grade: gradeOf(able, explanation.share), explanation }]
  })
  const worth = items.filter(({ able, explanation }) => isWorthReading(able, explanation.share)).slice(0, limit)
  const shownItems = worth.length > 0 ? worth : items.slice(0, nearest)
  const alike = (await rank(needs, tokens, { candidates: 3 })).filter((hit) => hit.able >= ABLE_SHOWN_MIN)
  const similar = await needCards(
    ctx,
    alike.map((hit) => hit.id),
  )
  return {
    items: shownItems.map((item, position) => ({ rank: position + 1, ...item })),
    similarNeeds: similar.map(({ id, title }) => ({ id, title })),
    isNearestOnly: worth.length === 0 && shownItems.length > 0,
    isReady: true,
  }
}

/** The first sentence stands for the title, as it is written in the body too: it is then one element, not two. */
function splitTitle(text: string): { title: string; body: string } {
  const end = text.search(/[。！？!?\n]/)
  if (end < 4 || end > 80) return { title: text.slice(0, 80), body: text }
  return { title: text.slice(0, end + 1).trim(), body: text }
}

/** Computes the list of one need anew, or forgets it when the need is no longer public. */
export async function refreshNeed(ctx: Context, live: LiveIndex, id: string): Promise<void> {
  const [need] = await documentsOf(ctx.db, 'need', [id])
  const pairs = need && (await pairsForNeed(await marketNow(ctx, live, 'need', need), need))
  await replace(ctx, 'need', id, need?.version, pairs)
}

export async function refreshOffering(ctx: Context, live: LiveIndex, id: string): Promise<void> {
  const [offering] = await documentsOf(ctx.db, 'offering', [id])
  const pairs = offering && (await pairsForOffering(await marketNow(ctx, live, 'offering', offering), offering))
  await replace(ctx, 'offering', id, offering?.version, pairs)
}

/** Writes what was computed from `version`, unless the item has moved on: then another job is on its way for it. */
async function replace(
  ctx: Context,
  side: 'need' | 'offering',
  id: string,
  version: number | undefined,
  pairs: store.Pair[] = [],
): Promise<void> {
  await inTransaction(ctx, async ({ db }) => {
    await store.lockPairs(db)
    const [now] = await documentsOf(db, side, [id])
    if (now?.version !== version) return
    if (!now) return store.forget(db, side, id)
    await store.replacePairs(db, side, [id], pairs)
    await store.markComputed(db, side, [now], engineVersion)
  })
}

/** The market as this item can be matched in: indexes that hold it as it stands. */
async function marketNow(
  ctx: Context,
  live: LiveIndex,
  side: 'need' | 'offering',
  item: { id: string; version: number },
): Promise<Market> {
  // The change log waits for the oldest open transaction; matched before, the item would miss those it belongs to.
  for (let tries = 0; ; tries++) {
    await live.catchUp()
    if (live.get(side)?.version(item.id) === String(item.version)) break
    if (tries === 20) throw new Error('The index is not ready for this item') // the job comes back later
    await delay(100)
  }
  const [offerings, needs] = [live.get('offering'), live.get('need')]
  if (!offerings || !needs) throw new Error('The index is not ready')
  return {
    offerings,
    needs,
    loadOfferings: async (ids) => new Map((await documentsOf(ctx.db, 'offering', ids)).map((row) => [row.id, row])),
    loadNeeds: async (ids) => new Map((await documentsOf(ctx.db, 'need', ids)).map((row) => [row.id, row])),
    today: dayIn(ctx.now),
  }
}

/** Published needs with at least one offering of the highest grade. */
export function countMatchedNeeds(ctx: Context): Promise<number> {
  return store.countNeedsMatched(ctx, strongFrom)
}

/** Asks for a run over everything; one that still waits serves all who ask. */
export function requestRun(ctx: Context): Promise<string> {
  return inTransaction(ctx, async ({ db }) => {
    await takeTurn(db, 'matchingRuns')
    const open = await store.openRun(db)
    if (open?.status === 'waiting') return open.id
    const id = newId()
    await store.insertRun(db, id)
    await addJob(db, everythingTask, { runId: id }, everythingTask)
    return id
  })
}

/** Asks for a run when lists were made by another version of the engine: what a start after an upgrade does. */
export async function renewOldLists(ctx: Context): Promise<void> {
  if (await store.hasOldLists(ctx.db, engineVersion)) await requestRun(ctx)
}
