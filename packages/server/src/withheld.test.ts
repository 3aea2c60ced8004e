import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { matchingApi, needsApi, searchApi } from '@keyun/api'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { createKeyun } from './app.ts'
import { emit } from './platform/jobs.ts'
import { addOwnNeed, addOwnOffering, publishNeeds, publishOfferings } from './testItems.ts'
import { operator, testApp, testDatabase } from './testing.ts'

/** Texts that nobody outside may ever read. */
const canaries = {
  matched: '金丝雀甲乙丙',
  confidential: '金丝雀丁戊己',
  draft: '金丝雀庚辛壬',
  frozen: '金丝雀子丑寅',
}
const any = /金丝雀[甲丁庚子]/

/** A market with something withheld in every place that can hold it. */
async function marketWithSecrets() {
  const market = await testApp()
  const { database } = market
  const { db } = database
  const [need = ''] = await publishNeeds(database, [{ matchedDetails: canaries.matched }])
  await sql`insert into needs.confidential_detail values (${need}, ${canaries.confidential})`.execute(db)
  const [offering = ''] = await publishOfferings(database, [{}])
  const text = { title: canaries.draft, keywords: [canaries.draft] }
  for (const status of ['draft', 'submitted', 'on_hold', 'parked', 'referred', 'withdrawn'] as const) {
    await addOwnNeed(database, status, text)
  }
  for (const status of ['draft', 'secrecy_declared', 'in_review', 'needs_revision'] as const) {
    await addOwnOffering(database, status, text)
  }
  await addOwnOffering(database, 'frozen', { title: canaries.frozen, description: canaries.frozen })
  await emit(db, { type: 'need.moved', needId: need, from: 'submitted', to: 'published' })
  await market.settle()
  const { rows } = await sql<{ id: string }>`select id from needs.need union select id from offerings.offering`.execute(
    db,
  )
  return { ...market, need, offering, ids: rows.map((row) => row.id) }
}

test('no reply to a visitor holds anything withheld, whatever is asked', async () => {
  const { app, router, ids } = await marketWithSecrets()
  let read = 0
  for (const { method, path } of router.endpoints()) {
    if (method !== 'GET' || path.includes(':code')) continue
    const paths = path.includes(':id') ? ids.map((id) => path.replace(':id', id)) : [path]
    const words = Object.values(canaries).flatMap((canary) => [canary, canary.slice(0, 3)])
    const queries = path.includes('/search') ? words.map((word) => `?q=${encodeURIComponent(word)}`) : ['']
    for (const url of paths.flatMap((one) => queries.map((query) => one + query))) {
      expect((await app.inject(url)).body, url).not.toMatch(any)
      read++
    }
  }
  for (const canary of Object.values(canaries)) {
    const tried = await app.inject({ method: 'POST', url: '/api/matching/try', payload: { text: `${canary}涂层` } })
    expect(tried.body.replaceAll(canary, '')).not.toMatch(any) // the asker's own words are quoted back
  }
  expect(read).toBeGreaterThan(60)
})

test('what is withheld is in no candidate, no change, no job, no audit event and no kept reply', async () => {
  const { call, database, need } = await marketWithSecrets()
  await call(needsApi.act, { params: { id: need }, body: { action: 'withdraw', reason: '撤回' } }, operator)
  const { rows } = await sql<{ name: string }>`select schemaname || '.' || tablename as name from pg_tables
    where schemaname in ('matching', 'platform', 'imports', 'graphile_worker')`.execute(database.db)
  expect(rows.length).toBeGreaterThan(10)
  rows.push({ name: 'needs.matched_detail' }) // the control: here it is, and would be seen
  for (const { name } of rows) {
    const dump = await sql<{ row: string }>`select t::text as row from ${sql.table(name)} t`.execute(database.db)
    expect(any.test(dump.rows.map(({ row }) => row).join('\n')), name).toBe(name === 'needs.matched_detail')
  }
})

test('what is withheld is in no document of the index, and cannot be found or suggested', async () => {
  const { live, call } = await marketWithSecrets()
  for (const collection of ['offering', 'need', 'person', 'organisation'] as const) {
    expect(live.get(collection)?.suggest('金丝雀', 20)).toEqual([])
    expect(live.get(collection)?.suggest('jsq', 20)).toEqual([])
  }
  expect(live.get('need')?.size).toBe(1)
  expect(live.get('offering')?.size).toBe(1)
  for (const canary of Object.values(canaries)) {
    expect((await call(searchApi.needs, { query: { q: canary } })).items.map(({ title }) => title).join()).not.toMatch(
      any,
    )
  }
})

test('tier 2 is read by those whom the policy names, and the card says that there is more', async () => {
  const { call, need } = await marketWithSecrets()
  expect(await call(needsApi.get, { params: { id: need } })).toMatchObject({
    disclosure: 'matched',
    matchedDetails: null,
  })
  const read = await call(needsApi.get, { params: { id: need } }, operator)
  expect(read.matchedDetails).toBe(canaries.matched)
  expect(JSON.stringify(read)).not.toContain(canaries.confidential)
  expect(JSON.stringify(await call(matchingApi.forNeed, { params: { id: need } }, operator))).not.toMatch(any)
})

test('the log holds nothing of what was asked or withheld', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyun-log-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const logTo = join(folder, 'server.log')
  const database = await testDatabase()
  const options = { logLevel: 'debug', trustProxy: false, isSecure: false, publicUrl: 'http://localhost:8080', logTo }
  const { app, close } = await createKeyun(database, options)
  const [need] = await publishNeeds(database, [{ matchedDetails: canaries.matched }])
  await app.inject(`/api/needs/${need}`)
  await app.inject(`/api/search/needs?q=${encodeURIComponent(canaries.matched)}`)
  await app.inject({ method: 'POST', url: '/api/matching/try', payload: { text: canaries.confidential } })
  await app.inject({ method: 'POST', url: '/api/matching/try', payload: `{"text": ${canaries.draft}` })
  await close()
  const text = readFileSync(logTo, 'utf8')
  expect(text.split('\n').filter((line) => line.includes('"msg":"request"'))).toHaveLength(4)
  expect(decodeURIComponent(text)).not.toMatch(any)
})

test('reading writes nothing: no GET of any endpoint changes a row', async () => {
  const { app, router, database, ids } = await marketWithSecrets()
  const written = async () =>
    (
      await sql<{ n: number }>`select coalesce(max(x), 0)::int as n from (
      select max(xmin::text::bigint) as x from needs.need union all select max(xmin::text::bigint) from offerings.offering
      union all select max(xmin::text::bigint) from platform.audit_event union all select max(xmin::text::bigint) from platform.change
      union all select max(xmin::text::bigint) from matching.candidate union all select max(xmin::text::bigint) from graphile_worker._private_jobs) t`.execute(
        database.db,
      )
    ).rows
  const before = await written()
  for (const { method, path } of router.endpoints()) {
    if (method === 'GET') await app.inject(path.replace(':id', ids[0] ?? '').replace(':code', '510100'))
  }
  expect(await written()).toEqual(before)
})
