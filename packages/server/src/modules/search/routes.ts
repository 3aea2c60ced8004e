import { searchApi } from '@keyun/api'
import type { Serve } from '../../platform/http.ts'
import type { LiveIndex } from './live.ts'
import * as search from './service.ts'

export function searchRoutes(serve: Serve, live: LiveIndex): void {
  serve(searchApi.offerings, (ctx, { query }) => search.searchOfferings(ctx, live, query))
  serve(searchApi.needs, (ctx, { query }) => search.searchNeeds(ctx, live, query))
  serve(searchApi.people, (ctx, { query }) => search.searchPeople(ctx, live, query))
  serve(searchApi.organisations, (ctx, { query }) => search.searchOrganisations(ctx, live, query))
  serve(searchApi.suggest, (_ctx, { query }) => ({ items: search.suggest(live, query.q, query.limit) }))
}
