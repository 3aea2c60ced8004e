import { createHash } from 'node:crypto'
import type { Endpoint, InputOf, ReplyOf } from '@keyun/api'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Caller, Context } from './context.ts'
import { inTransaction, visitor } from './context.ts'
import type { Db } from './database.ts'
import { once } from './idempotency.ts'
import type { Gate } from './limits.ts'
import type { Policy } from './policy.ts'
import { invalid, Refusal } from './problems.ts'

/** What a handler gets: the parsed parts of the request. */
export type Parsed<E extends Endpoint> = {
  params: z.output<E['params']>
  query: z.output<E['query']>
  body: z.output<E['body']>
}
export type Handler<E extends Endpoint> = (ctx: Context, input: Parsed<E>) => Promise<ReplyOf<E>> | ReplyOf<E>
/** Puts an endpoint and its use case together; `routes.ts` of each module calls it. */
export type Serve = <E extends Endpoint>(endpoint: E, handler: Handler<E>) => void

export type Router = {
  serve: Serve
  endpoints(): readonly Endpoint[]
  /** Answers an endpoint in process, through the same parsing, policy and limits as over HTTP. */
  call<E extends Endpoint>(caller: Caller, endpoint: E, input: InputOf<E>): Promise<ReplyOf<E>>
  mount(app: FastifyInstance): void
}

type Options = { db: Db; policy: Policy; gate: Gate; now?: () => Date }
type Raw = { params?: unknown; query?: unknown; body?: unknown; key?: string | undefined }

export function router({ db, policy, gate, now = () => new Date() }: Options): Router {
  const handlers = new Map<Endpoint, Handler<Endpoint>>()

  const answer = async <E extends Endpoint>(caller: Caller, endpoint: E, raw: Raw): Promise<ReplyOf<E>> => {
    const handler = handlers.get(endpoint)
    if (!handler) throw new Error(`No handler for ${endpoint.method} ${endpoint.path}`)
    const ctx: Context = { db, caller, now: now() }
    policy.require(ctx, endpoint.permission)
    const input = parse(endpoint, raw)
    return gate.enter(endpoint.cost, async () => {
      const reply = await run(ctx, endpoint, handler, input, raw.key)
      const kept = endpoint.reply.safeParse(reply) // strips what the contract does not name
      if (!kept.success) {
        throw new Error(`The reply of ${endpoint.method} ${endpoint.path} breaks its contract`, { cause: kept.error })
      }
      return kept.data as ReplyOf<E>
    })
  }

  return {
    serve(endpoint, handler) {
      handlers.set(endpoint, handler as unknown as Handler<Endpoint>) // the map pairs each endpoint with its own handler
    },
    endpoints: () => [...handlers.keys()],
    call: (caller, endpoint, input) => answer(caller, endpoint, input as Raw),
    mount(app) {
      for (const endpoint of handlers.keys()) {
        app.route({
          method: endpoint.method,
          url: endpoint.path,
          handler: async (request, reply) => {
            const { params, query, body } = request
            if (endpoint.method !== 'GET') requireOwnSite(request)
            const result = await answer(visitor, endpoint, { params, query, body, key: idempotencyKey(request) })
            return send(endpoint, result, request, reply)
          },
        })
      }
      const paths = Map.groupBy(handlers.keys(), (endpoint) => endpoint.path)
      for (const [path, endpoints] of paths) refuseOtherMethods(app, path, endpoints)
    },
  }
}

function refuseOtherMethods(app: FastifyInstance, path: string, endpoints: readonly Endpoint[]): void {
  const served = endpoints.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
  app.route({
    method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter((method) => !served.includes(method)),
    url: path,
    handler: (_request, reply) => {
      reply.header('allow', served.join(', '))
      throw new Refusal('notAllowed', 'http/method', `This address answers ${served.join(', ')}.`)
    },
  })
}

/** A page of another site must not act here in a reader's name; browsers say where a request comes from. */
function requireOwnSite(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'] ?? 'none'
  if (site !== 'same-origin' && site !== 'none') {
    throw new Refusal('forbidden', 'http/foreign-site', 'A page of another site cannot write here.')
  }
}

function parse(endpoint: Endpoint, raw: Raw): Parsed<Endpoint> {
  const part = (name: 'params' | 'query' | 'body', fallback: unknown) => {
    const parsed = endpoint[name].safeParse(raw[name] ?? fallback)
    if (!parsed.success) throw invalid(parsed.error, name)
    return parsed.data
  }
  return { params: part('params', {}), query: part('query', {}), body: part('body', undefined) }
}

async function run(
  ctx: Context,
  endpoint: Endpoint,
  handler: Handler<Endpoint>,
  input: Parsed<Endpoint>,
  key?: string,
) {
  if (endpoint.cost !== 'write') return handler(ctx, input)
  const write = (inner: Context) => Promise.resolve(handler(inner, input))
  if (!key) return inTransaction(ctx, write)
  return once(
    ctx,
    { key, route: `${endpoint.method} ${endpoint.path}`, body: [input.params, input.query, input.body] },
    write,
  )
}

function idempotencyKey(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new Refusal('invalid', 'idempotency/key', 'An Idempotency-Key has 1 to 255 printable characters.')
  }
  return key
}

/** JSON with an ETag; a request that has the same already gets 304. */
function send(endpoint: Endpoint, result: unknown, request: FastifyRequest, reply: FastifyReply) {
  const body = JSON.stringify(result)
  reply.header('content-type', 'application/json; charset=utf-8')
  if (endpoint.method !== 'GET') return reply.header('cache-control', 'no-store').send(body)
  const tag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  reply.header('etag', tag)
  reply.header(
    'cache-control',
    endpoint.isPublic ? 'public, max-age=30, stale-while-revalidate=300' : 'private, no-cache',
  )
  if (matches(request.headers['if-none-match'], tag)) return reply.code(304).send()
  return reply.send(body)
}

/** Weak comparison, as RFC 9110 asks of If-None-Match. */
export function matches(header: string | undefined, tag: string): boolean {
  if (!header) return false
  const plain = (value: string) => value.trim().replace(/^W\//, '')
  return header.trim() === '*' || header.split(',').some((value) => plain(value) === plain(tag))
}
