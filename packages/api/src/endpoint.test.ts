import { expect, test } from 'vitest'
import { z } from 'zod'
import { type Call, endpoint, type InputOf, needsApi, searchApi, text } from './index.ts'

test('an input holds only the parts an endpoint has', async () => {
  const call: Call = async () => ({}) as never
  await call(needsApi.get, { params: { id: 'x' } })
  await call(needsApi.list, {})
  await call(searchApi.offerings, { query: { q: '涂层' } })
  // @ts-expect-error the parameters are missing
  await call(needsApi.get, {})
  const post: InputOf<typeof needsApi.act> = { params: { id: 'x' }, body: { action: 'publish' } }
  expect(post.body.action).toBe('publish')
})

test('an endpoint without options reads, and takes nothing', () => {
  const plain = endpoint('GET', '/api/x', { summary: 'X', permission: 'x.read', reply: z.string() })
  expect(plain).toMatchObject({ cost: 'read', isPublic: false })
  expect(plain.query.safeParse({ a: 1 }).success).toBe(false)
})

test.each([
  ['a NUL byte', 'a\u0000b'],
  ['half an emoji', 'a\ud83d'],
  ['nothing but spaces', '   '],
  ['ten megabytes', 'x'.repeat(1e7)],
])('text refuses %s', (_what, value) => {
  expect(text(1, 100).safeParse(value).success).toBe(false)
})

test('text is trimmed and keeps emojis and line ends', () => {
  expect(text(1, 100).parse('  甲\r\n乙👍 ')).toBe('甲\n乙👍')
})
