import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { Refusal } from './problems.ts'
import { createServer, type ServerOptions } from './server.ts'

const quiet: ServerOptions = { logLevel: 'silent', trustProxy: false, isSecure: false }

/** A server on a port of its own, with a page, an echo and a fault. */
async function listening(options: Partial<ServerOptions> = {}): Promise<FastifyInstance> {
  const app = createServer({ ...quiet, ...options })
  app.get('/api/page/:id', async () => ({ ok: true }))
  app.post('/api/echo', async (request) => ({ body: request.body }))
  app.get('/api/bug', async () => {
    throw Object.assign(new Error('the plan failed'), { detail: 'Key (name)=(王五) exists', code: 'XX000' })
  })
  app.get('/api/stored', async () => {
    throw Object.assign(new Error('duplicate key violates "secret_key"'), { code: '23505', detail: '王五' })
  })
  app.get('/api/full', async () => {
    throw new Refusal('unavailable', 'server/busy', 'Try again.')
  })
  app.get('/api/lost', async () => {
    throw new Error('Connection terminated unexpectedly')
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => app.close())
  return app
}

/** Sends bytes as they are, and gives everything that comes back until the server hangs up. */
function send(
  app: FastifyInstance,
  bytes: string,
  whenConnected: (socket: Socket) => void = () => {},
): Promise<string> {
  const { port } = app.server.address() as AddressInfo // it listens on TCP
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      whenConnected(socket)
      socket.write(bytes)
    })
    let answer = ''
    socket.setEncoding('utf8').on('data', (part) => (answer += part))
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}

function problemIn(answer: string) {
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  expect(head.toLowerCase()).toContain('content-type: application/problem+json')
  expect(head.toLowerCase()).toContain('x-content-type-options: nosniff')
  expect(head.toLowerCase()).toContain('connection: close')
  return JSON.parse(body)
}

const head = 'Host: keyun.test\r\n'
test.each([
  ['characters beyond ASCII in the address', `GET /api/page/x?q=茶 HTTP/1.1\r\n${head}\r\n`, 400],
  ['no HTTP at all', 'Hello?\r\n\r\n', 400],
  [
    'both a length and chunks',
    `POST /api/echo HTTP/1.1\r\n${head}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    400,
  ],
  ['two lengths', `POST /api/echo HTTP/1.1\r\n${head}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc`, 400],
  ['a space before the colon', 'GET /api/page/x HTTP/1.1\r\nHost : keyun.test\r\n\r\n', 400],
  ['a NUL in a header', `GET /api/page/x HTTP/1.1\r\n${head}X: a\0b\r\n\r\n`, 400],
  ['lines without carriage return', 'GET /api/page/x HTTP/1.1\nHost: keyun.test\n\n', 400],
  ['20 kB of headers', `GET /api/page/x HTTP/1.1\r\n${head}X: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ['two hosts', `GET /api/page/x HTTP/1.1\r\n${head}Host: other.test\r\n\r\n`, 400],
  ['the address of another site', `GET http://other.test/api/page/x HTTP/1.1\r\n${head}\r\n`, 400],
])('a request with %s is refused as a problem document, and the connection ends', async (_what, bytes, status) => {
  expect(problemIn(await send(await listening(), bytes))).toMatchObject({ status, title: expect.any(String) })
})

test('a request without a host is refused, and the connection ends', async () => {
  expect(await send(await listening(), 'GET /api/page/x HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /)
})

test('a body that does not arrive is given up with 408', async () => {
  const app = await listening()
  app.server.once('connection', (socket) => {
    // What Node itself emits after `requestTimeout`; the half minute is not waited for here.
    const late = Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' })
    socket.once('data', () => app.server.emit('clientError', late, socket))
  })
  const half = `POST /api/echo HTTP/1.1\r\n${head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a":`
  expect(problemIn(await send(app, half))).toMatchObject({ status: 408, type: 'urn:problem:http/too-slow' })
})

test.each([
  ['an unknown address', 'GET', '/api/nothing', 404],
  ['an unknown method', 'PATCH', '/api/page/x', 404],
  ['a half percent sign', 'GET', '/api/page/%zz', 400],
  ['a parameter of 300 characters', 'GET', `/api/page/${'x'.repeat(300)}`, 404],
  ['a refusal of the database', 'GET', '/api/stored', 409],
  ['a bug', 'GET', '/api/bug', 500],
  ['a full house', 'GET', '/api/full', 503],
  ['a lost database connection', 'GET', '/api/lost', 503],
] as const)(
  '%s is a problem document with our headers, and tells nothing internal',
  async (_what, method, url, status) => {
    const app = await listening()
    const reply = await app.inject({ method, url })
    expect(reply.statusCode).toBe(reply.json().status)
    expect([status, 414]).toContain(reply.statusCode)
    expect(reply.headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
    })
    expect(reply.headers).not.toHaveProperty('server')
    expect(reply.headers).not.toHaveProperty('x-powered-by')
    if (status === 503) expect(reply.headers['retry-after']).toMatch(/^\d$/)
    expect(reply.body).not.toMatch(/secret_key|王五|the plan failed|\.ts:|node_modules/)
  },
)

test.each([
  ['text/plain', '{"a":1}', 415],
  ['application/x-www-form-urlencoded', 'a=1', 415],
  ['application/json', '', 400],
  ['application/json', '{"a":', 400],
  ['application/json', '{"__proto__":{"isAdmin":true}}', 400],
  ['application/json', '{"constructor":{"prototype":{"isAdmin":true}}}', 400],
  ['application/json', JSON.stringify({ a: 'x'.repeat(1_100_000) }), 413],
  ['application/json', `${'['.repeat(2_000)}${']'.repeat(2_000)}`, 200],
])('a %s body %.20s… is answered with %i', async (type, payload, status) => {
  const app = await listening()
  const reply = await app.inject({ method: 'POST', url: '/api/echo', headers: { 'content-type': type }, payload })
  expect(reply.statusCode).toBe(status)
  if (status > 200) expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
})

test('a server that stops answers who is still there', async () => {
  const app = createServer(quiet)
  let finish = () => {}
  const begun = new Promise<void>((began) => {
    app.get('/api/slow', () => {
      began()
      return new Promise((resolve) => (finish = () => resolve({ ok: true })))
    })
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const answer = send(app, `GET /api/slow HTTP/1.1\r\n${head}\r\n`)
  await begun
  const closed = app.close()
  finish()
  expect(await answer).toMatch(/^HTTP\/1.1 200 [\s\S]*"ok":true/)
  await closed
})

test('HSTS is sent where people come by https, and only there', async () => {
  const header = async (isSecure: boolean) =>
    (await (await listening({ isSecure })).inject('/api/page/x')).headers['strict-transport-security']
  expect(await header(true)).toBe('max-age=31536000; includeSubDomains')
  expect(await header(false)).toBeUndefined()
})

test('the log has a line for each request, without query, address or names, and no line can be forged', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyun-log-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const logTo = join(folder, 'server.log')
  const app = await listening({ logLevel: 'info', logTo })
  await app.inject({ url: '/api/page/x%0Ay?phone=13800138000', headers: { 'x-forwarded-for': '203.0.113.9' } })
  await app.inject('/api/bug')
  await app.inject('/api/full')
  await send(app, `GET /api/page/x?q=茶13800138000 HTTP/1.1\r\n${head}\r\n`)
  await app.close()
  const text = readFileSync(logTo, 'utf8')
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(
    lines.filter((line) => line.msg === 'request').map(({ method, path, status }) => [method, path, status]),
  ).toEqual([
    ['GET', '/api/page/x%0Ay', 200],
    ['GET', '/api/bug', 500],
    ['GET', '/api/full', 503],
  ])
  expect(lines.find((line) => line.msg === 'failed').err).toMatchObject({ message: 'the plan failed', code: 'XX000' })
  expect(lines.some((line) => line.msg === 'unreadable request')).toBe(true)
  expect(text).not.toMatch(/13800138000|203\.0\.113|remoteAddress|王五|phone/)
})
