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

export const needStatus = z.enum([
  'draft',
  'submitted',
  'on_hold',
  'published',
  'matched',
  'contracted',
  'solved',
  'withdrawn',
  'expired',
  'parked',
  'referred',
  'closed_unmet',
])
export type NeedStatus = z.infer<typeof needStatus>

export const needAction = z.enum([
  'submit',
  'hold',
  'resubmit',
  'publish',
  'park',
  'refer',
  'match',
  'contract',
  'solve',
  'withdraw',
  'restore',
  'expire',
  'close_unmet',
])
export type NeedAction = z.infer<typeof needAction>

/** Why a need was closed without being met. */
export const unmetReason = z.enum([
  'budget',
  'deadline',
  'no_supplier',
  'too_vague',
  'confidentiality',
  'solved_internally',
  'duplicate',
  'other',
])
export type UnmetReason = z.infer<typeof unmetReason>

/** 1 public, 2 matched parties, 3 after a signed NDA. */
export const disclosureTier = z.enum(['public', 'matched', 'nda'])
export type DisclosureTier = z.infer<typeof disclosureTier>

/** Who is to own what comes out. */
const ipStance = z.enum(['owner', 'shared', 'supplier', 'negotiable'])

/** A target indicator: a number with its unit and how it is tested. */
export const target = z
  .object({
    name: text(1, 120),
    comparator: z.enum(['≥', '≤', '=', 'range']),
    value: z.number().min(-1e12).max(1e12),
    /** The upper end of a range, else null. */
    maxValue: z.number().min(-1e12).max(1e12).nullable(),
    unit: text(0, 40),
    method: text(1, 400).nullable(),
    /** True for must, false for wish. */
    must: z.boolean(),
  })
  .refine((value) => (value.comparator === 'range') === (value.maxValue !== null && value.maxValue >= value.value), {
    error: 'A range has an upper value not below the lower one; other comparators have none.',
    path: ['maxValue'],
  })
  .meta({ id: 'Target' })
export type Target = z.infer<typeof target>

/** What an owner writes on the need card that everybody may read. */
export const needContent = z
  .strictObject({
    title: text(2, 160),
    problem: text(1, 20_000),
    situation: text(1, 20_000).nullable(),
    tried: text(1, 4_000).nullable(),
    targets: z.array(target).max(30),
    constraints: text(1, 4_000).nullable(),
    deadline: day.nullable(),
    budget: money,
    ipStance: ipStance.nullable(),
    cooperation: z.array(cooperation).max(7),
    /** The office that decides, never a person's name. */
    decisionOwner: text(1, 120).nullable(),
    keywords: z.array(text(1, 40)).max(20),
    regionCode: regionCode.nullable(),
    fieldCode: fieldCode.nullable(),
    industryCodes: z.array(industryCode).max(10),
    disciplineCode: disciplineCode.nullable(),
    isHardProblem: z.boolean(),
  })
  .meta({ id: 'NeedContent' })
export type NeedContent = z.infer<typeof needContent>

export const needCard = z
  .object({
    id,
    title: z.string(),
    /** The beginning of the problem, 120 characters at most. */
    summary: z.string(),
    region: coded.nullable(),
    field: coded.nullable(),
    budget: money,
    deadline: day.nullable(),
    cooperation: z.array(cooperation),
    isHardProblem: z.boolean(),
    organisation: z.object({ id, name: z.string() }).nullable(),
    status: needStatus,
    publishedAt: instant.nullable(),
    origin,
  })
  .meta({ id: 'NeedCard' })
export type NeedCard = z.infer<typeof needCard>

export const need = needCard
  .extend({
    problem: z.string(),
    situation: z.string().nullable(),
    tried: z.string().nullable(),
    targets: z.array(target),
    constraints: z.string().nullable(),
    ipStance: ipStance.nullable(),
    decisionOwner: z.string().nullable(),
    keywords: z.array(z.string()),
    industries: z.array(coded),
    discipline: coded.nullable(),
    /** The highest tier that holds something; what it holds is read apart, by those who may. */
    disclosure: disclosureTier,
    /** Tier 2, where the caller may read it. */
    matchedDetails: z.string().nullable(),
    unmetReason: unmetReason.nullable(),
    updatedAt: instant,
    version: z.int(),
    actions: z.array(needAction),
  })
  .meta({ id: 'Need' })
export type Need = z.infer<typeof need>

export const needFilters = {
  region: several(regionCode).optional(),
  industry: several(industryCode).optional(),
  field: several(fieldCode).optional(),
  cooperation: several(cooperation).optional(),
}

export const needsApi = {
  list: endpoint('GET', '/api/needs', {
    summary: 'Published needs, newest first',
    permission: 'need.read',
    query: z.strictObject({ ...needFilters, organisation: id.optional(), ...pageQuery }),
    reply: pageOf(needCard),
    isPublic: true,
  }),
  get: endpoint('GET', '/api/needs/:id', {
    summary: 'One need',
    permission: 'need.read',
    params: byId,
    reply: need,
    isPublic: true,
  }),
  act: endpoint('POST', '/api/needs/:id/actions', {
    summary: 'Take a need one step along its workflow',
    permission: 'need.act',
    params: byId,
    body: z.strictObject({
      action: needAction,
      reason: text(0, 2_000).default(''),
      /** Required by `close_unmet`. */
      unmetReason: unmetReason.optional(),
    }),
    reply: need,
  }),
}
