import { z } from 'zod'
import { byId, id, instant, text } from './common.ts'
import { endpoint } from './endpoint.ts'
import { needCard } from './needs.ts'
import { offeringCard } from './offerings.ts'

/** Whether one element of a need is met by an offering, as far as its text says. */
export const elementState = z.enum(['met', 'partly', 'unmet', 'unknown'])

export const explanation = z
  .object({
    /** The need's elements, and the sentence of the offering that meets each best. */
    elements: z.array(
      z.object({
        kind: z.enum(['problem', 'target', 'constraint']),
        text: z.string(),
        state: elementState,
        quote: z.string().nullable(),
        /** Words both sides share, weightiest first. */
        shared: z.array(z.string()),
      }),
    ),
    /** What on the willing side fits or hinders. */
    conditions: z.array(
      z.object({
        code: z.string(),
        state: z.enum(['fits', 'hinders', 'unknown']),
        need: z.string().nullable(),
        offering: z.string().nullable(),
      }),
    ),
    /** What would raise this match, as codes that the interface words. */
    wouldHelp: z.array(z.string()),
  })
  .meta({ id: 'Explanation' })
export type Explanation = z.infer<typeof explanation>

export const matchScore = {
  /** Does it solve this, 0 to 1; ordinal, not a probability. */
  able: z.number().min(0).max(1),
  /** Do the terms fit, 0 to 1; missing data counts as neutral. */
  willing: z.number().min(0).max(1),
  /** How sure the engine is that this is worth reading. */
  grade: z.enum(['strong', 'good', 'possible']),
}

export const offeringMatch = z
  .object({ rank: z.int(), offering: offeringCard, ...matchScore, explanation })
  .meta({ id: 'OfferingMatch' })
export type OfferingMatch = z.infer<typeof offeringMatch>

export const needMatch = z
  .object({ rank: z.int(), need: needCard, ...matchScore, explanation })
  .meta({ id: 'NeedMatch' })
export type NeedMatch = z.infer<typeof needMatch>

const matches = <S extends z.ZodType>(item: S) =>
  z.object({
    items: z.array(item),
    /** `pending`: being computed, ask again in some seconds. */
    state: z.enum(['ready', 'pending']),
    engineVersion: z.string().nullable(),
    generatedAt: instant.nullable(),
  })

const top = z.strictObject({ limit: z.coerce.number().int().min(1).max(50).default(10) })

export const matchingApi = {
  forNeed: endpoint('GET', '/api/needs/:id/matches', {
    summary: 'Offerings for a need, each with its reasons',
    permission: 'need.read',
    params: byId,
    query: top,
    reply: matches(offeringMatch),
    isPublic: true,
  }),
  forOffering: endpoint('GET', '/api/offerings/:id/matches', {
    summary: 'Needs an offering could meet, each with its reasons',
    permission: 'offering.read',
    params: byId,
    query: top,
    reply: matches(needMatch),
    isPublic: true,
  }),
  try: endpoint('POST', '/api/matching/try', {
    summary: 'Match a sentence or a paragraph without storing it',
    permission: 'matching.try',
    cost: 'match',
    body: z.strictObject({ text: text(4, 4_000), limit: z.int().min(1).max(20).default(10) }),
    reply: z.object({
      items: z.array(offeringMatch),
      /** Needs already published that read alike. */
      similarNeeds: z.array(z.object({ id, title: z.string() })),
      isReady: z.boolean(),
    }),
  }),
}
