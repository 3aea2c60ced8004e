import type { OfferingAction, OfferingStatus } from '@keyun/api'
import { workflow } from '../../platform/workflow.ts'

export type OfferingRole = 'owner' | 'reviewer' | 'operator' | 'clock'
export type OfferingItem = { kind: string; differentiators: string | null; intellectualProperty: unknown }

/** Days after which the owner is asked whether an offering still stands. */
export const freshDays = 180
/** Days of silence after which a stale one is archived. */
export const silentDays = 90

const claimsAreSaid = ({ kind, differentiators }: OfferingItem) =>
  kind === 'achievement' && !differentiators ? 'differentiators-missing' : null

export const offeringWorkflow = workflow<OfferingStatus, OfferingAction, OfferingRole, OfferingItem>([
  { from: 'draft', action: 'declare_secrecy', to: 'secrecy_declared', by: 'owner' },
  { from: 'secrecy_declared', action: 'submit', to: 'in_review', by: 'owner', guard: claimsAreSaid },
  { from: 'in_review', action: 'approve', to: 'published', by: 'reviewer', guard: claimsAreSaid },
  { from: 'in_review', action: 'return', to: 'needs_revision', by: 'reviewer' },
  { from: 'needs_revision', action: 'resubmit', to: 'in_review', by: 'owner', guard: claimsAreSaid },
  { from: 'published', action: 'reserve', to: 'reserved', by: 'owner' },
  { from: 'reserved', action: 'release', to: 'published', by: 'owner' },
  { from: 'published', action: 'confirm_alive', to: 'published', by: 'owner' },
  { from: 'published', action: 'mark_stale', to: 'stale', by: 'clock', within: { field: 'staleOn' } },
  { from: 'stale', action: 'confirm_alive', to: 'published', by: 'owner' },
  { from: 'stale', action: 'archive', to: 'archived', by: 'clock', within: { field: 'staleOn' } },
  { from: 'published', action: 'archive', to: 'archived', by: 'owner' },
  { from: 'published', action: 'archive', to: 'archived', by: 'operator' },
  { from: 'reserved', action: 'archive', to: 'archived', by: 'operator' },
  { from: 'stale', action: 'archive', to: 'archived', by: 'owner' },
  { from: 'stale', action: 'archive', to: 'archived', by: 'operator' },
  { from: 'archived', action: 'restore', to: 'published', by: 'operator' },
  { from: 'published', action: 'freeze', to: 'frozen', by: 'operator' },
  { from: 'reserved', action: 'freeze', to: 'frozen', by: 'operator' },
  { from: 'frozen', action: 'reinstate', to: 'published', by: 'operator' },
  { from: 'frozen', action: 'remove', to: 'removed', by: 'operator' },
])
