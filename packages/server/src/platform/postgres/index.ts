import fs from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { Report } from '../report.ts'
import { appRole, createCluster, readPasswords, resetPasswords, superuser } from './cluster.ts'
import { exclusively } from './exclusively.ts'
import { hold, isHeld } from './holders.ts'
import {
  findPostmaster,
  type Postmaster,
  refuseFullDisk,
  startPostmaster,
  stopPostmaster,
  trimLog,
  untilReady,
} from './postmaster.ts'
import { PostgresProblem } from './problem.ts'
import { isAlive } from './processes.ts'
import { holdersFolder, lockFile, prepareSite, type Site } from './site.ts'

export { PostgresProblem } from './problem.ts'
export { databaseFolder } from './site.ts'

/** How to reach one database through its Unix socket; fits `pg`. */
export interface PostgresConnection {
  /** The folder of the socket. */
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

export interface Postgres {
  /** Keyun's own role and database; the role is no superuser. It stays the same when the server has to be restarted. */
  readonly connection: PostgresConnection
  /** For what only a superuser may do: backups, and databases for tests. */
  readonly superuser: PostgresConnection
  /** It was running already, for another Keyun process or left over from a killed one. */
  readonly adopted: boolean
  readonly major: number
  /** Where the database files lie. */
  readonly folder: string
  /** Lets go of the server; the last process to do so stops it. */
  release(): Promise<void>
}

export interface PostgresOptions {
  readonly dataDir: string
  readonly report: Report
  /** 18; the tests also use the oldest supported one, 15. */
  readonly major?: number
  /** `none` gives up all safety for speed: throw-away databases of tests only. */
  readonly durability?: 'full' | 'none'
  readonly maxConnections?: number
}

const watchMs = 1_000
const mostRestarts = 5
/** A server that ran this long is well: earlier crashes no longer count. */
const wellAfterMs = 10 * 60_000

/**
 * Gives the PostgreSQL of a data folder: makes it at the first call, starts it, or joins the one that runs already. While
 * held, it is started again when it ends unexpectedly.
 */
export async function acquirePostgres(options: PostgresOptions): Promise<Postgres> {
  const acquiring = acquire(options)
  held.add(acquiring)
  acquiring.catch(() => held.delete(acquiring))
  return acquiring
}

/** Lets go of every server this process acquired or is about to: for an end in the middle of a start. */
export async function releaseEveryPostgres(): Promise<void> {
  const settled = await Promise.allSettled(held)
  await Promise.all(settled.map((result) => result.status === 'fulfilled' && result.value.release()))
}

const held = new Set<Promise<Postgres>>()

async function acquire(options: PostgresOptions): Promise<Postgres> {
  const { dataDir, report, major = 18 } = options
  const site = prepareSite(dataDir, major, report.note)
  const acquired = await exclusively(
    lockFile(site),
    async () => {
      const running = await ensureRunning(site, options)
      return { ...running, letGo: hold(holdersFolder(site)) }
    },
    () => report.note('另一个 Keyun 进程正在启动或停止数据库,等待它完成…'),
  )
  const watch = watchOver(site, acquired.server, options)
  let released: Promise<void> | undefined
  return {
    connection: connectionTo(site, acquired.server, appRole),
    superuser: connectionTo(site, acquired.server, superuser),
    adopted: acquired.adopted,
    major,
    folder: site.home,
    release: () => {
      released ??= watch.end().then(() => release(site, acquired.letGo))
      return released
    },
  }
}

/** A server that answers and is safe to use; started if there is none. Only under the site's lock. */
async function ensureRunning(site: Site, options: PostgresOptions): Promise<{ server: Postmaster; adopted: boolean }> {
  const { report } = options
  const isDurable = options.durability !== 'none'
  const found = await adoptable(site, report)
  if (found) {
    await refuseUnsafe(site, found, isDurable)
    return { server: found, adopted: true }
  }
  refuseFullDisk(site)
  if (!fs.existsSync(site.data)) await createCluster(site, { isDurable, maxConnections: options.maxConnections })
  else if (!readPasswords(site)) {
    report.note('数据库密码文件丢失,已重新生成。')
    await resetPasswords(site)
  }
  const server = await startPostmaster(site, { isDurable, note: report.note })
  await refuseUnsafe(site, server, isDurable)
  return { server, adopted: false }
}

/** The running server, if it is fit for use; one that is not is stopped. */
async function adoptable(site: Site, report: Report): Promise<Postmaster | undefined> {
  const found = findPostmaster(site)
  if (!found) return undefined
  if (await untilReady(site, found, report.note)) {
    const ready = findPostmaster(site) ?? found
    const version = await answeringVersion(site, ready)
    const isCurrent = version === site.binaries.version || isHeld(holdersFolder(site))
    if (version && isCurrent) return ready
  }
  report.note('发现上次遗留的 PostgreSQL 进程,先将其正常停止。')
  await stopPostmaster(found)
  return undefined
}

/** Undefined when the server does not answer, or not to our password. */
async function answeringVersion(site: Site, server: Postmaster): Promise<string | undefined> {
  if (!readPasswords(site)) return undefined
  try {
    return await withClient(connectionTo(site, server, appRole), async (client) => {
      const { rows } = await client.query<{ version: string }>(
        "SELECT split_part(current_setting('server_version'), ' ', 1) AS version",
      )
      return rows[0]?.version
    })
  } catch {
    return undefined
  }
}

/** With one of these off, a power cut loses or tears what was acknowledged (measured: all of it, or hundreds of rows). */
async function refuseUnsafe(site: Site, server: Postmaster, isDurable: boolean): Promise<void> {
  if (!isDurable) return
  const off = await withClient(connectionTo(site, server, appRole), async (client) => {
    const wanted = "('fsync', 'full_page_writes', 'synchronous_commit')"
    const { rows } = await client.query<{ name: string }>(
      `SELECT name FROM pg_settings WHERE name IN ${wanted} AND setting = 'off' ORDER BY name`,
    )
    return rows.map((row) => row.name)
  })
  if (off.length === 0) return
  if (!isHeld(holdersFolder(site))) await stopPostmaster(server)
  throw new PostgresProblem(
    `数据库的 ${off.join('、')} 被关闭:断电会丢失已确认的数据,因此拒绝启动。请在 ${site.data} 的 postgresql.conf 与 postgresql.auto.conf 里删除这些设置(以及对角色、数据库的同名 ALTER … SET)后重新启动。`,
    `${off.join(', ')} is off: a power cut would lose acknowledged data. Remove it from postgresql.conf and postgresql.auto.conf.`,
  )
}

/** Looks every second whether the server still runs, and starts it again when not. */
function watchOver(site: Site, first: Postmaster, options: PostgresOptions): { end(): Promise<void> } {
  const { report } = options
  let server = first
  let startedAt = Date.now()
  let restarts = 0
  let isOver = false
  let restarting: Promise<void> | undefined

  const restart = async () => {
    if (Date.now() - startedAt > wellAfterMs) restarts = 0
    while (!isOver && restarts < mostRestarts) {
      restarts++
      report.note(`PostgreSQL 意外停止,正在重新启动(第 ${restarts} 次,至多 ${mostRestarts} 次)…`)
      try {
        server = (await exclusively(lockFile(site), () => ensureRunning(site, options))).server
        startedAt = Date.now()
        report.note('PostgreSQL 已恢复运行,已确认的数据都在。')
        return
      } catch (error) {
        report.note((error as Error).message)
        await delay(500 * 2 ** restarts, undefined, { ref: false })
      }
    }
    if (isOver) return
    isOver = true
    clearInterval(timer)
    report.note(
      `PostgreSQL 在 ${mostRestarts} 次尝试后仍不能运行。请按上面的提示处理后重新启动 Keyun;日志在 ${site.home}/postgres.log`,
    )
  }
  const timer = setInterval(() => {
    trimLog(site)
    if (restarting || isAlive(server)) return
    restarting = restart().finally(() => {
      restarting = undefined
    })
  }, watchMs)
  timer.unref()
  return {
    async end() {
      isOver = true
      clearInterval(timer)
      await restarting
    },
  }
}

async function release(site: Site, letGo: () => void): Promise<void> {
  await exclusively(lockFile(site), async () => {
    letGo()
    if (isHeld(holdersFolder(site))) return
    const server = findPostmaster(site)
    if (server) await stopPostmaster(server)
  })
}

function connectionTo(site: Site, server: Postmaster, user: typeof appRole | typeof superuser): PostgresConnection {
  const passwords = readPasswords(site)
  const [password, database] = user === appRole ? [passwords?.app, appRole] : [passwords?.superuser, superuser]
  return { host: server.socketFolder, port: 5432, user, password: password ?? '', database }
}

async function withClient<T>(connection: PostgresConnection, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5_000, query_timeout: 5_000 })
  // A connection that breaks while idle must not end this process; the query in flight says so by itself.
  client.on('error', () => {})
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}
