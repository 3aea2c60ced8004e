import type { Facet, ReplyOf, searchApi } from '@keyun/api'
import { analyse, type BrowsePage, type Filter } from '@keyun/engine'
import type { Context } from '../../platform/context.ts'
import { listOrganisations, listPeople, newestOrganisations, newestPeople } from '../identity/index.ts'
import * as needs from '../needs/index.ts'
import * as offerings from '../offerings/index.ts'
import type { Collection } from './documents.ts'
import { nameOfValue, shownValues } from './facets.ts'
import type { LiveIndex } from './live.ts'

/** Items of a page of results. */
const pageSize = 20
/** As far as the contract lets a caller turn; who wants more narrows the search. */
const mostPages = 100

type Query = { q: string; page: number; sort?: string | undefined } & Record<string, unknown>

/** Attributes that are counted, in the order they are shown. */
const facetsOf: Record<Collection, readonly string[]> = {
  offering: ['region', 'field', 'industry', 'kind', 'maturity', 'cooperation', 'price', 'origin'],
  need: ['region', 'field', 'industry', 'cooperation', 'budget', 'origin'],
  person: ['region', 'field', 'role'],
  organisation: ['region', 'type'],
}

const orders: Record<string, { by: string; direction: 'asc' | 'desc' }> = {
  newest: { by: 'publishedAt', direction: 'desc' },
  price: { by: 'price', direction: 'asc' },
  budget: { by: 'budget', direction: 'desc' },
  deadline: { by: 'deadline', direction: 'asc' },
}

type Found<Card> = { items: Card[]; total: number; page: number; pages: number; facets: Facet[]; isReady: boolean }

export const searchOfferings = (
  ctx: Context,
  live: LiveIndex,
  query: Query,
): Promise<ReplyOf<typeof searchApi.offerings>> =>
  search(
    ctx,
    live,
    'offering',
    query,
    offerings.listCards,
    async () => (await offerings.list(ctx, { limit: pageSize })).items,
  )

export const searchNeeds = (ctx: Context, live: LiveIndex, query: Query): Promise<ReplyOf<typeof searchApi.needs>> =>
  search(ctx, live, 'need', query, needs.listCards, async () => (await needs.list(ctx, { limit: pageSize })).items)

export const searchPeople = (ctx: Context, live: LiveIndex, query: Query): Promise<ReplyOf<typeof searchApi.people>> =>
  search(ctx, live, 'person', query, listPeople, () => newestPeople(ctx, pageSize))

export const searchOrganisations = (
  ctx: Context,
  live: LiveIndex,
  query: Query,
): Promise<ReplyOf<typeof searchApi.organisations>> =>
  search(ctx, live, 'organisation', query, listOrganisations, () => newestOrganisations(ctx, pageSize))

/** The words of titles, keywords and names that begin so, over all collections; the commonest first. */
export function suggest(live: LiveIndex, prefix: string, limit: number): string[] {
  const found = (['offering', 'need', 'person', 'organisation'] as const).flatMap(
    (collection) => live.get(collection)?.suggest(prefix, limit) ?? [],
  )
  const counts = new Map<string, number>()
  for (const { text, count } of found) counts.set(text, (counts.get(text) ?? 0) + count)
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, limit)
    .map(([text]) => text)
}

async function search<Card>(
  ctx: Context,
  live: LiveIndex,
  collection: Collection,
  query: Query,
  cards: (ctx: Context, ids: readonly string[]) => Promise<Card[]>,
  newest: () => Promise<Card[]>,
): Promise<Found<Card>> {
  const index = live.get(collection)
  if (!index) {
    const items = await newest()
    return { items, total: items.length, page: 1, pages: 1, facets: [], isReady: false }
  }
  const selected = selection(collection, query)
  const filter: Filter = { attributes: selected }
  const order = query.sort && query.sort !== 'relevance' ? orders[query.sort] : undefined
  const ask = (number: number) =>
    index.browse({
      ...(query.q && { query: analyse({ title: query.q }) }),
      filter,
      order: order ?? (query.q ? 'relevance' : defaultOrder(collection)),
      offset: (number - 1) * pageSize,
      limit: pageSize,
      facets: facetsOf[collection],
    })
  const asked = ask(query.page)
  const pages = Math.min(mostPages, Math.max(1, Math.ceil(asked.total / pageSize)))
  const number = Math.min(query.page, pages) // an old address may point beyond the end
  const page = number === query.page ? asked : ask(number)
  return {
    items: await cards(
      ctx,
      page.hits.map((hit) => hit.id),
    ),
    total: page.total,
    page: number,
    pages,
    facets: toFacets(collection, page, selected),
    isReady: true,
  }
}

function defaultOrder(collection: Collection) {
  const by = collection === 'need' || collection === 'offering' ? 'publishedAt' : 'updatedAt'
  return { by, direction: 'desc' as const }
}

function selection(collection: Collection, query: Query): Record<string, string[]> {
  const chosen = facetsOf[collection].flatMap((name) => {
    const values = query[name]
    return Array.isArray(values) && values.length > 0 ? [[name, values as string[]] as const] : [] // parsed by the endpoint
  })
  return Object.fromEntries(chosen)
}

function toFacets(collection: Collection, page: BrowsePage, selected: Record<string, string[]>): Facet[] {
  return facetsOf[collection].map((name) => {
    const counted = page.facets[name] ?? []
    const chosen = selected[name] ?? []
    const counts = new Map(counted.map(({ value, count }) => [value, count]))
    const values = shownValues(
      name,
      counted.map(({ value }) => value),
      chosen,
    )
    return {
      name,
      values: values.map((value) => ({
        value,
        name: nameOfValue(name, value),
        count: counts.get(value) ?? 0,
        isSelected: chosen.includes(value),
      })),
    }
  })
}
