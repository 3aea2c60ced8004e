import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { Refusal, toProblem } from './problems.ts'

export type ServerOptions = {
  logLevel: string
  trustProxy: boolean | number | string
  /** Sends HSTS; only where people come by https. */
  isSecure: boolean
  /** File of the log; standard output without it. */
  logTo?: string
}

/** Largest JSON body of the API, in bytes; imports come by other ways. */
const bodyLimit = 1_048_576

/** Fastify with our limits, headers, log and refusals; what it serves is added by others. */
export function createServer(options: ServerOptions): FastifyInstance {
  const app = Fastify({
    bodyLimit,
    trustProxy: trusted(options.trustProxy),
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 10_000,
    http: { maxHeaderSize: 16_384, headersTimeout: 15_000 },
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    genReqId: () => randomUUID(),
    return503OnClosing: true,
    disableRequestLogging: true,
    logger:
      options.logLevel === 'silent'
        ? false
        : {
            level: options.logLevel,
            ...(options.logTo && { file: options.logTo }),
            serializers: { req: (request) => ({ method: request.method, path: pathOf(request.url) }) },
          },
  })

  app.addHook('onRequest', async (request) => refuseOddRequests(request))
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      ...(options.isSecure && { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }),
    })
  })
  // One line for each request: no query, no address, no name, for they may be personal.
  app.addHook('onResponse', async (request, reply) => {
    const line = { requestId: request.id, method: request.method, path: pathOf(request.url), status: reply.statusCode }
    request.log.info({ ...line, ms: Math.round(reply.elapsedTime) }, 'request')
  })
  app.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error, `urn:uuid:${request.id}`)
    if (problem.status >= 500) request.log.error({ requestId: request.id, err: error }, 'failed')
    if (problem.status === 503) reply.header('retry-after', String(2 + Math.floor(Math.random() * 4)))
    return reply
      .code(problem.status)
      .headers({ 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' })
      .send(JSON.stringify(problem))
  })
  return app
}

/** What Node's parser lets through and a cache or proxy in front may read otherwise. */
function refuseOddRequests(request: FastifyRequest): void {
  const hosts = request.raw.rawHeaders.filter((name, position) => position % 2 === 0 && name.toLowerCase() === 'host')
  if (hosts.length !== 1) throw new Refusal('invalid', 'http/host', 'A request names exactly one host.')
  if (!request.raw.url?.startsWith('/')) throw new Refusal('invalid', 'http/target', 'Ask for a path of this site.')
}

const pathOf = (url: string) => url.split('?', 1)[0] ?? ''

/** A number says how many proxies in front are trusted. */
function trusted(proxy: boolean | number | string) {
  return typeof proxy === 'number' ? (_address: string, hop: number) => hop < proxy : proxy
}
