import { policy } from './platform/policy.ts'

/** States in which a need may be read by everybody. */
export const publicNeedStates = ['published', 'matched', 'contracted', 'solved'] as const
/** States in which an offering may be read by everybody; `stale` ones are unlisted, but their address still answers. */
export const publicOfferingStates = ['published', 'reserved', 'stale'] as const

const staff = ['operator', 'system'] as const

/** Who may do what to what. Accounts and roles of the region tree join as further kinds of caller. */
export const keyunPolicy = policy([
  { permission: 'home.read', by: ['visitor', ...staff] },
  { permission: 'reference.read', by: ['visitor', ...staff] },
  { permission: 'search.suggest', by: ['visitor', ...staff] },
  { permission: 'matching.try', by: ['visitor', ...staff] },
  { permission: 'need.read', by: ['visitor'], when: [{ column: 'status', in: publicNeedStates }] },
  { permission: 'need.read', by: staff },
  { permission: 'need.readMatchedDetails', by: staff },
  { permission: 'need.act', by: staff },
  { permission: 'offering.read', by: ['visitor'], when: [{ column: 'status', in: publicOfferingStates }] },
  { permission: 'offering.read', by: staff },
  { permission: 'offering.act', by: staff },
  { permission: 'person.read', by: ['visitor'], when: [{ column: 'status', in: ['active'] }] },
  { permission: 'person.read', by: staff },
  { permission: 'team.read', by: ['visitor'], when: [{ column: 'status', in: ['active'] }] },
  { permission: 'team.read', by: staff },
  { permission: 'organisation.read', by: ['visitor'], when: [{ column: 'status', in: ['active'] }] },
  { permission: 'organisation.read', by: staff },
  { permission: 'import.run', by: staff },
])
