import { needsApi } from '@keyun/api'
import type { Serve } from '../../platform/http.ts'
import * as needs from './service.ts'
import * as store from './store.ts'

export function needRoutes(serve: Serve): void {
  serve(needsApi.list, (ctx, { query }) => store.list(ctx, query))
  serve(needsApi.get, (ctx, { params }) => needs.get(ctx, params.id))
  serve(needsApi.act, (ctx, { params, body }) => needs.act(ctx, params.id, body))
}
