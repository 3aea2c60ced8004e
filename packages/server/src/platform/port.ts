import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { OperatorError } from './operatorError.ts'

export interface PortWish {
  readonly host: string
  readonly port: number
  /** The operator named this port: no other will do. */
  readonly isExplicit: boolean
}

/** How long an explicit port may still belong to a Keyun that is just stopping. */
const patienceMs = 3_000

/** The port to listen on: the wished one, or the next free one after it where the operator named none. */
export async function listenPort({ host, port, isExplicit }: PortWish): Promise<number> {
  const until = Date.now() + patienceMs
  for (let candidate = port; candidate < Math.min(port + 100, 65_536); ) {
    const problem = await tryListen(host, candidate)
    if (!problem) return candidate
    if (problem !== 'EADDRINUSE') throw new OperatorError(explain(problem, host, candidate))
    if (!isExplicit) candidate++
    else if (Date.now() < until) await delay(200)
    else throw new OperatorError(explain(problem, host, candidate))
  }
  throw new OperatorError(
    `端口 ${port} 到 ${port + 99} 都被占用。请用 PORT 指定一个空闲端口。\nPorts ${port} to ${port + 99} are all in use.`,
  )
}

function tryListen(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ host, port }, () => server.close(() => resolve(undefined)))
  })
}

function explain(code: string, host: string, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return (
        `PORT=${port} 已被占用。请换一个端口,或不设置 PORT(自动选用空闲端口)。\n` +
        `Port ${port} is in use; choose another, or leave PORT out to get a free one.`
      )
    case 'EACCES':
      return (
        `没有权限监听端口 ${port}。1024 以下的端口需要特权,请改用更大的端口,并由反向代理转发。\n` +
        `No permission to listen on port ${port}; use one above 1023 behind a reverse proxy.`
      )
    default:
      return (
        `HOST=${host} 不能监听(${code})。请填本机地址,如 0.0.0.0(所有网卡)或 127.0.0.1(仅本机)。\n` +
        `Cannot listen on HOST=${host} (${code}); use an address of this machine.`
      )
  }
}
