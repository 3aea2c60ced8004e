import { z } from 'zod'

export const languages = ['zh', 'en'] as const
export const language = z.enum(languages)
export type Language = z.infer<typeof language>

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/

/** Text people write: trimmed, well-formed Unicode, without control characters but tabs and line ends. Lengths in UTF-16 units. */
export const text = (min: number, max: number) =>
  z
    .string()
    .max(max * 4, { error: `At most ${max} characters.` }) // before the trim, so that padding cannot be huge
    .refine((value) => value.isWellFormed(), { error: 'The text holds half of a character (a lone surrogate).' })
    .refine((value) => !control.test(value), { error: 'The text holds control characters.' })
    .transform((value) => value.replaceAll('\r\n', '\n').trim())
    .pipe(z.string().min(min).max(max))

export const id = z.uuid()
export const byId = z.strictObject({ id })

/** A calendar day in the region's time zone. */
export const day = z.iso.date()
export const instant = z.iso.datetime()

/** A name in the two languages of the interface. */
export const names = z.object({ zh: z.string(), en: z.string() }).meta({ id: 'Names' })
export type Names = z.infer<typeof names>

/** An entry of a code table with its names. */
export const coded = z.object({ code: z.string(), name: names }).meta({ id: 'Coded' })
export type Coded = z.infer<typeof coded>

export const regionCode = z.string().regex(/^\d{6}$/, { error: 'Six digits of GB/T 2260, such as 510700.' })
export const industryCode = z.string().regex(/^[A-T](\d{2,4})?$/, { error: 'A code of GB/T 4754, such as C2641.' })
export const disciplineCode = z.string().regex(/^\d{3}(\d{2}){0,2}$/, { error: 'A code of GB/T 13745, such as 53021.' })
export const fieldCode = z
  .string()
  .regex(/^[a-z_]{2,40}(\.[a-z_]{2,40})?$/, { error: 'A technical field, such as materials.coating.' })

/** Several values of one filter in one query parameter, separated by commas: `region=510100,510700`. */
export const several = <S extends z.ZodType<string, string>>(one: S) =>
  z
    .string()
    .max(400)
    .transform((value) => [...new Set(value.split(',').filter(Boolean))])
    .pipe(z.array(one).max(30))

export const originKind = z.enum(['own', 'imported', 'sample'])
/** Where an item came from; imported and sample items carry a visible mark. */
export const origin = z
  .object({
    kind: originKind,
    /** What the source is called, for imported items. */
    source: z.string().nullable(),
    externalId: z.string().nullable(),
  })
  .meta({ id: 'Origin' })
export type Origin = z.infer<typeof origin>

export const cooperation = z.enum([
  'transfer',
  'licence',
  'joint_development',
  'commissioned_development',
  'consulting',
  'service',
  'equity',
])
export type Cooperation = z.infer<typeof cooperation>

/** Whole yuan (CNY). `negotiable` and `free` carry no amounts, `fixed` carries the same amount twice. */
export const money = z
  .object({
    mode: z.enum(['fixed', 'range', 'negotiable', 'free']),
    minYuan: z.int().min(0).max(1e12).nullable(),
    maxYuan: z.int().min(0).max(1e12).nullable(),
  })
  .refine((value) => value.minYuan === null || value.maxYuan === null || value.minYuan <= value.maxYuan, {
    error: 'The lower amount is above the upper one.',
    path: ['minYuan'],
  })
  .meta({ id: 'Money' })
export type Money = z.infer<typeof money>

/** Cursor paging: pass `next` back as `cursor`; null on the last page. */
export const pageQuery = {
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,200}$/, { error: 'Pass the `next` of the page before as it came.' })
    .optional()
    .describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('Items a page, 1 to 100'),
}
export const pageOf = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), next: z.string().nullable() })

/** RFC 9457. `errors` names the fields of a refused input. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    instance: z.string().optional(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof problem>
