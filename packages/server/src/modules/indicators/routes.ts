import { homeApi } from '@keyun/api'
import type { Serve } from '../../platform/http.ts'
import * as indicators from './service.ts'

export function indicatorRoutes(serve: Serve): void {
  serve(homeApi.home, (ctx) => indicators.home(ctx))
  serve(homeApi.sitemap, (ctx, { query }) => indicators.sitemap(ctx, query.part))
}
