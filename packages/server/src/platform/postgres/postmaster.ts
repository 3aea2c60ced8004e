import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { cleanEnvironment } from './cluster.ts'
import { PostgresProblem, problemFrom } from './problem.ts'
import { commandLine, type Identified, identify, isAlive, waitForEnd } from './processes.ts'
import { logFile, prepareSocketFolder, removeSocketFolder, type Site } from './site.ts'

/** A running server of a site. */
export interface Postmaster extends Identified {
  readonly socketFolder: string
}

const startingMs = 100
const stopPatienceMs = 30_000
const busyPatienceMs = 20_000
const leastFreeBytes = 64 * 1024 * 1024
const mostLogBytes = 16 * 1024 * 1024

/** The server that runs on this site's data, whoever started it; it may still be starting or already stopping. */
export function findPostmaster(site: Site): Postmaster | undefined {
  const file = readPidFile(site)
  if (!file) return undefined
  const found = identify(file.pid)
  return found && isServerOf(site, file.pid) ? { ...found, socketFolder: file.socketFolder } : undefined
}

/** Starts the server and waits until it takes connections. */
export async function startPostmaster(
  site: Site,
  { isDurable = true, note = (_text: string) => {} } = {},
): Promise<Postmaster> {
  const until = Date.now() + busyPatienceMs
  for (;;) {
    const attempt = await tryStart(site, isDurable, note)
    if (typeof attempt !== 'string') return attempt
    // Processes of a killed server take a moment to notice, and hold its shared memory until then.
    const isStillBusy = /shared memory block .* is still in use|lock file .* already exists/.test(attempt)
    if (!isStillBusy || Date.now() > until) {
      throw problemFrom(attempt, { chinese: '启动 PostgreSQL ', english: 'Starting PostgreSQL' }, logFile(site))
    }
    await delay(250)
  }
}

/** Waits for a server that is starting; false when it stops instead or is stopping already. */
export async function untilReady(site: Site, server: Identified, note: (text: string) => void): Promise<boolean> {
  for (let waitedMs = 0; isAlive(server); waitedMs += startingMs) {
    const status = readPidFile(site)?.status
    if (status === 'ready') return true
    if (status === 'stopping') return false
    if (waitedMs === 5_000) note('PostgreSQL 正在从日志恢复数据,数据较多时需要几分钟,请不要中断。')
    await delay(startingMs)
  }
  return false
}

/** Stops the server: open transactions are rolled back, everything acknowledged is on disk. */
export async function stopPostmaster(server: Postmaster): Promise<void> {
  try {
    process.kill(server.pid, 'SIGINT')
    let hasEnded = await waitForEnd(server, stopPatienceMs)
    if (!hasEnded) {
      // Ends at once; the next start recovers from the log.
      process.kill(server.pid, 'SIGQUIT')
      hasEnded = await waitForEnd(server, 10_000)
    }
    if (hasEnded) return removeSocketFolder(server.socketFolder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return
    throw new PostgresProblem(
      `没有权限停止 PostgreSQL(进程 ${server.pid})。请用启动它的账户停止它。`,
      `No permission to stop PostgreSQL (process ${server.pid}): stop it as the user who started it.`,
      { cause: error },
    )
  }
  throw new PostgresProblem(
    `PostgreSQL(进程 ${server.pid})在 40 秒内没有停止,磁盘可能没有响应。请检查磁盘,必要时重新启动电脑;已确认的数据不会丢失。`,
    `PostgreSQL (process ${server.pid}) did not stop within 40 s: check the disk. Nothing acknowledged is lost.`,
  )
}

/** Keeps the log from filling the disk: the older half is kept beside it, once. */
export function trimLog(site: Site): void {
  const file = logFile(site)
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size < mostLogBytes) return
  try {
    fs.copyFileSync(file, `${file}.1`)
  } catch {
    // On a full disk the space matters more than the old lines.
    fs.rmSync(`${file}.1`, { force: true })
  }
  // The server has it open for appending, so it goes on at the new end.
  fs.truncateSync(file)
}

/** One attempt; when the server ends instead of getting ready, what it said. */
async function tryStart(site: Site, isDurable: boolean, note: (text: string) => void): Promise<Postmaster | string> {
  const socketFolder = prepareSocketFolder(site)
  forgetStaleLocks(site, socketFolder)
  trimLog(site)
  const log = fs.openSync(logFile(site), 'a', 0o600)
  const logStart = fs.fstatSync(log).size
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${socketFolder}`,
    'port=5432',
    'logging_collector=off',
  ]
  if (!isDurable) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off')
  const { uid, gid } = site.account ?? {}
  const child = spawn(
    path.join(site.binaries.folder, 'bin', 'postgres'),
    ['-D', site.data, ...settings.flatMap((setting) => ['-c', setting])],
    // Detached: it outlives a kill -9 of this process, and Ctrl-C in the terminal does not reach it.
    {
      cwd: '/',
      env: cleanEnvironment,
      detached: true,
      stdio: ['ignore', log, log],
      ...(uid === undefined ? {} : { uid, gid }),
    },
  )
  fs.closeSync(log)
  child.unref()
  const failed = await new Promise<Error | undefined>((resolve) => {
    child.once('spawn', () => resolve(undefined))
    child.once('error', resolve)
  })
  if (failed) return failed.message
  const started = identify(child.pid ?? 0)
  while (started && isAlive(started)) {
    if (readPidFile(site)?.pid === started.pid && (await untilReady(site, started, note))) {
      return { ...started, socketFolder }
    }
    await delay(10)
  }
  removeSocketFolder(socketFolder)
  return readFrom(logFile(site), logStart)
}

/** Refuses to start without room for the log that recovery writes. */
export function refuseFullDisk(site: Site): void {
  const { bavail, bsize } = fs.statfsSync(site.home)
  if (bavail * bsize >= leastFreeBytes) return
  throw new PostgresProblem(
    `磁盘几乎已满(${site.home} 所在分区只剩 ${Math.floor((bavail * bsize) / 1024 / 1024)} MB),数据库不能安全启动。请至少腾出 500 MB;不要删除数据目录里的文件,已确认的数据都在。`,
    `The disk is almost full: free at least 500 MB before starting. Delete nothing in the data folder.`,
  )
}

interface PidFile {
  readonly pid: number
  readonly socketFolder: string
  readonly status: string
}

// The lines of postmaster.pid as in PostgreSQL's src/include/utils/pidfile.h: pid 1, socket folder 5, status 8.
function readPidFile(site: Site): PidFile | undefined {
  try {
    const lines = fs.readFileSync(path.join(site.data, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(lines[0]), socketFolder: lines[4] ?? '', status: (lines[7] ?? '').trim() }
  } catch {
    return undefined
  }
}

/** Whether the process is the main one of PostgreSQL on this site's data, and not a stranger that got its pid. */
function isServerOf(site: Site, pid: number): boolean {
  const [program = '', ...args] = commandLine(pid)
  const folder = args[args.indexOf('-D') + 1]
  return (
    path.basename(program) === 'postgres' && args.includes('-D') && folder !== undefined && samePlace(folder, site.data)
  )
}

function samePlace(a: string, b: string): boolean {
  try {
    return fs.realpathSync(a) === fs.realpathSync(b)
  } catch {
    return a === b
  }
}

/**
 * A pid file left behind names a pid that a stranger may have by now, and PostgreSQL would refuse to start. Naming this
 * process instead makes it see that the file is stale; unlike deleting the file, that keeps its check that no process of
 * the old server still uses the shared memory.
 */
function forgetStaleLocks(site: Site, socketFolder: string): void {
  const file = path.join(site.data, 'postmaster.pid')
  const stale = readPidFile(site)
  if (stale && identify(stale.pid) === undefined && !isListed(stale.pid)) {
    // Plainly dead: PostgreSQL sees that for itself.
  } else if (stale) {
    const rest = fs.readFileSync(file, 'utf8').split('\n').slice(1)
    fs.writeFileSync(file, [process.pid, ...rest].join('\n'))
  }
  for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock']) fs.rmSync(path.join(socketFolder, name), { force: true })
}

/** Zombies count for PostgreSQL as running, although `identify` knows them to be dead. */
function isListed(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function readFrom(file: string, start: number): string {
  return fs.readFileSync(file).subarray(start).toString('utf8')
}
