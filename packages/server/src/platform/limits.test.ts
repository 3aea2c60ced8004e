import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { gate } from './limits.ts'
import { createServer } from './server.ts'

/** Work that goes on until it is told to end. */
function work() {
  let end = () => {}
  const ended = new Promise<void>((resolve) => (end = resolve))
  return { run: () => ended, end }
}

test('matching takes four at a time; the fifth waits for room, and reading is not held up by it', async () => {
  const doors = gate()
  const works = Array.from({ length: 5 }, work)
  const entered = works.map(({ run }) => doors.enter('match', run))
  expect(doors.inFlight().match).toBe(4)
  expect(await doors.enter('read', async () => 'read')).toBe('read')
  works[0]?.end()
  await entered[0]
  expect(doors.inFlight().match).toBe(4) // the fifth took over the place
  for (const one of works) one.end()
  await Promise.all(entered)
  expect(doors.inFlight()).toEqual({ light: 0, read: 0, match: 0, write: 0 })
})

test('who waits too long is refused with 503, and leaves no place taken', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const doors = gate()
  const works = Array.from({ length: 4 }, work)
  const entered = works.map(({ run }) => doors.enter('match', run))
  const late = vi.fn()
  const refused = doors.enter('match', async () => late()).catch((error) => error)
  await vi.advanceTimersByTimeAsync(1_500)
  expect(await refused).toMatchObject({ status: 503, code: 'server/busy' })
  for (const one of works) one.end()
  await Promise.all(entered)
  expect(late).not.toHaveBeenCalled()
  expect(doors.inFlight().match).toBe(0)
})

test('when the queue is full the next is refused at once', async () => {
  const doors = gate()
  const held = work()
  const all = Array.from({ length: 4 + 200 }, () => doors.enter('match', held.run))
  await expect(doors.enter('match', held.run)).rejects.toMatchObject({ status: 503 })
  held.end()
  await Promise.all(all)
  expect(doors.inFlight().match).toBe(0)
})

test('work that throws gives its place back', async () => {
  const doors = gate()
  for (let round = 0; round < 20; round++) {
    const thrown = doors.enter('match', async () => {
      throw new Error('no')
    })
    await expect(thrown).rejects.toThrow('no')
  }
  expect(doors.inFlight().match).toBe(0)
})

test('a client that goes away leaves no place taken', async () => {
  const doors = gate()
  const held = work()
  const app = createServer({ logLevel: 'silent', trustProxy: false, isSecure: false })
  app.get('/api/slow', () => doors.enter('read', held.run).then(() => ({ ok: true })))
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo // it listens on TCP
  const client = request({ port, host: '127.0.0.1', path: '/api/slow' })
  const gone = new Promise((resolve) => client.on('error', resolve))
  client.end()
  await vi.waitFor(() => expect(doors.inFlight().read).toBe(1))
  client.destroy(new Error('left'))
  await gone
  held.end()
  await vi.waitFor(() => expect(doors.inFlight().read).toBe(0))
  await app.close()
})
