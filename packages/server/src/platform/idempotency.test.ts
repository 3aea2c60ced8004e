import { endpoint } from '@keyun/api'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { testDatabase } from '../testing.ts'
import { recordChanges } from './changes.ts'
import { newId } from './context.ts'
import { router } from './http.ts'
import { gate } from './limits.ts'
import { policy } from './policy.ts'
import { Refusal } from './problems.ts'
import { createServer } from './server.ts'

const order = endpoint('POST', '/api/orders', {
  summary: 'Order something',
  permission: 'order.write',
  body: z.strictObject({ what: z.string(), count: z.int().default(1) }),
  reply: z.object({ id: z.uuid(), what: z.string() }),
})
const cancel = endpoint('POST', '/api/orders/cancel', {
  summary: 'Cancel',
  permission: 'order.write',
  body: z.strictObject({ what: z.string(), count: z.int().default(1) }),
  reply: z.object({ id: z.uuid(), what: z.string() }),
})

/** A shop whose every order is one row; `before` runs inside the order. */
async function shop(before: () => Promise<void> = async () => {}) {
  const { db } = await testDatabase()
  const routes = router({ db, policy: policy([{ permission: 'order.write', by: ['visitor'] }]), gate: gate() })
  for (const one of [order, cancel]) {
    routes.serve(one, async (ctx, { body }) => {
      const id = newId()
      await recordChanges(ctx.db, [{ entity: 'order', entityId: id }])
      await before()
      return { id, what: body.what, margin: 0.3 }
    })
  }
  const app = createServer({ logLevel: 'silent', trustProxy: false, isSecure: false })
  routes.mount(app)
  onTestFinished(() => app.close())
  return {
    post: (payload: object, key?: string, url = '/api/orders') =>
      app.inject({ method: 'POST', url, payload, headers: key === undefined ? {} : { 'idempotency-key': key } }),
    orders: async () =>
      (await sql<{ n: number }>`select count(*)::int as n from platform.change`.execute(db)).rows[0]?.n,
  }
}

test('the same key and body take effect once and get the same reply', async () => {
  const { post, orders } = await shop()
  const first = await post({ what: '涂层' }, 'k1')
  const second = await post({ what: '涂层' }, 'k1')
  expect(first.statusCode).toBe(200)
  expect(second.body).toBe(first.body)
  expect(first.json()).not.toHaveProperty('margin') // not in the contract
  expect(await orders()).toBe(1)
})

test('what means the same is the same: key order and defaults do not matter', async () => {
  const { post, orders } = await shop()
  const first = await post({ what: '涂层', count: 1 }, 'k1')
  expect((await post({ what: '涂层' }, 'k1')).body).toBe(first.body)
  expect((await post({ count: 1, what: '涂层' }, 'k1')).body).toBe(first.body)
  expect(await orders()).toBe(1)
})

test('a key that was used for another body or another endpoint is refused', async () => {
  const { post, orders } = await shop()
  await post({ what: '涂层' }, 'k1')
  const otherBody = await post({ what: '电池' }, 'k1')
  const otherRoute = await post({ what: '涂层' }, 'k1', '/api/orders/cancel')
  for (const refused of [otherBody, otherRoute]) {
    expect(refused.json()).toMatchObject({ status: 422, type: 'urn:problem:idempotency/key-reused' })
  }
  expect(await orders()).toBe(1)
})

test('five at once with one key take effect once, and all get the same reply', async () => {
  const { post, orders } = await shop(() => new Promise((resolve) => setTimeout(resolve, 50)))
  const replies = await Promise.all([1, 2, 3, 4, 5].map(() => post({ what: '涂层' }, 'k1')))
  expect(new Set(replies.map((reply) => reply.body)).size).toBe(1)
  expect(replies.map((reply) => reply.statusCode)).toEqual([200, 200, 200, 200, 200])
  expect(await orders()).toBe(1)
})

test('a write that was refused has used up nothing: the same key can be tried again', async () => {
  let isFirst = true
  const { post, orders } = await shop(async () => {
    if (!isFirst) return
    isFirst = false
    throw new Refusal('conflict', 'order/too-early', 'Not yet.')
  })
  expect((await post({ what: '涂层' }, 'k1')).statusCode).toBe(409)
  expect(await orders()).toBe(0)
  expect((await post({ what: '涂层' }, 'k1')).statusCode).toBe(200)
  expect(await orders()).toBe(1)
})

test('without a key every request is one of its own', async () => {
  const { post, orders } = await shop()
  await post({ what: '涂层' })
  await post({ what: '涂层' })
  expect(await orders()).toBe(2)
})

test('a key is 1 to 255 printable characters', async () => {
  const { post, orders } = await shop()
  for (const key of ['', ' ', 'a b', 'ключ', 'x'.repeat(256)]) {
    const refused = await post({ what: '涂层' }, key)
    expect(refused.json()).toMatchObject({ status: 400, type: 'urn:problem:idempotency/key' })
  }
  expect(await orders()).toBe(0)
})

test('a page of another site cannot write', async () => {
  const { db } = await testDatabase()
  const routes = router({ db, policy: policy([{ permission: 'order.write', by: ['visitor'] }]), gate: gate() })
  routes.serve(order, () => ({ id: newId(), what: 'x' }))
  const app = createServer({ logLevel: 'silent', trustProxy: false, isSecure: false })
  routes.mount(app)
  const from = async (site: string) =>
    (
      await app.inject({
        method: 'POST',
        url: '/api/orders',
        payload: { what: 'x' },
        headers: { 'sec-fetch-site': site },
      })
    ).statusCode
  expect([await from('cross-site'), await from('same-site'), await from('same-origin'), await from('none')]).toEqual([
    403, 403, 200, 200,
  ])
  await app.close()
})

test('a reply that breaks its contract is our fault, not the caller’s', async () => {
  const { db } = await testDatabase()
  const routes = router({ db, policy: policy([{ permission: 'order.write', by: ['visitor'] }]), gate: gate() })
  routes.serve(order, () => ({ id: 'no id', what: 'x' }))
  const app = createServer({ logLevel: 'silent', trustProxy: false, isSecure: false })
  routes.mount(app)
  const reply = await app.inject({ method: 'POST', url: '/api/orders', payload: { what: 'x' } })
  expect(reply.json()).toMatchObject({ status: 500, type: 'urn:problem:server/bug' })
  await app.close()
})
