import net from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { listenPort } from './port.ts'

const host = '127.0.0.1'
const servers: net.Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

test('a free port is used as wished', async () => {
  const port = await takenPort()
  servers.pop()?.close()
  expect(await listenPort({ host, port, isExplicit: true })).toBe(port)
})

test('a taken port gives way to the next free one', async () => {
  const port = await takenPort()
  const found = await listenPort({ host, port, isExplicit: false })
  expect(found).toBeGreaterThan(port)
})

test('a taken port that was named is an error', async () => {
  const port = await takenPort()
  await expect(listenPort({ host, port, isExplicit: true })).rejects.toThrow(`PORT=${port} 已被占用`)
})

test('a named port that is just being given up is waited for', async () => {
  const port = await takenPort()
  setTimeout(() => servers.pop()?.close(), 300)
  expect(await listenPort({ host, port, isExplicit: true })).toBe(port)
})

test('an address of another machine is refused', async () => {
  await expect(listenPort({ host: '192.0.2.1', port: 8080, isExplicit: false })).rejects.toThrow(/HOST=192\.0\.2\.1/)
})

async function takenPort(): Promise<number> {
  const server = net.createServer()
  servers.push(server)
  await new Promise<void>((resolve) => server.listen({ host, port: 0 }, resolve))
  return (server.address() as net.AddressInfo).port
}
