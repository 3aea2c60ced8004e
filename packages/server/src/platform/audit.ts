import { type Context, nameOf } from './context.ts'
import { Refusal } from './problems.ts'

export type AuditEvent = {
  action: string
  entity: string
  entityId: string | null
  reason?: string
  /** What changed, without personal data or withheld tiers. */
  detail?: Record<string, unknown>
}

/** An operator may act for everyone, and says why. */
export function requireReason({ caller }: Context, reason: string): void {
  if (caller.kind === 'operator' && reason === '') {
    throw new Refusal('invalid', 'audit/reason', 'Say why you act for the owner: `reason`.')
  }
}

/** Writes an audit event in the caller's transaction: without it the step does not happen. */
export async function audit({ db, caller }: Context, events: readonly AuditEvent[]): Promise<void> {
  if (events.length === 0) return
  await db
    .insertInto('platform.auditEvent')
    .values(
      events.map((event) => ({
        actorKind: caller.kind,
        actorName: nameOf(caller),
        action: event.action,
        entity: event.entity,
        entityId: event.entityId,
        reason: event.reason ?? '',
        detail: JSON.stringify(event.detail ?? {}),
      })),
    )
    .execute()
}
