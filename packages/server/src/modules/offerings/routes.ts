import { offeringsApi } from '@keyun/api'
import type { Serve } from '../../platform/http.ts'
import { notFound } from '../../platform/problems.ts'
import * as offerings from './service.ts'
import * as store from './store.ts'

export function offeringRoutes(serve: Serve): void {
  serve(offeringsApi.list, (ctx, { query }) => store.list(ctx, query))
  serve(offeringsApi.get, (ctx, { params }) => offerings.get(ctx, params.id))
  serve(offeringsApi.act, (ctx, { params, body }) => offerings.act(ctx, params.id, body.action, body.reason))
  serve(offeringsApi.studio, async (ctx, { params }) => {
    const studio = await store.findStudio(ctx, params.id)
    if (!studio) throw notFound('studio', params.id)
    return studio
  })
}
