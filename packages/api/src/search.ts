import { z } from 'zod'
import { fieldCode, names, originKind, regionCode, several } from './common.ts'
import { endpoint } from './endpoint.ts'
import { organisationCard, organisationType, personCard, personRole } from './identity.ts'
import { needCard, needFilters } from './needs.ts'
import { offeringCard, offeringFilters } from './offerings.ts'

/** Bands of readiness, for people who do not think in TRL: idea 1–3, sample 4–6, product 7–9. */
export const maturityBand = z.enum(['idea', 'sample', 'product'])
/** Bands of money in yuan: under 50 000, to 200 000, to 1 million, above, open. */
export const moneyBand = z.enum(['under_50k', 'to_200k', 'to_1m', 'over_1m', 'open'])

const words = z
  .string()
  .max(2_000)
  .refine((value) => value.isWellFormed(), { error: 'The text holds half of a character (a lone surrogate).' })
  .transform((value) => value.trim())
  .default('')
  .describe('Words or a sentence, Chinese or Latin')

const paging = { page: z.coerce.number().int().min(1).max(100).default(1).describe('Page of 20, 1 to 100') }

export const facet = z
  .object({
    name: z.string(),
    values: z.array(z.object({ value: z.string(), name: names.nullable(), count: z.int(), isSelected: z.boolean() })),
  })
  .meta({ id: 'Facet' })
export type Facet = z.infer<typeof facet>

const found = <S extends z.ZodType>(item: S) =>
  z.object({
    items: z.array(item),
    total: z.int(),
    page: z.int(),
    pages: z.int(),
    facets: z.array(facet),
    /** False while the index is being built: the items are then the newest ones, unranked. */
    isReady: z.boolean(),
  })

export const searchApi = {
  offerings: endpoint('GET', '/api/search/offerings', {
    summary: 'Search offerings, with counts by facet',
    permission: 'offering.read',
    query: z.strictObject({
      q: words,
      ...offeringFilters,
      maturity: several(maturityBand).optional(),
      price: several(moneyBand).optional(),
      origin: several(originKind).optional(),
      sort: z.enum(['relevance', 'newest', 'price']).default('relevance'),
      ...paging,
    }),
    reply: found(offeringCard),
    isPublic: true,
  }),
  needs: endpoint('GET', '/api/search/needs', {
    summary: 'Search needs, with counts by facet',
    permission: 'need.read',
    query: z.strictObject({
      q: words,
      ...needFilters,
      budget: several(moneyBand).optional(),
      origin: several(originKind).optional(),
      sort: z.enum(['relevance', 'newest', 'budget', 'deadline']).default('relevance'),
      ...paging,
    }),
    reply: found(needCard),
    isPublic: true,
  }),
  people: endpoint('GET', '/api/search/people', {
    summary: 'Search people, with counts by facet',
    permission: 'person.read',
    query: z.strictObject({
      q: words,
      region: several(regionCode).optional(),
      field: several(fieldCode).optional(),
      role: several(personRole).optional(),
      ...paging,
    }),
    reply: found(personCard),
    isPublic: true,
  }),
  organisations: endpoint('GET', '/api/search/organisations', {
    summary: 'Search organisations, with counts by facet',
    permission: 'organisation.read',
    query: z.strictObject({
      q: words,
      region: several(regionCode).optional(),
      type: several(organisationType).optional(),
      ...paging,
    }),
    reply: found(organisationCard),
    isPublic: true,
  }),
  suggest: endpoint('GET', '/api/search/suggestions', {
    summary: 'Words that items here use, by their beginning or pinyin initials',
    permission: 'search.suggest',
    cost: 'light',
    query: z.strictObject({
      q: z.string().trim().min(1).max(40),
      limit: z.coerce.number().int().min(1).max(20).default(8),
    }),
    reply: z.object({ items: z.array(z.string()) }),
    isPublic: true,
  }),
}
