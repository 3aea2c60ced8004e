import type { NeedStatus, OfferingStatus } from '@keyun/api'

/** Every domain event: what can happen here. Who reacts to one says so in its own `reactions.ts`. */
export type Event =
  | { type: 'need.moved'; needId: string; from: NeedStatus; to: NeedStatus }
  | { type: 'offering.moved'; offeringId: string; from: OfferingStatus; to: OfferingStatus }
  /** Many items came or changed at once; nobody is told of each. */
  | { type: 'items.imported'; batchId: string; items: number }
  | { type: 'items.undone'; batchId: string; items: number }

export type EventType = Event['type']
