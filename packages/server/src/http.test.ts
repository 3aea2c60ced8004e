import type { Endpoint } from '@keyun/api'
import fc from 'fast-check'
import type { LightMyRequestResponse } from 'fastify'
import { expect, test } from 'vitest'
import { openApi } from './platform/openapi.ts'
import { publishNeeds, publishOfferings } from './testItems.ts'
import { type TestApp, testApp } from './testing.ts'

type Schema = { type?: string; enum?: string[]; format?: string; pattern?: string; minimum?: number; maximum?: number }
type Parameter = { name: string; in: 'path' | 'query' | 'header'; schema: Schema }

const hostile = [
  'a\u0000b',
  '\ud83d',
  'x'.repeat(100_000),
  '1e21',
  '9223372036854775808',
  '2147483648',
  '-1',
  'NaN',
  '2026-02-30',
  "' or 1=1; drop table needs.need; --",
  '\\',
  '../../etc/passwd',
  '<img onerror=alert(1)>',
  '[object Object]',
  '',
]

const known = new Map<Endpoint, Parameter[]>()
function parametersOf(endpoint: Endpoint): Parameter[] {
  const kept = known.get(endpoint)
  if (kept) return kept
  const { paths } = openApi([endpoint], 'http://localhost') as {
    paths: Record<string, Record<string, { parameters?: Parameter[] }>>
  }
  const found = Object.values(paths).flatMap((methods) => Object.values(methods).flatMap((one) => one.parameters ?? []))
  known.set(endpoint, found)
  return found
}

/** A value each parameter may have; ids of nothing. */
function usual({ name, schema }: Parameter): string {
  if (schema.format === 'uuid') return '00000000-0000-4000-8000-000000000000'
  if (schema.format === 'date') return '2026-11-23'
  if (name === 'code')
    return schema.pattern?.includes('[a-z_]') ? 'materials' : schema.pattern?.includes('A-T') ? 'C26' : '510100'
  return schema.enum?.[0] ?? (name === 'cursor' ? 'WyJh' : name === 'q' ? '涂层' : '1')
}

/** Encoded by hand, for half a character is something encodeURIComponent refuses. */
const encode = (value: string) => (value.isWellFormed() ? encodeURIComponent(value) : '%ED%A0%BD')

function address(endpoint: Endpoint, values: Record<string, string>, extra = ''): string {
  const parameters = parametersOf(endpoint)
  const path = endpoint.path.replace(/:(\w+)/g, (_, name) => encode(values[name] ?? '') || '%20')
  const query = parameters.flatMap(({ name, in: place }) =>
    place === 'query' && values[name] !== undefined ? [`${name}=${encode(values[name])}`] : [],
  )
  return `${path}?${[...query, extra].filter(Boolean).join('&')}`
}

/** Path parameters and those without which there is no answer. */
const needed = (endpoint: Endpoint) =>
  Object.fromEntries(
    parametersOf(endpoint)
      .filter(({ name, in: place }) => place === 'path' || ['from', 'to', 'q'].includes(name))
      .map((parameter) => [parameter.name, usual(parameter)]),
  )

function expectCalm(reply: LightMyRequestResponse, what: string): void {
  const { statusCode, headers } = reply
  expect(statusCode === 503 || statusCode < 500, `${what}: ${statusCode} ${reply.body.slice(0, 300)}`).toBe(true)
  expect(headers['x-content-type-options'], what).toBe('nosniff')
  expect(headers['content-security-policy'], what).toBeDefined()
  if (statusCode < 400 || reply.raw.req.method === 'HEAD') return
  expect(headers['content-type'], what).toBe('application/problem+json; charset=utf-8')
  expect(reply.json(), what).toMatchObject({
    type: expect.stringMatching(/^urn:problem:/),
    title: expect.any(String),
    status: statusCode,
  })
  expect(reply.body, what).not.toMatch(/node_modules|\.ts:\d|invalid input syntax|violates/)
}

async function appWithItems(): Promise<TestApp> {
  const made = await testApp()
  await publishNeeds(made.database, [{}, { title: '锂电池回收工艺', regionCode: '510100' }])
  await publishOfferings(made.database, [{}, { title: '退役锂电池湿法回收', regionCode: '510700' }])
  await made.live.ready()
  await made.live.catchUp()
  return made
}

test('no value of any parameter of any endpoint brings the server down: it answers or refuses as a problem document', async () => {
  const { app, router } = await appWithItems()
  let requests = 0
  for (const endpoint of router.endpoints()) {
    const method = endpoint.method as 'GET'
    for (const { name, in: place } of parametersOf(endpoint)) {
      if (place === 'header') continue
      for (const value of hostile) {
        const url = address(endpoint, { ...needed(endpoint), [name]: value })
        expectCalm(await app.inject({ method, url }), `${method} ${name}=${value.slice(0, 40)} of ${endpoint.path}`)
        requests++
      }
    }
  }
  expect(requests).toBeGreaterThan(1_000)
})

test('what an endpoint does not know is refused: unknown and repeated parameters, other methods', async () => {
  const { app, router } = await testApp()
  for (const endpoint of router.endpoints()) {
    const ask = async (extra: string, method = endpoint.method as string) => {
      const reply = await app.inject({ method: method as 'GET', url: address(endpoint, needed(endpoint), extra) })
      expectCalm(reply, `${method} ${endpoint.path} ${extra}`)
      return reply
    }
    const isRead = endpoint.method === 'GET'
    for (const extra of ['role=admin', '__proto__=1', 'constructor=1', 'id%5B%5D=1']) {
      expect((await ask(extra)).statusCode, `${endpoint.path} ${extra}`).toBe(isRead ? 400 : (await ask('')).statusCode)
    }
    const repeated = parametersOf(endpoint).find(({ in: place }) => place === 'query')
    if (repeated && isRead) {
      const twice = `${repeated.name}=${encode(usual(repeated))}`
      expect((await ask(`${twice}&${twice}`)).statusCode, `${endpoint.path} ${twice} twice`).toBe(400)
    }
    const other = await ask('', 'DELETE')
    expect(other.statusCode).toBe(405)
    expect(other.headers.allow).toContain(endpoint.method)
    const bare = await ask('', isRead ? 'HEAD' : 'GET')
    if (isRead) expect(bare.body).toBe('')
  }
})

test('no body of any write brings the server down', async () => {
  const { app, router } = await testApp()
  const bodies = [
    undefined,
    '',
    'null',
    '[]',
    '"x"',
    '0',
    '{}',
    '{"action":{}}',
    '{"action":"publish","role":"admin"}',
    '{"text":"a\\u0000bcd"}',
    '{"text":"\\ud83dabc"}',
    '{"text":"    "}',
    '{"text":1e21}',
    '{"text":"涂层涂层","limit":1e21}',
    '{"text":"涂层涂层","limit":-1}',
    '{"text":"涂层涂层","limit":null}',
    '{"__proto__":{"a":1}}',
    `{"text":"${'x'.repeat(900_000)}"}`,
    `{"text":"${'x'.repeat(1e7)}"}`,
    `{"text":${'['.repeat(2_000)}${']'.repeat(2_000)}}`,
    '{"text":"涂层", "text":"回收涂层"}',
    '{"action":"publish","reason":"\\u0000"}',
  ]
  for (const endpoint of router.endpoints().filter(({ method }) => method !== 'GET')) {
    for (const payload of bodies) {
      for (const type of [
        'application/json',
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
      ]) {
        const reply = await app.inject({
          method: endpoint.method as 'POST',
          url: address(endpoint, needed(endpoint)),
          headers: { 'content-type': type },
          ...(payload !== undefined && { payload }),
        })
        expectCalm(reply, `${endpoint.path} ${type} ${payload?.slice(0, 40)}`)
        if (type !== 'application/json' && payload) expect([413, 415]).toContain(reply.statusCode)
      }
    }
  }
})

/** Values that a schema of the OpenAPI document allows, mostly, and strange ones. */
function valueFor({ schema, name }: Parameter): fc.Arbitrary<string> {
  const strange = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 60 }))
  const fitting = schema.enum
    ? fc.constantFrom(...schema.enum)
    : schema.format === 'uuid'
      ? fc.uuid()
      : schema.format === 'date'
        ? fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10))
        : schema.type === 'integer'
          ? fc.integer({ min: (schema.minimum ?? 0) - 1, max: (schema.maximum ?? 1e6) + 1 }).map(String)
          : schema.pattern
            ? fc.stringMatching(new RegExp(schema.pattern))
            : fc.constantFrom(
                '510100',
                '510000,510700',
                'C',
                'materials',
                'technology,skill',
                '涂层',
                '电池 回收',
                usual({ schema, name, in: 'query' }),
              )
  return fc.oneof({ arbitrary: fitting, weight: 4 }, { arbitrary: strange, weight: 1 })
}

test('requests made from the contract itself never fail on our side', async () => {
  const { app, router } = await appWithItems()
  const requests = fc.constantFrom(...router.endpoints()).chain((endpoint) => {
    const parameters = parametersOf(endpoint).filter(({ in: place }) => place !== 'header')
    const values = fc.record(
      Object.fromEntries(parameters.map((one) => [one.name, fc.option(valueFor(one), { nil: undefined, freq: 2 })])),
    )
    return fc.tuple(fc.constant(endpoint), values, fc.jsonValue())
  })
  await fc.assert(
    fc.asyncProperty(requests, async ([endpoint, values, body]) => {
      const chosen = Object.entries(values).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value] as const],
      )
      const reply = await app.inject({
        method: endpoint.method as 'POST',
        url: address(endpoint, { ...needed(endpoint), ...Object.fromEntries(chosen) }),
        ...(endpoint.method !== 'GET' && {
          payload: JSON.stringify(body),
          headers: { 'content-type': 'application/json' },
        }),
      })
      expectCalm(reply, endpoint.path)
    }),
    { seed: 20261123, numRuns: process.env.KEYUN_PROOF ? 10_000 : 500 },
  )
})
