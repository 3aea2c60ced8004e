import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const root = path.dirname(import.meta.dirname)
const ready = '按 Ctrl+C 停止'
/** A start on a loaded machine may take long. */
const patienceMs = 100_000

export interface Running {
  /** Of scripts/run.mjs, the leader of its process group. */
  readonly pid: number
  readonly folder: string
  said(): string
  readonly ended: Promise<number | null>
}

export type Owner = { readonly uid: number; readonly gid: number }

/** What `npm start` runs, in a process group of its own, as a terminal would. */
export function launch(folder: string, settings: Record<string, string> = {}, owner?: Owner): Running {
  const { PATH = '', LANG = 'C.UTF-8' } = process.env
  const child: ChildProcess = spawn(process.execPath, [path.join(root, 'scripts', 'run.mjs'), 'start'], {
    cwd: root,
    detached: true,
    env: { PATH, LANG, HOME: owner ? folder : os.homedir(), HOST: '127.0.0.1', KEYUN_DATA: folder, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...owner,
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      said += chunk
    })
  }
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  return { pid: child.pid!, folder, said: () => said, ended }
}

export async function start(
  folder: string,
  settings: Record<string, string> = {},
  owner?: Owner,
): Promise<Running & { url: string }> {
  const site = launch(folder, settings, owner)
  let hasEnded = false
  site.ended.then(() => {
    hasEnded = true
  })
  await until('the platform is ready', async () => {
    if (hasEnded) throw new Error(`It ended:\n${site.said()}`)
    return site.said().includes(ready)
  })
  return { ...site, url: /http:\/\/localhost:\d+/.exec(site.said())?.[0] ?? '' }
}

/** As Ctrl-C in a terminal does: the signal goes to the whole group. */
export function stop(site: Running, signal: 'SIGINT' | 'SIGTERM'): Promise<number | null> {
  process.kill(-site.pid, signal)
  return site.ended
}

// postmaster.pid, by line: process, data folder, start, port, folder of the socket.
const pidFile = (folder: string) =>
  fs.readFileSync(path.join(folder, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')
export const postmaster = (folder: string) => Number(pidFile(folder)[0])
export const socketFolder = (folder: string) => pidFile(folder)[4] ?? ''

/** Every process that belongs to a data folder: by its settings, its arguments, or the place it runs in. */
export function processesOf(folder: string): number[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      const state = /^State:\s+(\w)/m.exec(read(`/proc/${pid}/status`))?.[1]
      if (state === undefined || state === 'Z') return false
      return (
        read(`/proc/${pid}/environ`).includes(`KEYUN_DATA=${folder}\0`) ||
        read(`/proc/${pid}/cmdline`).includes(folder) ||
        linkOf(`/proc/${pid}/cwd`).startsWith(folder)
      )
    })
    .map(Number)
}

/** The one process below `parent` that runs this program. */
export function childOf(parent: number, program: string): number {
  const children = read(`/proc/${parent}/task/${parent}/children`).trim().split(' ').map(Number)
  const [found, ...others] = children.filter((pid) => read(`/proc/${pid}/cmdline`).includes(program))
  if (!found || others.length > 0) throw new Error(`Not one ${program} below ${parent}`)
  return found
}

const prefix = 'keyun-life-'
const staleAfterMs = 600_000

/** A data folder for a test or a bench, which deletes it; what killed runs left behind goes now. */
export function newFolder(): string {
  for (const name of fs.readdirSync(os.tmpdir())) {
    const old = path.join(os.tmpdir(), name)
    const { mtimeMs = Date.now(), uid } = fs.statSync(old, { throwIfNoEntry: false }) ?? {}
    const isOurs = name.startsWith(prefix) && [uid, 0].includes(process.getuid?.())
    if (!isOurs || Date.now() - mtimeMs < staleAfterMs || processesOf(old).length > 0) continue
    fs.rmSync(old, { recursive: true, force: true })
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), prefix))
  fs.chmodSync(folder, 0o711) // as root, PostgreSQL runs as another account
  return folder
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo // never a pipe
      server.close(() => resolve(port))
    })
  })
}

/** Asks again and again, and gives up after a long while. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + patienceMs
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`Waited in vain until ${what}`)
    await delay(50)
  }
}

function read(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return '' // ended meanwhile
  }
}

function linkOf(file: string): string {
  try {
    return fs.readlinkSync(file)
  } catch {
    return ''
  }
}
