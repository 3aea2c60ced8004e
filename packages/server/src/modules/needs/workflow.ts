import type { NeedAction, NeedStatus } from '@keyun/api'
import { workflow } from '../../platform/workflow.ts'

export type NeedRole = 'owner' | 'reviewer' | 'operator' | 'clock' | 'market'
export type NeedItem = {
  gateProblem: number | null
  gateTargets: number | null
  gateTerms: number | null
  gateClarity: number | null
  publishedAt: Date | null
}

/** Points of 20 that publish. */
export const gatePass = 10

/** The gate: four axes 0 to 5; any 0 blocks, 10 of 20 publish; an unscored need does not pass. */
export function passesGate({ gateProblem, gateTargets, gateTerms, gateClarity }: NeedItem): string | null {
  const axes = [gateProblem, gateTargets, gateTerms, gateClarity]
  if (axes.some((axis) => axis === null)) return 'gate-not-scored'
  if (axes.some((axis) => axis === 0)) return 'gate-axis-zero'
  return axes.reduce<number>((sum, axis) => sum + (axis ?? 0), 0) >= gatePass ? null : 'gate-below-pass'
}

/** What was never public cannot come back past the gate. */
const wasPublic = ({ publishedAt }: NeedItem) => (publishedAt ? null : 'never-published')

/** Who else brings a need to its end: matching, deals and cases, as the market's own steps. */
export const needWorkflow = workflow<NeedStatus, NeedAction, NeedRole, NeedItem>([
  { from: 'draft', action: 'submit', to: 'submitted', by: 'owner' },
  { from: 'submitted', action: 'hold', to: 'on_hold', by: 'reviewer' },
  { from: 'on_hold', action: 'resubmit', to: 'submitted', by: 'owner' },
  { from: 'submitted', action: 'publish', to: 'published', by: 'reviewer', guard: passesGate },
  { from: 'submitted', action: 'park', to: 'parked', by: 'reviewer' },
  { from: 'on_hold', action: 'park', to: 'parked', by: 'reviewer' },
  { from: 'parked', action: 'resubmit', to: 'submitted', by: 'owner' },
  { from: 'submitted', action: 'refer', to: 'referred', by: 'reviewer' },
  { from: 'published', action: 'match', to: 'matched', by: 'market' },
  { from: 'matched', action: 'contract', to: 'contracted', by: 'market' },
  { from: 'contracted', action: 'solve', to: 'solved', by: 'market' },
  { from: 'published', action: 'expire', to: 'expired', by: 'clock', within: { field: 'validUntil' } },
  { from: 'matched', action: 'expire', to: 'expired', by: 'clock', within: { field: 'validUntil' } },
  { from: 'expired', action: 'restore', to: 'published', by: 'operator', guard: wasPublic },
  { from: 'draft', action: 'withdraw', to: 'withdrawn', by: 'owner' },
  { from: 'submitted', action: 'withdraw', to: 'withdrawn', by: 'owner' },
  { from: 'on_hold', action: 'withdraw', to: 'withdrawn', by: 'owner' },
  { from: 'published', action: 'withdraw', to: 'withdrawn', by: 'owner' },
  { from: 'matched', action: 'withdraw', to: 'withdrawn', by: 'owner' },
  { from: 'withdrawn', action: 'restore', to: 'published', by: 'operator', guard: wasPublic },
  { from: 'published', action: 'close_unmet', to: 'closed_unmet', by: 'owner' },
  { from: 'matched', action: 'close_unmet', to: 'closed_unmet', by: 'owner' },
  { from: 'expired', action: 'close_unmet', to: 'closed_unmet', by: 'owner' },
])
