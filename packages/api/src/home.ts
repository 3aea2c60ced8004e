import { z } from 'zod'
import { coded, instant } from './common.ts'
import { endpoint } from './endpoint.ts'
import { needCard } from './needs.ts'
import { offeringCard } from './offerings.ts'

/** A figure with what it counts, so that it can be trusted. */
export const figure = z
  .object({
    code: z.enum(['offerings', 'needs', 'matched_needs', 'people', 'organisations']),
    value: z.int(),
    of: z.int().nullable(),
    at: instant,
  })
  .meta({ id: 'Figure' })

export const homeApi = {
  home: endpoint('GET', '/api/home', {
    summary: 'What the front page shows: figures, cities, what is new',
    permission: 'home.read',
    reply: z.object({
      figures: z.array(figure),
      cities: z.array(z.object({ region: coded, needs: z.int(), offerings: z.int() })),
      fields: z.array(z.object({ field: coded, needs: z.int(), offerings: z.int() })),
      needs: z.array(needCard),
      offerings: z.array(offeringCard),
      isSample: z.boolean(),
    }),
    isPublic: true,
  }),
  sitemap: endpoint('GET', '/api/sitemap', {
    summary: 'Addresses of all public items, for search engines',
    permission: 'home.read',
    query: z.strictObject({ part: z.coerce.number().int().min(0).max(1000).default(0) }),
    reply: z.object({
      parts: z.int(),
      entries: z.array(
        z.object({
          kind: z.enum(['need', 'offering', 'person', 'organisation', 'studio']),
          id: z.uuid(),
          updatedAt: instant,
        }),
      ),
    }),
    isPublic: true,
  }),
}
