import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import compress from '@fastify/compress'
import statics from '@fastify/static'
import type { Call, Endpoint, InputOf, Names, Problem, ReplyOf } from '@keyun/api'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { quickly } from './compression.ts'
import { matches } from './http.ts'
import { Refusal, toProblem } from './problems.ts'

/** What the operator says about the site; pages show it. `web` states the same shape, because neither may import the other. */
export type SiteSettings = {
  readonly siteName: Names
  /** The site's own origin, such as https://keyun.example, without a slash at the end. */
  readonly publicUrl: string
  readonly organiser: Names | null
  readonly icp: string | null
  readonly police: string | null
  readonly helpPhone: string | null
  readonly helpMail: string | null
  readonly isDemo: boolean
}

export type WebOptions = {
  /** The folder that `buildWeb` names; or the sources, rebuilt as they change, for development. */
  readonly build: string | WebSources
  /** What the server answers. The bundle of the pages holds its own copies of these values, found again by method and path. */
  readonly endpoints: readonly Endpoint[]
  /** On whose behalf a page asks, and for which site. */
  contextFor(request: FastifyRequest): { readonly call: Call; readonly settings: SiteSettings }
}

type Host = {
  readonly call: Call
  readonly settings: SiteSettings
  readonly requestId: string
  problemOf(error: unknown): Problem
  report(error: unknown): void
  readonly refused?: Problem
}
type Handle = (request: Request, host: Host) => Promise<Response>
/** What `packages/web/dev.ts` gives. */
export type WebSources = {
  middlewares(request: FastifyRequest['raw'], reply: FastifyReply['raw'], next: (error?: Error) => void): void
  readonly handle: Handle
}

/** Portal forms are short texts; files come by their own way. */
const formLimitBytes = 256 * 1024

const headers = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
}

/** Serves the pages and their assets: every address that no other route has, but those under /api. */
export async function mountWeb(app: FastifyInstance, options: WebOptions): Promise<void> {
  const { build } = options
  const handle = typeof build === 'string' ? await handleOf(build) : build.handle
  await app.register(async (scope) => {
    await scope.register(compress, {
      globalDecompression: false,
      encodings: ['br', 'gzip'],
      ...quickly,
    })
    scope.addHook('onRequest', async (_request, reply) => void reply.headers(headers))
    if (typeof build === 'string') {
      await scope.register(statics, {
        root: join(build, 'client', 'assets'),
        prefix: '/assets/',
        maxAge: '1y',
        immutable: true, // names carry a hash of the content
      })
    } else {
      scope.addHook('onRequest', (request, reply, next) => build.middlewares(request.raw, reply.raw, next))
    }
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: formLimitBytes }, (_request, body, done) =>
      done(null, body),
    )
    const answer = async (request: FastifyRequest, reply: FastifyReply, refused?: Problem) => {
      const host = hostFor(options, request, refused)
      return send(request, reply, await handle(webRequest(request, reply, host, refused), host))
    }
    scope.setErrorHandler(async (error, request, reply) => {
      const problem = toProblem(error, request.id)
      if (problem.status >= 500 && !(error instanceof Refusal)) request.log.error({ err: error }, 'page failed')
      return answer(request, reply, problem)
    })
    scope.route({
      method: ['GET', 'HEAD', 'POST'],
      url: '/*',
      handler: async (request, reply) => {
        if (request.url.startsWith('/api/')) return reply.callNotFound()
        if (request.method === 'POST') requireOwnOrigin(request, options.contextFor(request).settings.publicUrl)
        return answer(request, reply)
      },
    })
  })
}

async function handleOf(build: string): Promise<Handle> {
  const bundle = await import(pathToFileURL(join(build, 'server', 'index.js')).href)
  return bundle.handle
}

function hostFor(options: WebOptions, request: FastifyRequest, refused: Problem | undefined): Host {
  const { call, settings } = options.contextFor(request)
  const ask = <E extends Endpoint>({ method, path }: E, input: InputOf<E>): Promise<ReplyOf<E>> => {
    const own = options.endpoints.find((endpoint) => endpoint.method === method && endpoint.path === path)
    if (!own) throw new Error(`No endpoint ${method} ${path}`)
    return call(own as E, input) // the same endpoint in another copy of the contract
  }
  return {
    call: ask,
    settings,
    requestId: request.id,
    problemOf: (error) => toProblem(error, request.id),
    report: (error) => request.log.error({ err: error }, 'page failed'),
    ...(refused && { refused }),
  }
}

/** A form of another site must not act here; browsers name the site a post comes from. */
function requireOwnOrigin(request: FastifyRequest, publicUrl: string): void {
  const { origin, host } = request.headers
  const isOwn =
    origin === undefined
      ? (request.headers['sec-fetch-site'] ?? 'same-origin') === 'same-origin'
      : origin === publicUrl || origin === `http://${host}` || origin === `https://${host}`
  if (!isOwn) throw new Refusal('forbidden', 'web/foreign-origin', 'This form was sent from another site.')
}

/** A refused request asks for the page it would have read, whose root then says why it was refused. */
function webRequest(request: FastifyRequest, reply: FastifyReply, host: Host, refused: Problem | undefined): Request {
  const path = request.raw.url?.startsWith('/') ? request.raw.url : '/'
  const left = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort()
  })
  const sent = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string' && name !== 'origin') sent.set(name, value) // the origin was checked already
  }
  const isPost = request.method === 'POST' && !refused
  return new Request(host.settings.publicUrl + path, {
    method: isPost ? 'POST' : 'GET',
    headers: sent,
    signal: left.signal,
    ...(isPost && { body: (request.body as Buffer<ArrayBuffer> | undefined) ?? '' }), // our parser above gives a buffer
  })
}

/** The response as a whole, so that it can carry an ETag; a reader that has it already gets 304. */
async function send(request: FastifyRequest, reply: FastifyReply, response: Response): Promise<FastifyReply> {
  const body = Buffer.from(await response.arrayBuffer())
  reply.code(response.status)
  for (const [name, value] of response.headers) if (name !== 'set-cookie') reply.header(name, value)
  if (response.status === 503) reply.header('retry-after', String(2 + Math.floor(Math.random() * 4)))
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', cookies)
  if (response.status !== 200 || request.method === 'POST') return reply.send(body)
  const tag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  reply.header('etag', tag)
  if (matches(request.headers['if-none-match'], tag)) return reply.code(304).send()
  return reply.send(body)
}
