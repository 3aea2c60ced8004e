import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gzipSync } from 'node:zlib'
import { type Call, searchApi } from '@keyun/api'
import Fastify, { type FastifyInstance } from 'fastify'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { seedSample } from '../sample.ts'
import { testApp } from '../testing.ts'
import { Refusal } from './problems.ts'
import { silent } from './report.ts'
import { mountWeb, type SiteSettings } from './web.ts'
import { buildWeb } from './webBuild.ts'

const origin = 'http://localhost:8080'
const settings: SiteSettings = {
  siteName: { zh: '科云', en: 'Keyun' },
  publicUrl: origin,
  organiser: { zh: '示例市科学技术协会', en: 'Example Association' },
  icp: '蜀ICP备00000000号-1',
  police: null,
  helpPhone: '028-0000-0000',
  helpMail: null,
  isDemo: true,
}
const kilobyte = 1024

let build: string
beforeAll(async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'keyun-web-'))
  build = await buildWeb({ elsewhere })
  return () => rmSync(elsewhere, { recursive: true, force: true })
})

/** The real app with its pages and, where asked for, the sample data; its index built. */
async function realPages({ withSample = false } = {}) {
  const keyun = await testApp()
  if (withSample) await seedSample(keyun.database.db, silent)
  await mountWeb(keyun.app, {
    build,
    endpoints: keyun.router.endpoints(),
    contextFor: () => ({ call: (endpoint, input) => keyun.call(endpoint, input), settings }),
  })
  await keyun.live.ready()
  await keyun.live.catchUp()
  return browser(keyun.app)
}

/** Pages alone, asking a server that answers as the test wants. */
async function pagesOf(call: Call) {
  const app = Fastify()
  onTestFinished(() => app.close())
  const endpoints = Object.values(searchApi)
  await mountWeb(app, { build, endpoints, contextFor: () => ({ call, settings }) })
  return browser(app)
}

function browser(app: FastifyInstance) {
  const own = { host: 'localhost:8080', origin, 'content-type': 'application/x-www-form-urlencoded' }
  return {
    app,
    get: (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers }),
    post: (url: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
      app.inject({
        method: 'POST',
        url,
        payload: new URLSearchParams(fields).toString(),
        headers: { ...own, ...headers },
      }),
  }
}

const inlineSheet = (html: string) => /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? ''
const gzippedBytes = (text: string | Buffer) => gzipSync(text).byteLength

const everyPage = [
  '/',
  '/offerings',
  '/needs',
  '/people',
  '/organisations',
  '/cities/510100',
  '/try',
  '/publish',
  '/about',
  '/how-matching-works',
  '/figures',
  '/accessibility',
  '/privacy',
  '/preferences',
  '/site-map',
]

test('every page is a small document without framework script, in both languages', async () => {
  const { get } = await realPages({ withSample: true })
  for (const path of everyPage.flatMap((page) => [page, page === '/' ? '/en' : `/en${page}`])) {
    const { statusCode, headers, body } = await get(path)
    expect([path, statusCode]).toEqual([path, 200])
    expect(gzippedBytes(body), path).toBeLessThan(12 * kilobyte)
    expect(body.match(/<h1/g), path).toHaveLength(1)
    expect(body.match(/<script(?![^>]*application\/ld\+json)[^>]*>/g), path).toEqual([
      expect.stringMatching(/^<script src="\/assets\/enhance-[^"]+\.js" defer="">$/),
    ])
    expect(body, path).not.toMatch(/\sstyle="|\son\w+="/)
    expect(body, path).toContain(path.startsWith('/en') ? '<html lang="en">' : '<html lang="zh-CN">')
    expect(headers['content-security-policy']).toContain("script-src 'self';")
  }
}, 60_000)

test('the inline sheet is the one the policy names, and what a page loads stays within its budget', async () => {
  const { get } = await pagesOf(async () => ({}) as never)
  const { headers, body } = await get('/about')
  const sheet = inlineSheet(body)
  const hash = createHash('sha256').update(sheet).digest('base64')
  expect(headers['content-security-policy']).toContain(`style-src 'self' 'sha256-${hash}'`)
  expect(gzippedBytes(sheet)).toBeLessThan(4 * kilobyte)

  const assets = [...body.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path)
  const load = async (path: string) => {
    const asset = await get(path, { 'accept-encoding': 'br' })
    expect(asset.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    })
    const isPacked = asset.headers['content-encoding'] === 'br'
    return gzippedBytes(isPacked ? brotliDecompressSync(asset.rawPayload) : asset.rawPayload)
  }
  let [styles, scripts] = [gzippedBytes(sheet), 0]
  for (const path of assets) {
    const bytes = await load(path)
    if (path.endsWith('.css')) styles += bytes
    if (path.endsWith('.js')) scripts += bytes
  }
  expect(styles).toBeLessThan(8 * kilobyte)
  expect(scripts).toBeLessThan(20 * kilobyte)
})

test('search keeps its state in the address: filters are links with counts, and stay when one searches again', async () => {
  const { get } = await realPages({ withSample: true })
  const { body } = await get('/offerings?region=510100&kind=skill&from=messenger')
  expect(body).toMatch(/<a href="\/offerings\?region=510100,\d{6}[^"]*"[^>]*><span>/)
  expect(body).toContain('<input type="hidden" name="region" value="510100"/>')
  expect(body).toContain('aria-current="true"')
  expect(body).toContain('<meta name="robots" content="noindex"/>')
  const second = await get('/needs?page=2')
  expect(second.body).toMatch(/aria-current="page">2<\/a>/)
})

test('a problem in a sentence is matched with reasons, kept in its box, and not cached', async () => {
  const { post } = await realPages({ withSample: true })
  const text = '麻辣兔丁在夏天运输三天就出油，想延长保质期 <b>六个月</b>'
  const { statusCode, headers, body } = await post('/try', { text })
  expect([statusCode, headers['cache-control']]).toEqual([200, 'no-store'])
  expect(body).toContain('麻辣兔丁在夏天运输三天就出油，想延长保质期 &lt;b&gt;六个月&lt;/b&gt;</textarea>')
  expect(body).toContain('能不能解决')
  expect(body).toContain('条件合不合')
  expect(body).toMatch(/<blockquote>/)
})

test.each([
  ['too short', '短', '请至少写 4 个字'],
  ['empty', '', '请至少写 4 个字'],
  ['too long', '长'.repeat(4_001), '最多 4000 个字'],
  ['with a NUL byte', '腊肉\u0000保质期太短', '无法识别的字符'],
])('a text that is %s is refused next to its field and kept', async (_what, text, sentence) => {
  const { post } = await pagesOf(async () => ({}) as never)
  const { statusCode, body } = await post('/try', { text })
  expect(statusCode).toBe(422)
  expect(body).toMatch(new RegExp(`id="text-problem"[^>]*>.*${sentence}`))
  expect(body).toContain(`${text.replace('\u0000', '').slice(-20)}</textarea>`)
})

test('a choice of display is made by a post, kept in a cookie, and leads back', async () => {
  const { get, post } = await pagesOf(async () => ({}) as never)
  const read = await get('/preferences?care=1')
  expect(read.headers['set-cookie']).toBeUndefined()
  const chosen = await post('/preferences', { care: '1', back: '/needs?q=a' })
  expect([chosen.statusCode, chosen.headers.location]).toEqual([303, '/needs?q=a'])
  expect(String(chosen.headers['set-cookie'])).toMatch(
    /^keyun_view=care; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/,
  )
  const large = await get('/about', { cookie: 'keyun_view=care.contrast' })
  expect(large.body).toMatch(/<html lang="zh-CN" data-care="" data-contrast="">/)
  const away = await post('/preferences', { care: '1', back: '//evil.example/' })
  expect(away.headers.location).toBe('/preferences')
  const undone = await post('/preferences', { care: '0', back: '/' }, { cookie: 'keyun_view=care' })
  expect(String(undone.headers['set-cookie'])).toContain('Max-Age=0')
})

test('only a page that depends on no cookie is for shared caches', async () => {
  const { get } = await pagesOf(async () => ({}) as never)
  const anonymous = await get('/about')
  expect(anonymous.headers['cache-control']).toBe('public, max-age=60, stale-while-revalidate=300')
  expect(String(anonymous.headers.vary).toLowerCase()).toContain('cookie')
  const chosen = await get('/about', { cookie: 'keyun_view=care' })
  expect(chosen.headers['cache-control']).toBe('private, no-cache')
})

test('a page that the reader has already is not sent again, and HEAD sends headers alone', async () => {
  const { app, get } = await pagesOf(async () => ({}) as never)
  const first = await get('/about')
  const again = await get('/about', { 'if-none-match': String(first.headers.etag) })
  expect([again.statusCode, again.body]).toEqual([304, ''])
  const head = await app.inject({ method: 'HEAD', url: '/about' })
  expect([head.statusCode, head.body, head.headers.etag]).toEqual([200, '', first.headers.etag])
})

test('a form of another site is refused with a page that says so', async () => {
  const { post } = await pagesOf(async () => ({}) as never)
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }]) {
    const { statusCode, headers: sent } = await post('/preferences', { care: '1' }, headers)
    expect([statusCode, sent['set-cookie']]).toEqual([403, undefined])
  }
})

test.each([
  ['unavailable', 503, '现在访问的人很多'],
  ['gone', 410, '这条内容已经撤下'],
  ['missing', 404, '没有找到这个页面'],
  ['invalid', 400, '没看懂这个请求'],
] as const)('a refusal as %s is a page with status %i that helps', async (kind, status, sentence) => {
  const { get } = await pagesOf(() => Promise.reject(new Refusal(kind, 'test/refused', 'Refused.')))
  const { statusCode, headers, body } = await get('/needs')
  expect([statusCode, headers['cache-control']]).toEqual([status, 'no-store'])
  expect(body).toContain(sentence)
  expect(body).toContain('<form class="search" action="/offerings" method="get">')
  expect('retry-after' in headers).toBe(status === 503)
})

test('a bug is a page with the number of the request and nothing of the bug', async () => {
  const { get } = await pagesOf(() => Promise.reject(new Error('secret detail')))
  const { statusCode, body } = await get('/needs')
  expect(statusCode).toBe(500)
  expect(body).not.toContain('secret detail')
  expect(body).toMatch(/编号：req-\w+/)
})

test('an odd address is answered with a page that helps, never with a fault', async () => {
  const { get } = await realPages()
  const odd = {
    '/no/such/page': 404,
    '/en/no/such/page': 404,
    '/cities/999999': 404,
    '/needs/00000000-0000-4000-8000-000000000000': 404,
    '/needs/not-an-id': 404,
    '/needs?page=abc': 400,
    '//evil.example/x': 404,
    '/needs?q=%ED%A0%BD': 200,
    '/needs?q=a%00b': 200,
    [`/needs?q=${'a'.repeat(4_000)}`]: 400,
  }
  for (const [url, status] of Object.entries(odd)) {
    const { statusCode, headers, body } = await get(url)
    expect([url, statusCode, headers['content-type']]).toEqual([url, status, 'text/html; charset=utf-8'])
    expect(body).toContain('</html>')
  }
})

test('a form of 300 KB is refused, and so is a body that is no form', async () => {
  const { app, post } = await pagesOf(async () => ({}) as never)
  const large = await post('/try', { text: 'a'.repeat(300 * kilobyte) })
  expect([large.statusCode, large.headers['content-type']]).toEqual([413, 'text/html; charset=utf-8'])
  const json = await app.inject({
    method: 'POST',
    url: '/try',
    payload: '{"text":"x"}',
    headers: { 'content-type': 'application/json' },
  })
  expect(json.statusCode).toBe(400)
})
