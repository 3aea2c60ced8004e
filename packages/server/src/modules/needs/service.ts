import {
  type Need,
  type NeedAction,
  type NeedContent,
  type NeedStatus,
  needContent,
  type UnmetReason,
} from '@keyun/api'
import { audit, requireReason } from '../../platform/audit.ts'
import { recordChanges } from '../../platform/changes.ts'
import { type Context, inTransaction, nameOf, newId } from '../../platform/context.ts'
import { eachOf } from '../../platform/eachOf.ts'
import { emit } from '../../platform/jobs.ts'
import { notFound, Refusal } from '../../platform/problems.ts'
import { dayIn } from '../reference/index.ts'
import { contentColumns, type NeedRow, toNeed } from './rows.ts'
import * as store from './store.ts'
import { type NeedRole, needWorkflow } from './workflow.ts'

/** Days a need stays on the market when its owner names no deadline. */
const defaultValidDays = 365

export async function get(ctx: Context, id: string): Promise<Need> {
  const row = await store.find(ctx, id)
  if (!row) throw await absence(ctx, id)
  const status = row.status as NeedStatus // held by a check of the table
  return toNeed(row, {
    targets: await store.targetsOf(ctx, id),
    matchedDetails: await store.findMatchedDetails(ctx, id),
    actions: needWorkflow.actions({ ...row, status }, rolesOf(ctx)),
  })
}

/** What once was public says so; what never was is not found. */
async function absence(ctx: Context, id: string): Promise<Refusal> {
  const status = await store.formerStatusOf(ctx, id)
  if (status && ['withdrawn', 'expired', 'closed_unmet'].includes(status)) {
    return new Refusal('gone', 'need/gone', 'This need is no longer on the market.')
  }
  return notFound('need', id)
}

export type Step = { action: NeedAction; reason: string; unmetReason?: UnmetReason | undefined }

/** Takes a need one step along its workflow, and tells the other modules. */
export function act(ctx: Context, id: string, step: Step): Promise<Need> {
  return inTransaction(ctx, async (inner) => {
    const row = await store.lock(inner.db, id)
    if (!row) throw notFound('need', id)
    requireReason(inner, step.reason)
    await take(inner, row, step, rolesOf(inner))
    return get(inner, id)
  })
}

async function take(ctx: Context, row: NeedRow, { action, reason, unmetReason }: Step, roles: readonly NeedRole[]) {
  const from = row.status as NeedStatus // held by a check of the table
  const to = needWorkflow.next({ ...row, status: from }, action, roles)
  if (to === 'closed_unmet' && !unmetReason) {
    throw new Refusal('invalid', 'need/unmet-reason', 'Say why the need was not met: `unmetReason`.')
  }
  await store.setStatus(ctx.db, row.id, to, ctx.now, to === 'closed_unmet' ? (unmetReason ?? null) : null)
  if (to === 'published') await store.setValidity(ctx.db, row.id, validUntil(row.deadline, ctx.now))
  await audit(ctx, [{ action: `need.${action}`, entity: 'need', entityId: row.id, reason, detail: { from, to } }])
  await recordChanges(ctx.db, [{ entity: 'need', entityId: row.id }])
  await emit(ctx.db, { type: 'need.moved', needId: row.id, from, to })
}

/** The operator may act for everyone with a reason; accounts bring owners and reviewers. */
function rolesOf({ caller }: Context): NeedRole[] {
  if (caller.kind === 'operator') return ['owner', 'reviewer', 'operator']
  return caller.kind === 'system' ? ['clock', 'market', 'operator'] : []
}

/** A need stands until its deadline, though 30 days at least; for a year where it has none or came with a past one. */
function validUntil(deadline: string | null, now: Date): string {
  if (deadline === null || deadline < dayIn(now)) return dayIn(now, defaultValidDays)
  const soonest = dayIn(now, 30)
  return deadline > soonest ? deadline : soonest
}

export type Incoming = {
  externalId: string
  content: NeedContent
  /** Hash of the content, so that the same row changes nothing when it comes again. */
  hash: string
  postedAt: Date | null
  organisationId?: string | null
  /** Tier 2; null where there is none. Left out, a known need keeps what it has. */
  matchedDetails?: string | null
}
export type Outcome = {
  externalId: string
  entityId: string
  outcome: 'created' | 'updated' | 'restored' | 'unchanged'
  previousVersion: number | null
}

/**
 * Publishes needs that come from outside, each once: known ones are updated when they changed, and put back when an
 * undone import had taken them off. Tells the index of each; the caller emits one event for all.
 */
export function receive(
  ctx: Context,
  source: { kind: 'imported' | 'sample'; name: string },
  items: readonly Incoming[],
): Promise<Outcome[]> {
  return inTransaction(ctx, async (inner) => {
    const { db, now, caller } = inner
    const known = await store.lockByOrigin(
      db,
      source.name,
      items.map((item) => item.externalId),
    )
    const ids = [...known.values()].map((row) => row.id)
    const knownDetails = await store.listMatchedDetails(db, ids)
    const outcomes: Outcome[] = []
    const fresh: (Incoming & { id: string })[] = []
    for (const item of items) {
      const row = known.get(item.externalId)
      if (!row) {
        const id = newId()
        fresh.push({ ...item, id })
        outcomes.push({ externalId: item.externalId, entityId: id, outcome: 'created', previousVersion: null })
        continue
      }
      const isChanged = row.originHash !== item.hash
      if (isChanged) await store.replaceContent(db, row, item.content, { by: nameOf(caller), hash: item.hash, now })
      // Details have no versions: a corrected contact counts at once, and taking the batch back does not undo it.
      const { matchedDetails: details } = item
      const hasNewDetails = details !== undefined && details !== (knownDetails.get(row.id) ?? null)
      if (hasNewDetails) await store.setMatchedDetails(db, row.id, details, now)
      // What its owner or an operator took off stays off; an undone import forgot its hash, and a new text is a new need.
      const isBack = (row.status === 'withdrawn' && row.originHash === null) || (row.status === 'expired' && isChanged)
      if (isBack) await store.setStatus(db, row.id, 'published', now, null)
      if (isBack || isChanged) await store.setValidity(db, row.id, validUntil(item.content.deadline, now))
      outcomes.push({
        externalId: item.externalId,
        entityId: row.id,
        outcome: isBack ? 'restored' : isChanged || hasNewDetails ? 'updated' : 'unchanged',
        previousVersion: isChanged ? row.version : null,
      })
    }
    await store.insert(
      db,
      fresh.map((item) => toInsert(item, source, now)),
    )
    for (const item of fresh) await store.insertTargets(db, item.id, item.content.targets)
    await store.insertMatchedDetails(
      db,
      fresh.flatMap((item) => (item.matchedDetails ? [{ needId: item.id, details: item.matchedDetails }] : [])),
    )
    const changed = outcomes.filter((item) => item.outcome !== 'unchanged')
    await audit(
      inner,
      changed.map((item) => ({
        action: `need.${item.outcome}`,
        entity: 'need',
        entityId: item.entityId,
        detail: { source: source.name, externalId: item.externalId },
      })),
    )
    await recordChanges(
      db,
      changed.map((item) => ({ entity: 'need', entityId: item.entityId })),
    )
    return outcomes
  })
}

function toInsert(item: Incoming & { id: string }, source: { kind: string; name: string }, now: Date) {
  return {
    ...contentColumns(item.content),
    id: item.id,
    organisationId: item.organisationId ?? null,
    status: 'published',
    disclosure: item.matchedDetails ? 'matched' : 'public',
    publishedAt: item.postedAt && item.postedAt < now ? item.postedAt : now,
    validUntil: validUntil(item.content.deadline, now),
    originKind: source.kind,
    originSource: source.name,
    originExternalId: item.externalId,
    originHash: item.hash,
    createdAt: now,
    updatedAt: now,
  }
}

/** Takes back what `receive` did to one item: created ones are withdrawn, updated ones get their former content. */
export function takeBack(
  ctx: Context,
  id: string,
  did: Pick<Outcome, 'outcome' | 'previousVersion'>,
  reason: string,
): Promise<void> {
  return inTransaction(ctx, async (inner) => {
    const { db, now, caller } = inner
    const row = await store.lock(db, id)
    if (!row || did.outcome === 'unchanged') return
    if (did.previousVersion !== null && row.version === did.previousVersion + 1) {
      const former = await store.formerContent(db, id, did.previousVersion)
      if (former) {
        const { originHash, ...content } = former
        await store.replaceContent(db, row, needContent.parse(content), { by: nameOf(caller), hash: originHash, now })
      }
    }
    if (did.outcome !== 'updated') {
      if (row.status !== 'withdrawn') await store.setStatus(db, id, 'withdrawn', now, null)
      await store.forgetHash(db, id)
    }
    await audit(inner, [{ action: 'need.import_undone', entity: 'need', entityId: id, reason }])
    await recordChanges(db, [{ entity: 'need', entityId: id }])
  })
}

/** The timed step: needs whose validity is over expire. */
export async function runClock(ctx: Context): Promise<number> {
  return eachOf(await store.due(ctx.db, dayIn(ctx.now), 500), (id) =>
    inTransaction(ctx, async (inner) => {
      const row = await store.lock(inner.db, id)
      if (!row || !['published', 'matched'].includes(row.status)) return
      await take(inner, row, { action: 'expire', reason: '' }, ['clock'])
    }),
  )
}
