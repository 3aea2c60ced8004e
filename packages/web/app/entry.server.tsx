import { createHash } from 'node:crypto'
import { renderToString } from 'react-dom/server'
import { type EntryContext, isRouteErrorResponse, ServerRouter } from 'react-router'
import type { PortalContext } from './portal/context.ts'
import { Surroundings } from './portal/surroundings.tsx'
import critical from './styles/critical.css?inline'

const styleHash = createHash('sha256').update(critical).digest('base64')

/** Portal pages run no inline script and hold no inline style but the one sheet in their head, named by its hash. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' 'sha256-${styleHash}'`,
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join('; ')

/** A page as one string: pages are small, and a whole one can carry an ETag. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  entry: EntryContext,
  context: PortalContext,
): Response {
  const html = renderToString(
    <Surroundings value={context.surroundings}>
      <ServerRouter context={entry} url={request.url} />
    </Surroundings>,
  )
  headers.set('content-type', 'text/html; charset=utf-8')
  headers.set('content-security-policy', contentSecurityPolicy)
  headers.set('content-language', context.lang === 'zh' ? 'zh-CN' : 'en')
  return new Response(`<!DOCTYPE html>${html}`, { status, headers })
}

/** Bugs go to the log; refusals were meant. */
export function handleError(error: unknown, { request, context }: { request: Request; context: PortalContext }): void {
  if (!request.signal.aborted && !isRouteErrorResponse(error)) context.report(error)
}
