import { matchingApi } from '@keyun/api'
import type { Serve } from '../../platform/http.ts'
import type { LiveIndex } from '../search/index.ts'
import * as matching from './service.ts'

export function matchingRoutes(serve: Serve, live: LiveIndex): void {
  serve(matchingApi.forNeed, (ctx, { params, query }) => matching.forNeed(ctx, params.id, query.limit))
  serve(matchingApi.forOffering, (ctx, { params, query }) => matching.forOffering(ctx, params.id, query.limit))
  serve(matchingApi.try, (ctx, { body }) => matching.tryText(ctx, live, body))
}
