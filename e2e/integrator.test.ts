import { homeApi, needsApi, offeringsApi, problem } from '@keyun/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Site, startSite } from './site.ts'

let site: Site

beforeAll(async () => {
  site = await startSite()
})

afterAll(() => site?.close())

interface OpenApi {
  readonly openapi: string
  readonly info: { readonly title: string; readonly version: string }
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: object }[]
  readonly responses: Readonly<Record<string, { readonly description: string }>>
}

async function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(new URL(path, site.url), { headers })
}

test('the OpenAPI document describes every operation, and each of its references leads somewhere', async () => {
  const document: OpenApi = await (await get('/api/openapi.json')).json()
  expect(document.openapi).toMatch(/^3\.1\./)
  expect(document.info.title).toBe('Keyun')
  expect(document.servers[0]?.url).toBe(site.url)

  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.values(methods).map((operation) => ({ path, ...operation })),
  )
  expect(operations.length).toBeGreaterThan(15)
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
  for (const { path, summary, parameters = [], responses } of operations) {
    expect(summary, path).not.toBe('')
    const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
    expect(
      parameters.filter((each) => each.in === 'path').map((each) => each.name),
      path,
    ).toEqual(named)
    expect(Object.keys(responses), path).toEqual(expect.arrayContaining(['200', 'default']))
  }
  for (const reference of referencesIn(document)) expect(follow(document, reference), reference).toBeTypeOf('object')
})

test('every need is listed once, cursor by cursor, and as many as the front page counts', async () => {
  const seen: string[] = []
  let cursor: string | null = ''
  let pages = 0
  while (cursor !== null) {
    const page = needsApi.list.reply.parse(
      await (await get(`/api/needs?limit=50${cursor && `&cursor=${cursor}`}`)).json(),
    )
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.next
    expect(++pages, 'pages of needs').toBeLessThan(100)
  }
  const { figures } = homeApi.home.reply.parse(await (await get('/api/home')).json())
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.length).toBe(figures.find(({ code }) => code === 'needs')?.value)
  expect(pages).toBeGreaterThan(3)
})

test('the matches of a need come with reasons, lead to offerings, and are not sent again while unchanged', async () => {
  const { items } = needsApi.list.reply.parse(await (await get('/api/needs?limit=20')).json())
  const lists = await Promise.all(
    items.map(async ({ id }) => ({ id, list: await (await get(`/api/needs/${id}/matches`)).json() })),
  )
  const { id, list } = lists.find((each) => each.list.items.length > 0)!
  expect(list.state).toBe('ready')
  expect(list.items[0].explanation.elements.length).toBeGreaterThan(0)
  expect(list.items.map((match: { rank: number }) => match.rank)).toEqual(
    list.items.map((_: unknown, at: number) => at + 1),
  )
  const offering = await get(`/api/offerings/${list.items[0].offering.id}`)
  expect(offeringsApi.get.reply.parse(await offering.json()).title).toBe(list.items[0].offering.title)

  const first = await get(`/api/needs/${id}/matches`)
  const again = await get(`/api/needs/${id}/matches`, { 'if-none-match': first.headers.get('etag') ?? '' })
  expect(first.headers.get('etag')).toMatch(/^(W\/)?".+"$/)
  expect(again.status).toBe(304)
  expect(await again.text()).toBe('')
  const other = await get(`/api/needs/${id}/matches`, { 'if-none-match': '"something else"' })
  expect(other.status).toBe(200)
})

test.each([
  { path: '/api/needs/00000000-0000-4000-8000-000000000000', status: 404 },
  { path: '/api/needs/seventeen', status: 400 },
  { path: '/api/needs?cursor=***', status: 400 },
  { path: '/api/needs?limit=1e9', status: 400 },
  { path: '/api/needs?colour=red', status: 400 },
  { path: '/api/nothing', status: 404 },
])('$path is answered $status by a problem document', async ({ path, status }) => {
  const reply = await get(path)
  expect(reply.status).toBe(status)
  expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  const told = problem.parse(await reply.json())
  expect(told).toMatchObject({ status, type: expect.stringMatching(/^urn:problem:/) })
  expect(told.title).not.toBe('')
})

test('people read the same interface at /api/docs', async () => {
  const reply = await get('/api/docs')
  expect(reply.headers.get('content-type')).toMatch(/^text\/html/)
  const html = await reply.text()
  expect(html).toContain('/api/needs/{id}/matches')
  expect(html).toContain(needsApi.list.summary)
  const document: OpenApi = await (await get('/api/openapi.json')).json()
  for (const path of Object.keys(document.paths)) expect(html).toContain(path)
})

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : referencesIn(inner),
  )
}

/** The value at a JSON Pointer in a fragment (RFC 6901). */
function follow(document: unknown, reference: string): unknown {
  if (!reference.startsWith('#/')) return undefined
  let value = document
  for (const part of reference.slice(2).split('/')) {
    const name = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
    value = (value as Record<string, unknown> | undefined)?.[name]
  }
  return value
}
