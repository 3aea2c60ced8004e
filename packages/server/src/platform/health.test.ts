import { expect, onTestFinished, test } from 'vitest'
import { createKeyun } from '../app.ts'
import { loadReference } from '../modules/reference/index.ts'
import { testApp } from '../testing.ts'
import { openDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import { testPostgres } from './postgres/testing.ts'

test('while the database is away the process lives, says that it is not ready, and refuses with 503 and a time to come back', async () => {
  const postgres = await testPostgres()
  let isRunning = true
  const stop = async () => {
    if (isRunning) await postgres.stop()
    isRunning = false
  }
  onTestFinished(stop)
  const connection = await postgres.createDatabase()
  await migrate(connection)
  const database = openDatabase(connection)
  await loadReference(database.db)
  const options = { logLevel: 'silent', trustProxy: false, isSecure: false, publicUrl: 'http://localhost:8080' }
  const keyun = await createKeyun(database, options)
  const jobs = await keyun.startJobs()
  await keyun.live.ready()
  expect((await keyun.app.inject('/readyz')).json()).toMatchObject({ status: 'ready', index: { isReady: true } })

  await stop()
  expect((await keyun.app.inject('/healthz')).statusCode).toBe(200)
  expect((await keyun.app.inject('/readyz')).statusCode).toBe(503)
  for (const url of ['/api/needs', '/api/home']) {
    const reply = await keyun.app.inject(url)
    expect(reply.json(), url).toMatchObject({ status: 503, type: 'urn:problem:server/busy' })
    expect(reply.headers['retry-after']).toMatch(/^\d$/)
  }
  expect((await keyun.app.inject('/api/reference/regions')).statusCode).toBe(200) // what needs no database is there
  await jobs.stop()
  await keyun.close()
  await database.close()
})

test('metrics are for this machine alone, and name routes, never what was asked', async () => {
  const { app } = await testApp()
  await app.inject('/api/search/needs?q=13800138000')
  const metrics = await app.inject('/metrics')
  expect(metrics.body).toContain('route="/api/search/needs",method="GET",status="2xx"')
  expect(metrics.body).toContain('keyun_index_documents')
  expect(metrics.body).not.toContain('13800138000')
  const foreign = [{ remoteAddress: '203.0.113.9' }, { headers: { 'x-forwarded-for': '203.0.113.9' } }]
  for (const from of foreign) expect((await app.inject({ url: '/metrics', ...from })).statusCode).toBe(404)
})
