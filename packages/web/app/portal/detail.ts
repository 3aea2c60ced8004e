import { byId, type Money } from '@keyun/api'
import { data, redirect } from 'react-router'
import type { Thing } from '../components/JsonLd.tsx'
import type { Args } from './context.ts'

/** The id of the address. Nothing else was ever a page; one in capital letters is sent to the one address there is. */
export function idOf({ params, request }: Pick<Args, 'params' | 'request'>): string {
  const id = params.id ?? ''
  if (!byId.safeParse({ id }).success) throw data(null, { status: 404 })
  const own = id.toLowerCase()
  if (id !== own) throw redirect(new URL(request.url).pathname.replace(id, own), 301)
  return id
}

/** A list that is paged by its own parameter of the address, so that a page may hold several. */
export function pageOf({ request }: Pick<Args, 'request'>, list: string): { cursor?: string } {
  const cursor = new URL(request.url).searchParams.get(list)
  return cursor ? { cursor } : {}
}

/** An amount in the words of schema.org; nothing where it is open. */
export function priceOf({ mode, minYuan, maxYuan }: Money): Thing | undefined {
  if (mode === 'free') return { '@type': 'PriceSpecification', price: 0, priceCurrency: 'CNY' }
  if (minYuan === null && maxYuan === null) return undefined
  return {
    '@type': 'PriceSpecification',
    priceCurrency: 'CNY',
    ...(minYuan !== null && { minPrice: minYuan }),
    ...(maxYuan !== null && { maxPrice: maxYuan }),
  }
}

export const organisationThing = (organisation: { readonly name: string } | null): Thing | undefined =>
  organisation ? { '@type': 'Organization', name: organisation.name } : undefined
