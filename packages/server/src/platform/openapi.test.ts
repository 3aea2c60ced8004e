import { expect, test } from 'vitest'
import { testApp } from '../testing.ts'

test('the API describes itself: every reference resolves, every operation has its own name, replies and refusals', async () => {
  const { app, router } = await testApp()
  const reply = await app.inject('/api/openapi.json')
  const document = reply.json()
  expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'http://localhost:8080' }] })
  const operations = Object.entries<Record<string, Record<string, unknown>>>(document.paths).flatMap(
    ([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  expect(operations).toHaveLength(router.endpoints().length)
  expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length)
  for (const { path, method, operation } of operations) {
    const declared = ((operation.parameters ?? []) as { name: string; in: string }[]).filter((one) => one.in === 'path')
    expect(
      declared.map((one) => one.name),
      path,
    ).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
    expect(operation, `${method} ${path}`).toMatchObject({
      summary: expect.any(String),
      'x-permission': expect.any(String),
      responses: { 200: expect.anything(), default: { content: { 'application/problem+json': expect.anything() } } },
    })
  }
  for (const [, name] of reply.body.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)) {
    expect(Object.keys(document.components.schemas)).toContain(name)
  }
  expect(reply.body).not.toContain('#/$defs/')
})

test('the documents for people name every endpoint, need no script, and come with a strict policy', async () => {
  const { app, router } = await testApp()
  const page = await app.inject('/api/docs')
  for (const { path } of router.endpoints()) expect(page.body).toContain(path.replace(/:(\w+)/g, '{$1}'))
  expect(page.body).not.toMatch(/<script|onclick|javascript:/)
  expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/)
})
