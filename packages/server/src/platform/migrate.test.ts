import { needsApi } from '@keyun/api'
import pg from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import { createKeyun } from '../app.ts'
import { loadReference } from '../modules/reference/index.ts'
import { publishNeeds, publishOfferings } from '../testItems.ts'
import { visitor } from './context.ts'
import { openDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import { createTestDatabase, dropTestDatabase, testPostgres } from './postgres/testing.ts'

async function emptyDatabase() {
  const { server } = inject('postgres')
  const connection = await createTestDatabase(server)
  onTestFinished(() => dropTestDatabase(server, connection.database))
  const query = async (text: string) => {
    const client = new pg.Client(connection)
    await client.connect()
    try {
      return (await client.query(text)).rows
    } finally {
      await client.end()
    }
  }
  return { connection, query }
}

test('migrations run once, in the order of their numbers, and the second time there is nothing to do', async () => {
  const { connection, query } = await emptyDatabase()
  const first = await migrate(connection)
  expect(first).toEqual([...first].sort())
  expect(first.map((name) => Number(name.slice(0, 4)))).toEqual(first.map((_, number) => number + 1))
  expect(await migrate(connection)).toEqual([])
  expect(await query('select name from public.keyun_migration order by name')).toEqual(first.map((name) => ({ name })))
})

test('of two that migrate at once one does the work and the other waits for it', async () => {
  const { connection } = await emptyDatabase()
  const [one, other] = await Promise.all([migrate(connection), migrate(connection)])
  expect([one.length > 0, other.length > 0].sort()).toEqual([false, true])
})

test('a migration that was edited after it had run is refused by its name', async () => {
  const { connection, query } = await emptyDatabase()
  await migrate(connection)
  await query(`update public.keyun_migration set hash = 'other' where name like '0005%'`)
  await expect(migrate(connection)).rejects.toThrow(/0005_needs\.sql was edited/)
})

test('a migration that fails leaves nothing of itself, and the next start goes on from there', async () => {
  const { connection, query } = await emptyDatabase()
  await query('create schema needs; create table needs.target (x int)') // in the way of 0005
  await expect(migrate(connection)).rejects.toThrow(/0005_needs\.sql failed/)
  expect(await query('select max(name) as last from public.keyun_migration')).toEqual([{ last: '0004_offerings.sql' }])
  await query('drop schema needs cascade')
  expect((await migrate(connection))[0]).toBe('0005_needs.sql')
})

test('the oldest supported PostgreSQL runs the same migrations, fills the market and serves it', async () => {
  const postgres = await testPostgres(15)
  onTestFinished(() => postgres.stop())
  const connection = await postgres.createDatabase()
  expect((await migrate(connection)).length).toBeGreaterThan(6)
  const database = openDatabase(connection)
  const { rows } = await database.pool.query<{ version: string }>('select version()')
  expect(rows[0]?.version).toMatch(/^PostgreSQL 15\./)
  await loadReference(database.db)
  const keyun = await createKeyun(database, {
    logLevel: 'silent',
    trustProxy: false,
    isSecure: false,
    publicUrl: 'http://localhost:8080',
  })
  const [need = ''] = await publishNeeds(database, [{}])
  await publishOfferings(database, [{}])
  await keyun.live.ready()
  expect(await keyun.live.verify()).toMatchObject({ superfluous: 0 })
  expect(await keyun.router.call(visitor, needsApi.get, { params: { id: need } })).toMatchObject({ id: need })
  for (const url of [
    '/api/home',
    '/api/sitemap',
    '/api/offerings?region=510000',
    '/api/search/needs?q=涂层',
    `/api/needs/${need}/matches`,
  ]) {
    expect((await keyun.app.inject(encodeURI(url))).statusCode, url).toBe(200)
  }
  await keyun.close()
  await database.close()
})
