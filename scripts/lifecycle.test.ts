import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../packages/server/src/platform/database.ts'
import {
  childOf,
  freePort,
  launch,
  newFolder,
  postmaster,
  processesOf,
  type Running,
  socketFolder,
  start,
  stop,
  until,
} from './runningSite.ts'

/** Kills are repeated by `npm run proof`. */
const full = { repeats: process.env.KEYUN_PROOF ? 9 : 0 }

/** A data folder after its first start, which tests copy; times of starts are printed, not tested. */
let prepared: { folder: string; items: number }

// Processes are looked for in /proc.
describe.skipIf(process.platform !== 'linux')('npm start', { timeout: 240_000 }, () => {
  beforeAll(async () => {
    const folder = newFolder()
    const site = await start(folder, { PORT: String(await freePort()) })
    print('first start', site)
    expect(await (await fetch(`${site.url}/readyz`)).json()).toMatchObject({ status: 'ready', database: true })
    const items = await countItems(folder)
    expect(items).toBeGreaterThan(500)
    await stop(site, 'SIGINT')
    prepared = { folder, items }
  }, 240_000)

  afterAll(() => {
    if (prepared) fs.rmSync(prepared.folder, { recursive: true, force: true })
  })

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s to everything it started ends it: no process, no socket, no lock stays',
    async (signal) => {
      const folder = copyOfPrepared()
      const site = await start(folder)
      print('second start', site)
      expect(site.said()).toMatch(/已就绪\(\d+\.\d 秒\)/)
      const socket = socketFolder(folder)
      expect(fs.existsSync(socket)).toBe(true)
      expect(processesOf(folder).length).toBeGreaterThan(3)
      expect(await stop(site, signal)).toBe(0)
      expect(site.said()).toContain('已停止')
      expect(processesOf(folder)).toEqual([])
      expect(fs.existsSync(socket)).toBe(false)
      expect(fs.existsSync(path.join(folder, 'postgres', 'data', 'postmaster.pid'))).toBe(false)
    },
  )

  test('after kill -9 of the server process the next start finds everything', full, async () => {
    const folder = copyOfPrepared()
    const site = await start(folder)
    const written = await writeUntilItFails(folder, async () => {
      process.kill(childOf(site.pid, 'main.ts'), 'SIGKILL')
      await site.ended
    })
    await expectNothingLost(folder, written)
  })

  test(
    'after kill -9 of the postmaster the site recovers by itself, and the next start finds everything',
    full,
    async () => {
      const folder = copyOfPrepared()
      const site = await start(folder)
      const written = await writeUntilItFails(folder, async () => process.kill(postmaster(folder), 'SIGKILL'))
      await until(
        'the database is back',
        async () => (await fetch(`${site.url}/api/home`).catch(() => undefined))?.ok === true,
      )
      expect(await writtenRows(folder)).toBeGreaterThanOrEqual(written)
      expect(await stop(site, 'SIGTERM')).toBe(0)
      await expectNothingLost(folder, written)
    },
  )

  test('after kill -9 of everything at once the next start finds everything', full, async () => {
    const folder = copyOfPrepared()
    const site = await start(folder)
    const written = await writeUntilItFails(folder, async () => {
      for (const pid of processesOf(folder)) process.kill(pid, 'SIGKILL')
      await site.ended
    })
    await until('the killed are gone', async () => processesOf(folder).length === 0)
    await expectNothingLost(folder, written)
  })

  test('a named port that is taken is an error with a sentence, and the site that has it goes on', async () => {
    const folder = copyOfPrepared()
    const port = String(await freePort())
    const site = await start(folder, { PORT: port })
    const second = launch(folder, { PORT: port })
    expect(await second.ended).not.toBe(0)
    expect(second.said()).toContain(`PORT=${port} 已被占用`)
    expect((await fetch(`${site.url}/readyz`)).status).toBe(200)
    await stop(site, 'SIGINT')
  })

  test('without a named port the next free one is taken and said', async () => {
    const folder = copyOfPrepared()
    const usual = net.createServer().on('error', () => {}) // somebody else's, then
    usual.listen(8080, '127.0.0.1')
    onTestFinished(() => void usual.close())
    const site = await start(folder)
    const port = Number(new URL(site.url).port)
    expect(port).toBeGreaterThan(8080)
    expect(site.said()).toContain(`端口 8080 已被占用,改用 ${port}`)
    await stop(site, 'SIGINT')
  })

  test.runIf(process.getuid?.() === 0)(
    'an ordinary user can do the same, with a clone that only root may write',
    async () => {
      const nobody = { uid: 65_534, gid: 65_534 }
      const folder = disposableFolder()
      fs.chownSync(folder, nobody.uid, nobody.gid)
      const site = await start(folder, {}, nobody)
      print('first start as an ordinary user', site)
      expect(await countItems(folder)).toBe(prepared.items)
      expect(fs.statSync(path.join(folder, 'postgres', 'data')).uid).toBe(nobody.uid)
      expect(await stop(site, 'SIGINT')).toBe(0)
      expect(processesOf(folder)).toEqual([])
    },
  )
})

async function expectNothingLost(folder: string, written: number): Promise<void> {
  expect(written).toBeGreaterThan(0)
  const site = await start(folder)
  print('start after the kill', site)
  expect(await writtenRows(folder)).toBeGreaterThanOrEqual(written)
  expect(await countItems(folder)).toBe(prepared.items)
  expect((await fetch(`${site.url}/readyz`)).status).toBe(200)
  expect(await stop(site, 'SIGINT')).toBe(0)
  expect(processesOf(folder)).toEqual([])
}

/** Numbers 1, 2, 3 … into a table of their own, each acknowledged before the next; gives the last acknowledged one. */
async function writeUntilItFails(folder: string, kill: () => Promise<unknown>): Promise<number> {
  const pool = poolOf(folder)
  let written = 0
  let isOver = false
  await pool.query('create table public.witness (n int primary key)')
  const writing = (async () => {
    while (!isOver) {
      await pool.query('insert into public.witness values ($1)', [written + 1])
      written++
    }
  })().catch(() => {})
  await until('some rows are written', async () => written > 50)
  await kill()
  await delay(300) // where the database survives, it goes on
  isOver = true
  await writing
  await pool.end()
  return written
}

async function writtenRows(folder: string): Promise<number> {
  return ask(folder, 'select count(*)::int as n from public.witness having count(*) = max(n)')
}

/** Needs and offerings: the sample data is there, and once. */
async function countItems(folder: string): Promise<number> {
  return ask(
    folder,
    'select (select count(*) from needs.need)::int + (select count(*) from offerings.offering)::int as n',
  )
}

async function ask(folder: string, query: string): Promise<number> {
  const pool = poolOf(folder)
  try {
    const { rows } = await pool.query<{ n: number }>(query)
    return rows[0]?.n ?? Number.NaN
  } finally {
    await pool.end()
  }
}

function poolOf(folder: string) {
  const { app } = JSON.parse(fs.readFileSync(path.join(folder, 'postgres', 'passwords.json'), 'utf8'))
  const connection = { host: socketFolder(folder), port: 5432, user: 'keyun', database: 'keyun', password: app }
  return openDatabase(connection, { size: 1, name: 'witness' }).pool
}

function copyOfPrepared(): string {
  const folder = disposableFolder()
  fs.cpSync(prepared.folder, folder, { recursive: true, preserveTimestamps: true })
  keepOwners(prepared.folder, folder)
  return folder
}

/** Gone after the test, with every process that a failed test leaves. */
function disposableFolder(): string {
  const folder = newFolder()
  onTestFinished(async () => {
    for (const pid of processesOf(folder)) process.kill(pid, 'SIGKILL')
    await until('the processes of the test are gone', async () => processesOf(folder).length === 0)
    fs.rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

/** A copy by root belongs to root; the database belongs to its own account. */
function keepOwners(from: string, to: string): void {
  if (process.getuid?.() !== 0) return
  for (const name of ['.', ...fs.readdirSync(from, { recursive: true, encoding: 'utf8' })]) {
    const { uid, gid, mode } = fs.statSync(path.join(from, name))
    fs.chownSync(path.join(to, name), uid, gid)
    fs.chmodSync(path.join(to, name), mode)
  }
}

function print(what: string, site: Running): void {
  process.stdout.write(`${what}: ${/已就绪\((.*?)\)/.exec(site.said())?.[1]}\n`)
}
