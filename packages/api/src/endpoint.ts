import { z } from 'zod'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** What an endpoint costs the server; each class has its own share of the requests in flight. */
export type Cost = 'light' | 'read' | 'match' | 'write'

/** What a caller must be allowed to do; the server's policy table says who may. */
export type Permission = `${string}.${string}`

export type Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> = {
  readonly method: Method
  /** Fastify's notation: `/api/needs/:id`. */
  readonly path: `/api/${string}`
  readonly summary: string
  readonly permission: Permission
  readonly cost: Cost
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly reply: Reply
  /** True where the same request gives the same reply to everyone, so that shared caches may keep it. */
  readonly isPublic: boolean
}

export const nothing = z.strictObject({})
const noBody = z.undefined()

type Options<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> = {
  summary: string
  permission: Permission
  cost?: Cost
  params?: P
  query?: Q
  body?: B
  reply: R
  isPublic?: boolean
}

/** An endpoint as a value: the server serves it, pages and command line call it, OpenAPI lists it. */
export function endpoint<
  R extends z.ZodType,
  P extends z.ZodType = typeof nothing,
  Q extends z.ZodType = typeof nothing,
  B extends z.ZodType = typeof noBody,
>(method: Method, path: `/api/${string}`, options: Options<P, Q, B, R>): Endpoint<P, Q, B, R> {
  return {
    method,
    path,
    summary: options.summary,
    permission: options.permission,
    cost: options.cost ?? (method === 'GET' ? 'read' : 'write'),
    params: options.params ?? (nothing as unknown as P), // the default type parameter is exactly this value's
    query: options.query ?? (nothing as unknown as Q),
    body: options.body ?? (noBody as unknown as B),
    reply: options.reply,
    isPublic: options.isPublic ?? false,
  }
}

export type ReplyOf<E extends Endpoint> = z.output<E['reply']>

type Needed<Name extends string, S extends z.ZodType> =
  z.input<S> extends undefined
    ? unknown
    : Record<string, never> extends z.input<S>
      ? { [K in Name]?: z.input<S> }
      : { [K in Name]: z.input<S> }

/** What a caller gives: only the parts that the endpoint has. */
export type InputOf<E extends Endpoint> = Needed<'params', E['params']> &
  Needed<'query', E['query']> &
  Needed<'body', E['body']>

/** How pages and the command line reach an endpoint, in process or over HTTP. */
export type Call = <E extends Endpoint>(endpoint: E, input: InputOf<E>) => Promise<ReplyOf<E>>
