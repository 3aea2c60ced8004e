import { z } from 'zod'
import { byId, id, instant, names, text } from './common.ts'
import { endpoint } from './endpoint.ts'
import { needCard } from './needs.ts'
import { offeringCard } from './offerings.ts'

/** `met` and `not_met`: numbers were compared; `addressed`: the text speaks of it; `unmet`: nothing about it was found. */
export const elementState = z.enum(['met', 'addressed', 'not_met', 'unmet'])
export const conditionCode = z.enum(['kind', 'cooperation', 'price', 'readiness', 'region', 'deadline', 'freshness'])
/** A code or several (of the condition's own kind), a number, a place by its names, or null where not said. */
const conditionValue = z.union([z.string(), z.number(), z.array(z.string()), names, z.null()])

export const explanation = z
  .object({
    /** The need's elements, and the sentence of the offering that meets each best. */
    elements: z.array(
      z.object({
        kind: z.enum(['problem', 'target', 'constraint']),
        /** Quoted from the need. */
        text: z.string(),
        /** Its share of the need, 0 to 1. */
        weight: z.number(),
        state: elementState,
        /** Quoted from the offering; null where unmet. */
        evidence: z.string().nullable(),
        /** Words both share, weightiest first. */
        shared: z.array(z.string()),
        /** Where both sides give a number with comparable units, as written. */
        comparison: z.object({ needed: z.string(), offered: z.string(), met: z.boolean() }).nullable(),
      }),
    ),
    /** Weighted share of the elements met or addressed, 0 to 1. */
    share: z.number(),
    /** What on the willing side fits or hinders. */
    conditions: z.array(
      z.object({
        code: conditionCode,
        state: z.enum(['fits', 'hinders', 'unknown']),
        need: conditionValue,
        offering: conditionValue,
      }),
    ),
    /** What would raise this match, most helpful first; `element` is an index into `elements`. */
    wouldHelp: z.array(z.object({ code: z.string(), element: z.int().nullable() })),
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
      /** True where nothing was near enough: `items` are then the nearest there are, which may not help at all. */
      isNearestOnly: z.boolean(),
      isReady: z.boolean(),
    }),
  }),
}
