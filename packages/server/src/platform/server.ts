import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Problem } from '@keyun/api'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import { openLogFile } from './logFile.ts'
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
  const headers = safetyHeaders(options)
  const logFile = options.logTo === undefined ? undefined : openLogFile(options.logTo)
  const app = Fastify({
    bodyLimit,
    trustProxy: trusted(options.trustProxy),
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 10_000,
    http: { maxHeaderSize: 16_384, headersTimeout: 15_000 },
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    genReqId: () => randomUUID(),
    return503OnClosing: false, // who is still connected is answered, with `connection: close`
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }), // we write our own line
    frameworkErrors: (error, request, reply) => {
      reply.headers(headers)
      refuse(error, request, reply)
    },
    clientErrorHandler: (error, socket) => {
      app.log.info({ code: error.code }, 'unreadable request') // never the bytes: they may be personal
      answerUnreadable(error, socket, headers)
    },
    logger:
      options.logLevel === 'silent'
        ? false
        : {
            level: options.logLevel,
            ...(logFile && { stream: logFile }),
            serializers: {
              req: (request) => ({ method: request.method, path: pathOf(request.url) }),
              err: (error) => toLog(error),
            },
          },
  })

  if (logFile) app.addHook('onClose', async () => logFile.close())
  app.removeContentTypeParser('text/plain') // what a foreign site's form could send without asking
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(headers) // returning the reply would say that it was sent
  })
  app.addHook('onRequest', async (request, reply) => refuseOddRequests(request, reply))
  // One line for each request: no query, no address, no name, for they may be personal.
  app.addHook('onResponse', async (request, reply) => {
    const line = { method: request.method, path: pathOf(request.url), status: reply.statusCode }
    request.log.info({ ...line, ms: Math.round(reply.elapsedTime) }, 'request')
  })
  app.setErrorHandler(refuse)
  app.setNotFoundHandler((request, reply) =>
    refuse(new Refusal('missing', 'http/no-such-address', 'There is nothing at this address.'), request, reply),
  )
  return app
}

function safetyHeaders({ isSecure }: ServerOptions) {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    ...(isSecure && { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }),
  }
}

const problemHeaders = { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' }

function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = toProblem(error, `urn:uuid:${request.id}`)
  // A crowd is refused by the hundred; what else has 5xx is worth reading.
  if (problem.status >= 500 && !(error instanceof Refusal)) {
    request.log.error({ err: error }, 'failed')
  }
  if (problem.status === 503) reply.header('retry-after', String(2 + Math.floor(Math.random() * 4)))
  return reply.code(problem.status).headers(problemHeaders).send(JSON.stringify(problem))
}

/** What Node's parser lets through and a cache or proxy in front may read otherwise. */
function refuseOddRequests(request: FastifyRequest, reply: FastifyReply): void {
  const hosts = request.raw.rawHeaders.filter((name, position) => position % 2 === 0 && name.toLowerCase() === 'host')
  const refusal =
    hosts.length !== 1
      ? new Refusal('invalid', 'http/host', 'A request names exactly one host.')
      : request.raw.url?.startsWith('/')
        ? null
        : new Refusal('invalid', 'http/target', 'Ask for a path of this site.')
  if (!refusal) return
  reply.header('connection', 'close') // what follows on this connection may be meant for somebody else
  throw refusal
}

const unreadable: Record<string, { status: number; code: string; title: string }> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'http/too-slow', title: 'The request took too long to arrive.' },
  HPE_HEADER_OVERFLOW: { status: 431, code: 'http/header-too-large', title: 'Address and headers are too large.' },
}
const unreadableOtherwise = {
  status: 400,
  code: 'http/unreadable',
  title: 'This is not a request as HTTP has it; characters beyond ASCII in an address are percent-encoded.',
}

/** Answers on the bare socket what never became a request, and closes the connection. */
function answerUnreadable(error: { code?: string }, socket: Socket, headers: Record<string, string>): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const { status, code, title } = unreadable[error.code ?? ''] ?? unreadableOtherwise
  const problem: Problem = { type: `urn:problem:${code}`, title, status, instance: `urn:uuid:${randomUUID()}` }
  const body = JSON.stringify(problem)
  const lines = Object.entries({
    ...headers,
    ...problemHeaders,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`, () => socket.destroy())
}

const pathOf = (url: string) => url.split('?', 1)[0] ?? ''

/** An error for the log: PostgreSQL's own fields hold values of rows, so only what names the fault is kept. */
function toLog(error: Error, depth = 0): Logged {
  const { name, message, stack = '', cause } = error
  return {
    type: name,
    message,
    stack,
    ...('code' in error && { code: error.code }),
    ...(cause instanceof Error && depth < 4 && { cause: toLog(cause, depth + 1) }),
  }
}

type Logged = { type: string; message: string; stack: string; code?: unknown; cause?: Logged }

/** A number says how many proxies in front are trusted. */
function trusted(proxy: boolean | number | string) {
  return typeof proxy === 'number' ? (_address: string, hop: number) => hop < proxy : proxy
}
