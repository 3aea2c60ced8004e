import type { homeApi, ReplyOf } from '@keyun/api'
import { sql } from 'kysely'
import type { Context } from '../../platform/context.ts'
import { counts as identityCounts } from '../identity/index.ts'
import { countMatchedNeeds } from '../matching/index.ts'
import * as needs from '../needs/index.ts'
import * as offerings from '../offerings/index.ts'
import { fields, regions } from '../reference/index.ts'

/** Items of each list on the front page. */
const newest = 6

/** What the front page shows. Figures count what a visitor can find at this moment. */
export async function home(ctx: Context): Promise<ReplyOf<typeof homeApi.home>> {
  const needTally = await needs.tally(ctx)
  const offeringTally = await offerings.tally(ctx)
  const { people, organisations } = await identityCounts(ctx)
  const needCount = sum(needTally)
  const at = ctx.now.toISOString()
  const newestNeeds = await needs.list(ctx, { limit: newest })
  const newestOfferings = await offerings.list(ctx, { limit: newest })
  const matched = await countMatchedNeeds(ctx)
  return {
    figures: [
      { code: 'needs', value: needCount, of: null, at },
      { code: 'offerings', value: sum(offeringTally), of: null, at },
      { code: 'matched_needs', value: Math.min(matched, needCount), of: needCount, at },
      { code: 'people', value: people, of: null, at },
      { code: 'organisations', value: organisations, of: null, at },
    ],
    cities: cities().map((region) => ({
      region,
      needs: sum(needTally.filter((row) => row.city === region.code.slice(0, 4))),
      offerings: sum(offeringTally.filter((row) => row.city === region.code.slice(0, 4))),
    })),
    fields: fields.children(null).map((field) => ({
      field: fields.coded(field.code),
      needs: sum(needTally.filter((row) => isIn(row.field, field.code))),
      offerings: sum(offeringTally.filter((row) => isIn(row.field, field.code))),
    })),
    needs: newestNeeds.items,
    offerings: newestOfferings.items,
    isSample: [...newestNeeds.items, ...newestOfferings.items].some((item) => item.origin.kind === 'sample'),
  }
}

/** Cities of the province, in the order of their codes. */
const cities = () =>
  regions
    .all()
    .filter((entry) => entry.level === 2)
    .map((entry) => regions.coded(entry.code))
const sum = (rows: readonly { count: number }[]) => rows.reduce((total, row) => total + row.count, 0)
const isIn = (code: string | null, root: string) => code === root || code?.startsWith(`${root}.`) === true

/** Addresses of one part of the sitemap. */
const entriesOfPart = 10_000

/** Addresses of everything public, in parts, in the order of ids. */
export async function sitemap({ db }: Context, part: number): Promise<ReplyOf<typeof homeApi.sitemap>> {
  const all = sql`
    select 'need' as kind, id, updated_at from needs.need where status in ('published', 'matched', 'contracted', 'solved')
    union all select 'offering', id, updated_at from offerings.offering where status in ('published', 'reserved')
    union all select 'person', id, updated_at from identity.person where status = 'active'
    union all select 'organisation', id, updated_at from identity.organisation where status = 'active'
    union all select 'studio', id, updated_at from offerings.studio where status = 'active'`
  const { rows: totals } = await sql<{ total: number }>`select count(*)::int as total from (${all}) entry`.execute(db)
  const { rows } = await sql<{ kind: string; id: string; updatedAt: Date }>`
    select kind, id, updated_at from (${all}) entry order by id limit ${entriesOfPart} offset ${part * entriesOfPart}`.execute(
    db,
  )
  return {
    parts: Math.max(1, Math.ceil((totals[0]?.total ?? 0) / entriesOfPart)),
    entries: rows.map(({ kind, id, updatedAt }) => ({
      kind: kind as 'need' | 'offering' | 'person' | 'organisation' | 'studio', // one of the words above
      id,
      updatedAt: updatedAt.toISOString(),
    })),
  }
}
