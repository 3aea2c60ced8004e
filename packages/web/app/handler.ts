import * as build from 'virtual:react-router/server-build'
import { createRequestHandler } from 'react-router'
import { type Host, PortalContext } from './portal/context.ts'

const respond = createRequestHandler(build, process.env.NODE_ENV === 'development' ? 'development' : 'production')

/** The whole web side as the server sees it: a request in, a response out. */
export async function handle(request: Request, host: Host): Promise<Response> {
  const response = await respond(request, new PortalContext(request, host))
  const headers = new Headers(response.headers)
  if (!headers.has('cache-control')) headers.set('cache-control', caching(request, response.status))
  headers.append('vary', 'Cookie')
  return new Response(response.body, { status: response.status, headers })
}

/** Shared caches may keep what a visitor without any cookie gets; whatever may depend on one is private. */
function caching(request: Request, status: number): string {
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  if (!isRead || status >= 400) return 'no-store'
  return request.headers.has('cookie') ? 'private, no-cache' : 'public, max-age=60, stale-while-revalidate=300'
}
