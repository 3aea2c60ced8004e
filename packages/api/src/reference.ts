import { z } from 'zod'
import { coded, day, disciplineCode, fieldCode, industryCode, names, regionCode } from './common.ts'
import { endpoint } from './endpoint.ts'

/** An entry of a code table as pickers need it. `name.en` is the Chinese name where the table has no English one. */
export const referenceEntry = coded
  .extend({
    /** 1 is the top of the tree. */
    level: z.int(),
    parentCode: z.string().nullable(),
    hasChildren: z.boolean(),
  })
  .meta({ id: 'ReferenceEntry' })
export type ReferenceEntry = z.infer<typeof referenceEntry>

/** Which table a list comes from: the standard with its year, and the edition that is loaded. */
export const referenceSource = z
  .object({ standard: z.string(), title: names, edition: z.string() })
  .meta({ id: 'ReferenceSource' })
export type ReferenceSource = z.infer<typeof referenceSource>

const words = z
  .string()
  .max(40, { error: 'At most 40 characters.' })
  .refine((value) => value.isWellFormed(), { error: 'The text holds half of a character (a lone surrogate).' })
  .transform((value) => value.trim())

/** The three endpoints of one code table; `top` limits the levels that can be asked for. */
function tree<C extends z.ZodType<string, string>>(table: string, one: string, code: C, top: number) {
  return {
    list: endpoint('GET', `/api/reference/${table}`, {
      summary: `One level of the tree of ${table}, or a search by name, pinyin initials or code`,
      permission: 'reference.read',
      cost: 'light',
      query: z.strictObject({
        parent: code.optional().describe('Only what is under this entry; without `q` or `level`, its children'),
        level: z.coerce.number().int().min(1).max(top).optional().describe(`A level of the tree, 1 to ${top}`),
        q: words.optional().describe('The beginning of a code or of pinyin initials, or a part of a name'),
        limit: z.coerce.number().int().min(1).max(1_000).default(200).describe('Entries at most, 1 to 1000'),
      }),
      reply: z.object({ source: referenceSource, items: z.array(referenceEntry), total: z.int() }),
      isPublic: true,
    }),
    get: endpoint('GET', `/api/reference/${table}/:code`, {
      summary: `One ${one} with what is above and directly under it`,
      permission: 'reference.read',
      cost: 'light',
      params: z.strictObject({ code }),
      reply: referenceEntry.extend({
        /** From the top down, without the entry itself. */
        ancestors: z.array(coded),
        children: z.array(referenceEntry),
        /** True where a newer version of the table has dropped the code. */
        isRetired: z.boolean(),
      }),
      isPublic: true,
    }),
  }
}

export const readinessLevel = z
  .object({ scheme: z.literal('trl'), level: z.int().min(1).max(9), name: names, detail: names })
  .meta({ id: 'ReadinessLevel' })
export type ReadinessLevel = z.infer<typeof readinessLevel>

export const calendarDay = z
  .object({
    day,
    isWorking: z.boolean(),
    /** The holiday, null on ordinary days. */
    holiday: names.nullable(),
    /** True while the State Council has not announced the year: only weekends are known then. */
    isProvisional: z.boolean(),
  })
  .meta({ id: 'CalendarDay' })
export type CalendarDay = z.infer<typeof calendarDay>

export const referenceApi = {
  regions: tree('regions', 'region', regionCode, 3),
  industries: tree('industries', 'industry', industryCode, 4),
  disciplines: tree('disciplines', 'discipline', disciplineCode, 3),
  fields: tree('fields', 'field', fieldCode, 2),
  readiness: endpoint('GET', '/api/reference/readiness', {
    summary: 'The nine readiness levels',
    permission: 'reference.read',
    cost: 'light',
    reply: z.object({ source: referenceSource, items: z.array(readinessLevel) }),
    isPublic: true,
  }),
  calendar: endpoint('GET', '/api/reference/calendar', {
    summary: 'Working days and holidays',
    permission: 'reference.read',
    cost: 'light',
    query: z
      .strictObject({ from: day.describe('First day'), to: day.describe('Last day, at most 366 days later') })
      .refine(({ from, to }) => from <= to && Date.parse(to) - Date.parse(from) <= 366 * 86_400_000, {
        error: '`to` is the same day as `from` or later, by 366 days at most.',
        path: ['to'],
      }),
    reply: z.object({ source: referenceSource, items: z.array(calendarDay), workingDays: z.int() }),
    isPublic: true,
  }),
}
