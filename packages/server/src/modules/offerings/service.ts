import {
  type Offering,
  type OfferingAction,
  type OfferingContent,
  type OfferingStatus,
  offeringContent,
} from '@keyun/api'
import { audit, requireReason } from '../../platform/audit.ts'
import { recordChanges } from '../../platform/changes.ts'
import { type Context, inTransaction, nameOf, newId } from '../../platform/context.ts'
import { eachOf } from '../../platform/eachOf.ts'
import { emit } from '../../platform/jobs.ts'
import { notFound, Refusal } from '../../platform/problems.ts'
import { dayIn } from '../reference/index.ts'
import { contentColumns, type OfferingRow, toOffering } from './rows.ts'
import * as store from './store.ts'
import { freshDays, type OfferingRole, offeringWorkflow, silentDays } from './workflow.ts'

export async function get(ctx: Context, id: string): Promise<Offering> {
  const row = await store.find(ctx, id)
  if (!row) throw await absence(ctx, id)
  const [evidence, studio] = [await store.bestEvidence(ctx, id), await store.studioOf(ctx, row)]
  const status = row.status as OfferingStatus // held by a check of the table
  return toOffering(row, { evidence, studio, actions: offeringWorkflow.actions({ ...row, status }, rolesOf(ctx)) })
}

/** What once was public says so; what never was is not found. */
async function absence(ctx: Context, id: string): Promise<Refusal> {
  const status = await store.formerStatusOf(ctx, id)
  if (status && ['archived', 'frozen', 'removed'].includes(status)) {
    return new Refusal('gone', 'offering/gone', 'This offering is no longer on the market.')
  }
  return notFound('offering', id)
}

/** Takes an offering one step along its workflow, and tells the other modules. */
export function act(ctx: Context, id: string, action: OfferingAction, reason: string): Promise<Offering> {
  return inTransaction(ctx, async (inner) => {
    const row = await store.lock(inner.db, id)
    if (!row) throw notFound('offering', id)
    requireReason(inner, reason)
    await step(inner, row, action, rolesOf(inner), reason)
    return get(inner, id)
  })
}

async function step(
  ctx: Context,
  row: OfferingRow,
  action: OfferingAction,
  roles: readonly OfferingRole[],
  reason: string,
) {
  const from = row.status as OfferingStatus // held by a check of the table
  const to = offeringWorkflow.next({ ...row, status: from }, action, roles)
  await store.setStatus(ctx.db, row.id, to, ctx.now, nextQuestion(to, ctx.now))
  await audit(ctx, [
    { action: `offering.${action}`, entity: 'offering', entityId: row.id, reason, detail: { from, to } },
  ])
  await recordChanges(ctx.db, [{ entity: 'offering', entityId: row.id }])
  await emit(ctx.db, { type: 'offering.moved', offeringId: row.id, from, to })
}

/** The operator may act for everyone with a reason; accounts bring owners and reviewers. */
function rolesOf({ caller }: Context): OfferingRole[] {
  if (caller.kind === 'operator') return ['owner', 'reviewer', 'operator']
  return caller.kind === 'system' ? ['clock', 'operator'] : []
}

/** The day of the next timed step: the owner is asked when published, and archived after silence when stale. */
function nextQuestion(status: OfferingStatus, now: Date): string | null {
  if (status === 'published') return dayIn(now, freshDays)
  return status === 'stale' ? dayIn(now, silentDays) : null
}

/** What a module that fills the market knows of an offering besides its content. */
export type Owned = {
  personId: string | null
  teamId: string | null
  ownerOrganisationId: string | null
  organisationId: string | null
}
export type Incoming = {
  externalId: string
  content: OfferingContent
  /** Hash of the content, so that the same row changes nothing when it comes again. */
  hash: string
  postedAt: Date | null
  owner?: Owned
  evidence?: { status: string; note: string | null }
}
export type Outcome = {
  externalId: string
  entityId: string
  outcome: 'created' | 'updated' | 'restored' | 'unchanged'
  previousVersion: number | null
}

/**
 * Publishes offerings that come from outside, each once: known ones are updated when they changed, and put back when
 * an undone import had taken them off. Tells the index of each; the caller emits one event for all.
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
      // What its owner or an operator took off stays off; an undone import forgot its hash.
      const isBack = row.status === 'archived' && row.originHash === null
      if (isBack) await store.setStatus(db, row.id, 'published', now, dayIn(now, freshDays))
      outcomes.push({
        externalId: item.externalId,
        entityId: row.id,
        outcome: isBack ? 'restored' : isChanged ? 'updated' : 'unchanged',
        previousVersion: isChanged ? row.version : null,
      })
    }
    await store.insert(
      db,
      fresh.map((item) => toInsert(item, source, now)),
    )
    await store.insertEvidence(
      db,
      fresh.flatMap((item) => (item.evidence ? [{ id: newId(), offeringId: item.id, ...item.evidence }] : [])),
    )
    const changed = outcomes.filter((item) => item.outcome !== 'unchanged')
    await audit(
      inner,
      changed.map((item) => ({
        action: `offering.${item.outcome}`,
        entity: 'offering',
        entityId: item.entityId,
        detail: { source: source.name, externalId: item.externalId },
      })),
    )
    await recordChanges(
      db,
      changed.map((item) => ({ entity: 'offering', entityId: item.entityId })),
    )
    return outcomes
  })
}

function toInsert(item: Incoming & { id: string }, source: { kind: string; name: string }, now: Date) {
  const none: Owned = { personId: null, teamId: null, ownerOrganisationId: null, organisationId: null }
  const publishedAt = item.postedAt && item.postedAt < now ? item.postedAt : now
  return {
    ...contentColumns(item.content),
    ...(item.owner ?? none),
    id: item.id,
    status: 'published',
    publishedAt,
    confirmedAt: publishedAt,
    staleOn: dayIn(now, freshDays),
    originKind: source.kind,
    originSource: source.name,
    originExternalId: item.externalId,
    originHash: item.hash,
    createdAt: now,
    updatedAt: now,
  }
}

/** Takes back what `receive` did to one item: created ones are archived, updated ones get their former content. */
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
        await store.replaceContent(db, row, offeringContent.parse(content), {
          by: nameOf(caller),
          hash: originHash,
          now,
        })
      }
    }
    if (did.outcome !== 'updated') {
      if (row.status !== 'archived') await store.setStatus(db, id, 'archived', now, null)
      await store.forgetHash(db, id)
    }
    await audit(inner, [{ action: 'offering.import_undone', entity: 'offering', entityId: id, reason }])
    await recordChanges(db, [{ entity: 'offering', entityId: id }])
  })
}

/** The timed steps: marks unconfirmed offerings stale, and archives those that stayed silent. */
export async function runClock(ctx: Context): Promise<number> {
  const today = dayIn(ctx.now)
  const stale = await store.due(ctx.db, 'stale', today, 500)
  const silent = await store.due(ctx.db, 'published', today, 500)
  const moveFrom = (status: OfferingStatus, action: OfferingAction) => (id: string) =>
    inTransaction(ctx, async (inner) => {
      const row = await store.lock(inner.db, id)
      if (row?.status === status) await step(inner, row, action, ['clock'], '')
    })
  return (
    (await eachOf(stale, moveFrom('stale', 'archive'))) + (await eachOf(silent, moveFrom('published', 'mark_stale')))
  )
}
