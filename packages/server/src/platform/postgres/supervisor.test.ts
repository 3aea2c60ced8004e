import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, expect, test, vi } from 'vitest'
import type { Report } from '../report.ts'
import { acquirePostgres, databaseFolder, type Postgres, type PostgresConnection } from './index.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const isRoot = process.getuid?.() === 0
const nobody = isRoot ? accountOf('nobody') : undefined
const entry = new URL('./index.ts', import.meta.url)
const canNobodyRead =
  nobody !== undefined &&
  spawnSync('/bin/sh', ['-c', 'test -r "$1" && test -x "$2"', 'sh', entry.pathname, process.execPath], {
    ...nobody,
    cwd: '/',
  }).status === 0

const cleanUps: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

test('rows outlive a stop, and the second start finds the same cluster', async () => {
  const dataDir = newFolder()
  const first = await acquire(dataDir)
  expect(first.adopted).toBe(false)
  await query(first.connection, 'CREATE TABLE note (text text)')
  await query(first.connection, "INSERT INTO note VALUES ('kept')")
  await first.release()
  expect(runningPid(dataDir)).toBeUndefined()

  const second = await acquire(dataDir)
  expect(second.connection).toEqual(first.connection)
  expect(await query(second.connection, 'SELECT text FROM note')).toEqual([{ text: 'kept' }])
})

test('the role is no superuser, sorting is independent of the machine, and only the socket is open', async () => {
  const { connection, folder } = await acquire(newFolder())
  const [row] = await query(
    connection,
    `SELECT rolsuper, datlocprovider::text, datlocale, current_setting('listen_addresses') AS listening
     FROM pg_roles, pg_database WHERE rolname = current_user AND datname = current_database()`,
  )
  expect(row).toEqual({ rolsuper: false, datlocprovider: 'b', datlocale: 'C.UTF-8', listening: '' })
  expect(fs.statSync(path.join(folder, 'data')).mode & 0o777).toBe(0o700)
  expect(fs.statSync(path.join(folder, 'passwords.json')).mode & 0o777).toBe(0o600)
  expect(fs.statSync(connection.host).mode & 0o777).toBe(0o700)
  await expect(query({ ...connection, password: 'guessed' }, 'SELECT 1')).rejects.toThrow(
    /password authentication failed/,
  )
})

test('after a kill -9 of the process that started it, the next one joins the running server', async () => {
  const dataDir = newFolder()
  const { child, connection } = await holdInChild(dataDir)
  await query(connection, 'CREATE TABLE note AS SELECT 1 AS number')
  const pid = runningPid(dataDir)
  await kill(child, 'SIGKILL')

  const next = await acquire(dataDir)
  expect(next.adopted).toBe(true)
  expect(runningPid(dataDir)).toBe(pid)
  expect(await query(next.connection, 'SELECT number FROM note')).toEqual([{ number: 1 }])
  await next.release()
  expect(runningPid(dataDir)).toBeUndefined()
})

test('after a kill -9 of the server, it is started again and every committed row is there', async () => {
  const dataDir = newFolder()
  const { report, notes } = listening()
  const { connection } = await acquire(dataDir, { report })
  await query(connection, 'CREATE TABLE note AS SELECT generate_series(1, 1000) AS number')
  const pid = runningPid(dataDir)
  process.kill(pid ?? 0, 'SIGKILL')

  await vi.waitFor(() => expect(runningPid(dataDir)).not.toBe(pid), { timeout: 20_000, interval: 100 })
  await vi.waitFor(() => expect(notes.join()).toContain('已恢复运行'), { timeout: 20_000, interval: 100 })
  expect(await query(connection, 'SELECT count(*)::int AS rows FROM note')).toEqual([{ rows: 1000 }])
})

test('after a kill -9 of both, the next start recovers', async () => {
  const dataDir = newFolder()
  const { child, connection } = await holdInChild(dataDir)
  await query(connection, 'CREATE TABLE note AS SELECT 1 AS number')
  const pid = runningPid(dataDir) ?? 0
  await kill(child, 'SIGKILL')
  process.kill(pid, 'SIGKILL')

  const next = await acquire(dataDir)
  expect(next.adopted).toBe(false)
  expect(await query(next.connection, 'SELECT number FROM note')).toEqual([{ number: 1 }])
})

test('a pid file that names a stranger stops nothing, and the stranger is left alone', async () => {
  const dataDir = newFolder()
  const first = await acquire(dataDir)
  const data = path.join(first.folder, 'data')
  const pidFile = fs.readFileSync(path.join(data, 'postmaster.pid'), 'utf8')
  await first.release()
  // As the server's own account, because that is whose processes PostgreSQL takes for a running server.
  const { uid, gid } = fs.statSync(data)
  const stranger = spawn('sleep', ['60'], isRoot ? { uid, gid } : {})
  cleanUps.push(() => kill(stranger, 'SIGKILL'))
  fs.writeFileSync(path.join(data, 'postmaster.pid'), pidFile.replace(/^\d+/, String(stranger.pid)))

  const next = await acquire(dataDir)
  expect(next.adopted).toBe(false)
  expect(await query(next.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  expect(stranger.exitCode).toBeNull()
  expect(stranger.signalCode).toBeNull()
})

test('two processes share the server, and the last to let go stops it', async () => {
  const dataDir = newFolder()
  const here = await acquire(dataDir)
  const { child, connection, adopted } = await holdInChild(dataDir)
  expect(adopted).toBe(true)
  await here.release()
  expect(await query(connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  await kill(child, 'SIGTERM')
  expect(runningPid(dataDir)).toBeUndefined()
})

test('four processes at once make one cluster', async () => {
  const dataDir = newFolder()
  const all = await Promise.all([1, 2, 3, 4].map(() => holdInChild(dataDir)))
  expect(all.filter(({ adopted }) => !adopted)).toHaveLength(1)
  expect(new Set(all.map(({ connection }) => connection.password)).size).toBe(1)
  await Promise.all(all.map(({ child }) => kill(child, 'SIGTERM')))
  expect(runningPid(dataDir)).toBeUndefined()
})

test('refuses to run with a setting that a power cut would turn into lost data', async () => {
  const dataDir = newFolder()
  const { folder, release } = await acquire(dataDir)
  await release()
  for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit']) {
    fs.writeFileSync(path.join(folder, 'data', 'postgresql.auto.conf'), `${setting} = off\n`)
    await expect(acquire(dataDir)).rejects.toThrow(`数据库的 ${setting} 被关闭`)
    expect(runningPid(dataDir)).toBeUndefined()
  }
})

test('runs on PostgreSQL 15 as well', async () => {
  const { connection, major } = await acquire(newFolder(), { major: 15 })
  const [row] = await query(connection, "SELECT current_setting('server_version_num')::int / 10000 AS version")
  expect(row).toEqual({ version: major })
})

test('the data of another major version is refused and left as it is', async () => {
  const dataDir = newFolder()
  const { folder, release } = await acquire(dataDir, { major: 15 })
  await release()
  await expect(acquire(dataDir)).rejects.toThrow(/PostgreSQL 15 创建.*made by PostgreSQL 15/s)
  expect(fs.readFileSync(path.join(folder, 'data', 'PG_VERSION'), 'utf8').trim()).toBe('15')
})

test('a lost password file is made anew', async () => {
  const dataDir = newFolder()
  const first = await acquire(dataDir)
  await query(first.connection, 'CREATE TABLE note AS SELECT 1 AS number')
  await first.release()
  fs.rmSync(path.join(first.folder, 'passwords.json'))
  const next = await acquire(dataDir)
  expect(next.connection.password).not.toBe(first.connection.password)
  expect(await query(next.connection, 'SELECT number FROM note')).toEqual([{ number: 1 }])
})

test('a first start that was cut off leaves nothing behind that the next one stumbles over', async () => {
  const dataDir = newFolder()
  const child = childHolding(dataDir)
  await vi.waitFor(() => expect(drafts(dataDir)).toHaveLength(1), { timeout: 20_000, interval: 5 })
  await kill(child, 'SIGKILL')
  const { connection } = await acquire(dataDir)
  expect(await query(connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  expect(drafts(dataDir)).toHaveLength(0)
})

test('a mistake in postgresql.conf is told in the words of PostgreSQL', async () => {
  const dataDir = newFolder()
  const { folder, release } = await acquire(dataDir)
  await release()
  fs.appendFileSync(path.join(folder, 'data', 'postgresql.conf'), 'shared_bufers = 1MB\n')
  await expect(acquire(dataDir)).rejects.toThrow(/postgresql\.conf 有错误.*shared_bufers/s)
})

test('a data folder with a path longer than a socket may have works', async () => {
  const deep = path.join(newFolder(), ...Array.from({ length: 6 }, () => 'a-folder-with-a-long-name'))
  fs.mkdirSync(deep, { recursive: true })
  const { connection } = await acquire(deep)
  expect(await query(connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test.runIf(canNobodyRead)('an ordinary user runs it as itself', async () => {
  const dataDir = newFolder()
  fs.chownSync(dataDir, nobody?.uid ?? 0, nobody?.gid ?? 0)
  const { child, connection } = await holdInChild(dataDir, nobody)
  expect(fs.statSync(path.join(dataDir, 'postgres', 'data')).uid).toBe(nobody?.uid)
  expect(await query(connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  await kill(child, 'SIGTERM')
  expect(runningPid(dataDir)).toBeUndefined()
})

test.runIf(canNobodyRead)('the data of another user is refused with the name of the remedy', async () => {
  const dataDir = newFolder()
  await (await acquire(dataDir)).release()
  for (const folder of [dataDir, path.join(dataDir, 'postgres')])
    fs.chownSync(folder, nobody?.uid ?? 0, nobody?.gid ?? 0)
  await expect(holdInChild(dataDir, nobody)).rejects.toThrow(/属于用户编号.*chown/s)
})

test.runIf(isRoot)(
  'root keeps the data where its account can reach it when the clone is closed to others',
  async () => {
    const closed = newFolder()
    fs.chmodSync(closed, 0o700)
    const dataDir = path.join(closed, 'data')
    const { connection, folder, release } = await acquire(dataDir)
    cleanUps.push(() => fs.rmSync(folder, { recursive: true, force: true }))
    expect(folder).toMatch(/^\/var\/lib\/keyun\/[0-9a-f]{10}$/)
    expect(databaseFolder(dataDir)).toBe(folder)
    await query(connection, 'CREATE TABLE note AS SELECT 1 AS number')
    await release()
    const again = await acquire(dataDir)
    expect(await query(again.connection, 'SELECT number FROM note')).toEqual([{ number: 1 }])
    await again.release()
  },
)

function newFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keyun-supervisor-'))
  fs.chmodSync(folder, 0o711)
  cleanUps.push(() => fs.rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function acquire(dataDir: string, { major = 18, report = listening().report } = {}): Promise<Postgres> {
  const postgres = await acquirePostgres({ dataDir, report, major })
  cleanUps.push(() => postgres.release())
  return postgres
}

function listening(): { report: Report; notes: string[] } {
  const notes: string[] = []
  return { notes, report: { step: (_name, run) => run(), progress: () => {}, note: (text) => notes.push(text) } }
}

/** Another process that holds the server until SIGTERM. */
function childHolding(dataDir: string, account?: { uid: number; gid: number }): ChildProcess {
  const program = `
    const { acquirePostgres } = await import(${JSON.stringify(entry.href)})
    const report = { step: (name, run) => run(), progress() {}, note() {} }
    try {
      const { connection, adopted, release } = await acquirePostgres({ dataDir: ${JSON.stringify(dataDir)}, report })
      console.log(JSON.stringify({ connection, adopted }))
      process.once('SIGTERM', () => release().then(() => process.exit(0)))
      setInterval(() => {}, 1000)
    } catch (error) {
      console.log(JSON.stringify({ refusal: error.message }))
    }`
  const stdio = ['ignore', 'pipe', 'inherit'] as const
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: '/',
    stdio: [...stdio],
    ...account,
  })
  cleanUps.push(() => kill(child, 'SIGTERM'))
  return child
}

async function holdInChild(dataDir: string, account?: { uid: number; gid: number }) {
  const child = childHolding(dataDir, account)
  let output = ''
  for await (const chunk of child.stdout ?? []) {
    output += chunk
    if (output.includes('\n')) break
  }
  const { connection, adopted, refusal } = JSON.parse(output) as {
    connection: PostgresConnection
    adopted: boolean
    refusal?: string
  }
  if (refusal) throw new Error(refusal)
  return { child, connection, adopted }
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await ended
}

async function query(connection: PostgresConnection, sql: string): Promise<unknown[]> {
  const client = new pg.Client(connection)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

/** The pid of the server of a data folder as its pid file says; undefined when it has none. */
function runningPid(dataDir: string): number | undefined {
  try {
    return Number(fs.readFileSync(path.join(databaseFolder(dataDir), 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
  } catch {
    return undefined
  }
}

function drafts(dataDir: string): string[] {
  const home = databaseFolder(dataDir)
  return fs.existsSync(home) ? fs.readdirSync(home).filter((name) => name.startsWith('data.new-')) : []
}

function accountOf(name: string): { uid: number; gid: number } {
  const id = (option: string) => Number(spawnSync('id', [option, name], { encoding: 'utf8' }).stdout)
  return { uid: id('-u'), gid: id('-g') }
}
