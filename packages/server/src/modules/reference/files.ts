import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { disciplineCode, fieldCode, industryCode, regionCode, text } from '@keyun/api'
import { z } from 'zod'

/** The data files that come with Keyun. */
const folder = new URL('../../../reference/', import.meta.url)

const name = text(1, 80)
/** Which standard, which edition: shown wherever the table is. */
const head = { standard: name, title: z.strictObject({ zh: name, en: name }), edition: name, note: text(0, 400) }
const entry = { zh: name, en: text(1, 120).optional() }

/**
 * A province with all that is in it, by GB/T 2260. A county belongs to the city whose code it begins with, or to the
 * province where the file has no such city.
 */
export const regionFile = z
  .strictObject({
    ...head,
    entries: z
      .array(
        z.strictObject({
          ...entry,
          code: regionCode,
          /** The name in everyday text, where it is not just the name without 省, 市, 区 or 县. */
          short: name.optional(),
          /** Former and colloquial names. */
          aliases: z.array(name).max(10).optional(),
          /** The short name is also an ordinary word or another known place: alone it says nothing. */
          common: z.boolean().optional(),
          initials: z
            .string()
            .regex(/^[a-z]+$/)
            .optional(),
        }),
      )
      .min(1)
      .max(2_000),
  })
  .superRefine(({ entries }, ctx) => {
    const top = entries[0]?.code ?? ''
    if (!top.endsWith('0000')) ctx.addIssue({ code: 'custom', message: 'The first entry is the province.' })
    const seen = new Set<string>()
    for (const { code } of entries) {
      if (!code.startsWith(top.slice(0, 2))) ctx.addIssue({ code: 'custom', message: `${code} is not in ${top}.` })
      if (seen.has(code)) ctx.addIssue({ code: 'custom', message: `${code} is there twice.` })
      seen.add(code)
    }
  })
export type RegionFile = z.infer<typeof regionFile>
export type RegionSource = RegionFile['entries'][number]

const industryFile = z.object({
  ...head,
  /** Names of former editions and usual labels, with the code they mean. */
  labels: z.record(z.string(), industryCode),
  entries: z.array(z.strictObject({ ...entry, code: industryCode })),
})

const disciplineFile = z.object({
  ...head,
  entries: z.array(z.strictObject({ ...entry, code: disciplineCode, parent: disciplineCode.optional() })),
})

const fieldFile = z.object({
  ...head,
  entries: z.array(
    z.strictObject({
      ...entry,
      code: fieldCode,
      /** What other platforms call it. */
      aliases: z.array(name).optional(),
      /** GB/T 4754 codes whose work mostly falls into it. */
      industries: z.array(industryCode).optional(),
    }),
  ),
})

const readinessFile = z.object({
  ...head,
  levels: z.array(
    z.strictObject({ level: z.int().min(1).max(9), zh: name, en: name, detailZh: z.string(), detailEn: z.string() }),
  ),
})

const day = z.iso.date()
const calendarFile = z.object({
  ...head,
  years: z.array(
    z.strictObject({
      year: z.int(),
      notice: name,
      announced: day,
      holidays: z.array(z.strictObject({ zh: name, en: name, from: day, to: day })),
      /** Saturdays and Sundays that are worked. */
      working: z.array(day),
    }),
  ),
})
export type CalendarYear = z.infer<typeof calendarFile>['years'][number]

/** Raised when the tables are filled in another way from the same files. */
const fillVersion = 1

export const homeProvince = '510000'

export const files = {
  regions: read('regions/510000.json', regionFile),
  industries: read('industries.json', industryFile),
  disciplines: read('disciplines.json', disciplineFile),
  fields: read('fields.json', fieldFile),
  readiness: read('readiness.json', readinessFile),
  calendar: read('calendar.json', calendarFile),
}

/** A file's content with its hash, by which a newer version is known. */
function read<S extends z.ZodType>(path: string, schema: S): z.output<S> & { readonly hash: string } {
  const text = readFileSync(new URL(path, folder), 'utf8')
  try {
    return { ...(schema.parse(JSON.parse(text)) as z.output<S> & object), hash: hashOf(text) }
  } catch (cause) {
    throw new Error(`The reference file ${path} is not as it should be`, { cause })
  }
}

export function hashOf(text: string): string {
  return createHash('sha256').update(`${fillVersion}\n${text}`).digest('base64url')
}
