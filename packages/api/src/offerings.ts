import { z } from 'zod'
import {
  byId,
  coded,
  cooperation,
  day,
  disciplineCode,
  fieldCode,
  id,
  industryCode,
  instant,
  money,
  origin,
  pageOf,
  pageQuery,
  regionCode,
  several,
  text,
} from './common.ts'
import { endpoint } from './endpoint.ts'

export const offeringKind = z.enum(['research_direction', 'skill', 'idea', 'achievement', 'technology'])
export type OfferingKind = z.infer<typeof offeringKind>

export const offeringStatus = z.enum([
  'draft',
  'secrecy_declared',
  'in_review',
  'needs_revision',
  'published',
  'reserved',
  'stale',
  'archived',
  'frozen',
  'removed',
])
export type OfferingStatus = z.infer<typeof offeringStatus>

export const offeringAction = z.enum([
  'declare_secrecy',
  'submit',
  'return',
  'resubmit',
  'approve',
  'reserve',
  'release',
  'mark_stale',
  'confirm_alive',
  'archive',
  'restore',
  'freeze',
  'reinstate',
  'remove',
])
export type OfferingAction = z.infer<typeof offeringAction>

/** Technology readiness: 1 to 9 under a named scheme, with the class of achievement. */
export const maturity = z
  .object({
    scheme: z.literal('trl'),
    level: z.int().min(1).max(9),
    class: z.enum(['basic', 'applied', 'development']).nullable(),
    assessedOn: day.nullable(),
  })
  .meta({ id: 'Maturity' })
export type Maturity = z.infer<typeof maturity>

export const evidenceStatus = z.enum(['self_claimed', 'attached', 'peer_reviewed', 'assessed', 'expired'])
export type EvidenceStatus = z.infer<typeof evidenceStatus>

export const intellectualProperty = z
  .object({
    type: z.enum([
      'invention_patent',
      'utility_model',
      'software_copyright',
      'plant_variety',
      'trade_secret',
      'standard',
      'other',
    ]),
    status: z.enum(['granted', 'pending', 'none']),
    title: text(1, 200),
    number: text(1, 60).nullable(),
  })
  .meta({ id: 'IntellectualProperty' })
export type IntellectualProperty = z.infer<typeof intellectualProperty>

export const owner = z
  .object({ kind: z.enum(['person', 'team', 'organisation']), id, name: z.string() })
  .meta({ id: 'Owner' })
export type Owner = z.infer<typeof owner>

/** What an owner writes; the server adds identity, state and dates. */
export const offeringContent = z
  .strictObject({
    kind: offeringKind,
    title: text(2, 160),
    /** One sentence: which problem this solves. */
    problem: text(1, 600).nullable(),
    description: text(1, 20_000),
    scenarios: z.array(text(1, 200)).max(20),
    /** What is better than the best existing solution; required of achievements at the gate. */
    differentiators: text(1, 4_000).nullable(),
    keywords: z.array(text(1, 40)).max(20),
    regionCode: regionCode.nullable(),
    fieldCode: fieldCode.nullable(),
    industryCodes: z.array(industryCode).max(10),
    disciplineCode: disciplineCode.nullable(),
    maturity: maturity.nullable(),
    intellectualProperty: z.array(intellectualProperty).max(20),
    cooperation: z.array(cooperation).max(7),
    licenceFirst: z.boolean(),
    price: money,
    hoursPerMonth: z.int().min(0).max(744).nullable(),
    servesRegionCodes: z.array(regionCode).max(50),
  })
  .meta({ id: 'OfferingContent' })
export type OfferingContent = z.infer<typeof offeringContent>

export const offeringCard = z
  .object({
    id,
    kind: offeringKind,
    title: z.string(),
    problem: z.string().nullable(),
    /** The beginning of the description, 120 characters at most. */
    summary: z.string(),
    region: coded.nullable(),
    field: coded.nullable(),
    cooperation: z.array(cooperation),
    maturity: maturity.nullable(),
    price: money,
    owner: owner.nullable(),
    organisation: z.object({ id, name: z.string() }).nullable(),
    status: offeringStatus,
    publishedAt: instant.nullable(),
    origin,
  })
  .meta({ id: 'OfferingCard' })
export type OfferingCard = z.infer<typeof offeringCard>

export const studio = z
  .object({
    id,
    name: z.string(),
    motto: z.string().nullable(),
    owner,
    offerings: z.array(offeringCard),
    origin,
    updatedAt: instant,
  })
  .meta({ id: 'Studio' })
export type Studio = z.infer<typeof studio>

export const offering = offeringCard
  .extend({
    description: z.string(),
    scenarios: z.array(z.string()),
    differentiators: z.string().nullable(),
    keywords: z.array(z.string()),
    industries: z.array(coded),
    discipline: coded.nullable(),
    intellectualProperty: z.array(intellectualProperty.extend({ title: z.string(), number: z.string().nullable() })),
    evidence: z.object({ status: evidenceStatus, note: z.string().nullable(), validUntil: day.nullable() }).nullable(),
    licenceFirst: z.boolean(),
    hoursPerMonth: z.int().nullable(),
    servesRegions: z.array(coded),
    studio: z.object({ id, name: z.string() }).nullable(),
    /** When the owner last said that the offering still stands. */
    confirmedAt: instant.nullable(),
    updatedAt: instant,
    version: z.int(),
    actions: z.array(offeringAction),
  })
  .meta({ id: 'Offering' })
export type Offering = z.infer<typeof offering>

export const offeringFilters = {
  region: several(regionCode).optional(),
  industry: several(industryCode).optional(),
  field: several(fieldCode).optional(),
  kind: several(offeringKind).optional(),
  cooperation: several(cooperation).optional(),
}

export const offeringsApi = {
  list: endpoint('GET', '/api/offerings', {
    summary: 'Published offerings, newest first',
    permission: 'offering.read',
    query: z.strictObject({ ...offeringFilters, organisation: id.optional(), person: id.optional(), ...pageQuery }),
    reply: pageOf(offeringCard),
    isPublic: true,
  }),
  get: endpoint('GET', '/api/offerings/:id', {
    summary: 'One offering',
    permission: 'offering.read',
    params: byId,
    reply: offering,
    isPublic: true,
  }),
  act: endpoint('POST', '/api/offerings/:id/actions', {
    summary: 'Take an offering one step along its workflow',
    permission: 'offering.act',
    params: byId,
    body: z.strictObject({ action: offeringAction, reason: text(0, 2_000).default('') }),
    reply: offering,
  }),
  studio: endpoint('GET', '/api/studios/:id', {
    summary: 'One studio with its published offerings',
    permission: 'offering.read',
    params: byId,
    reply: studio,
    isPublic: true,
  }),
}
