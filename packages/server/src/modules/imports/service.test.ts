import { needsApi, offeringsApi } from '@keyun/api'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { visitor } from '../../platform/context.ts'
import type { Database } from '../../platform/database.ts'
import { operator, testApp, testDatabase } from '../../testing.ts'
import type { Target } from './fields.ts'
import { mapTable } from './mapping.ts'
import { openTable } from './reader.ts'
import { getBatch, type ImportOptions, listBatches, preview, runImport, undo } from './service.ts'

type Line = { id?: string; name: string; context?: string }

const lines = (count: number, from = 0): Line[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `n${from + at}`,
    name: `第 ${from + at} 号需求`,
    context: '需要耐磨涂层',
  }))

async function open(rows: readonly Line[], target: Target = 'needs') {
  const bytes = new TextEncoder().encode(rows.map((row) => JSON.stringify(row)).join('\n'))
  const file = { name: 'market.jsonl', bytes }
  return { file, mapped: mapTable(await openTable(file), target) }
}

const context = (database: Database) => ({ db: database.db, database, caller: operator, now: new Date() })

async function bring(database: Database, rows: readonly Line[], options: Partial<ImportOptions> = {}, target?: Target) {
  const { file, mapped } = await open(rows, target)
  return runImport(context(database), file, mapped, { source: 'market.jsonl', ...options })
}

async function count({ db }: Database, what: 'needs' | 'events' | 'jobs' | 'batches'): Promise<number> {
  const tables = {
    needs: sql`needs.document`,
    events: sql`platform.audit_event where entity = 'import'`,
    jobs: sql`graphile_worker._private_jobs`,
    batches: sql`imports.batch`,
  }
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${tables[what]}`.execute(db)
  return rows[0]?.n ?? 0
}

/** As a server that started here would have left it. */
const subscribed = (database: Database) =>
  sql`insert into platform.subscription values ('items.imported', 'test'), ('items.undone', 'test')`.execute(
    database.db,
  )

test('imported items are public at once, with the mark of their source and the day they were posted', async () => {
  const { call, database } = await testApp()
  const row = { id: 'a1', name: '耐磨涂层', context: '高温下仍耐磨', postTime: '2020-03-20', zlxx: '发明专利' }
  await bring(database, [row], { source: '某平台' }, 'offerings')
  const { items } = await call(offeringsApi.list, { query: {} })
  expect(items).toMatchObject([
    {
      title: '耐磨涂层',
      status: 'published',
      owner: null,
      publishedAt: '2020-03-19T16:00:00.000Z',
      origin: { kind: 'imported', source: '某平台', externalId: 'a1' },
    },
  ])
})

test('a batch counts its rows, tells the others once, and is audited', async () => {
  const database = await testDatabase()
  await subscribed(database)
  const result = await bring(database, [...lines(450), { id: 'n3', name: '重复的编号' }, { name: '' }])
  expect(result).toMatchObject({ created: 450, updated: 0, unchanged: 0, refused: 2 })
  expect(result.refusals).toMatchObject([
    { row: 451, code: 'duplicate_id' },
    { row: 452, code: 'title_missing' },
  ])
  expect(await count(database, 'needs')).toBe(450)
  expect(await count(database, 'jobs')).toBe(1)
  expect(await count(database, 'events')).toBe(2)
  const [batch] = await listBatches(context(database))
  expect(batch).toMatchObject({ id: result.batchId, status: 'done', created: 450, refused: 2, source: 'market.jsonl' })
})

test('the same file again changes nothing and tells nobody; a changed row is updated', async () => {
  const database = await testDatabase()
  await subscribed(database)
  await bring(database, lines(5))
  expect(await bring(database, lines(5))).toMatchObject({ created: 0, updated: 0, unchanged: 5 })
  expect(await count(database, 'jobs')).toBe(1)
  const changed = lines(6).map((line) => (line.id === 'n2' ? { ...line, context: '改了' } : line))
  expect(await bring(database, changed)).toMatchObject({ created: 1, updated: 1, unchanged: 4 })
  expect(await count(database, 'needs')).toBe(6)
})

test('rows without an id are known by their content', async () => {
  const database = await testDatabase()
  const rows = [{ name: '甲需求' }, { name: '乙需求' }]
  await bring(database, rows)
  expect(await bring(database, rows)).toMatchObject({ created: 0, unchanged: 2 })
})

test('a dry run gives the counts of the real one and leaves nothing', async () => {
  const database = await testDatabase()
  await subscribed(database)
  await bring(database, lines(3))
  const counts = { created: 4, updated: 0, unchanged: 3, refused: 0 }
  expect(await bring(database, lines(7), { isDryRun: true })).toMatchObject({ ...counts, batchId: null })
  expect(await count(database, 'needs')).toBe(3)
  expect(await count(database, 'batches')).toBe(1)
  expect(await count(database, 'jobs')).toBe(1)
  expect(await bring(database, lines(7))).toMatchObject(counts)
})

test('a limit takes the first rows only', async () => {
  const database = await testDatabase()
  expect(await bring(database, lines(9), { limit: 4 })).toMatchObject({ created: 4, refused: 0 })
})

test('undo takes off what was created and gives what was changed its former content, once; importing again restores', async () => {
  const { call, database } = await testApp()
  const ctx = context(database)
  const first = await bring(database, lines(3))
  const changed = lines(4).map((line) => (line.id === 'n1' ? { ...line, name: '新的标题' } : line))
  const second = await bring(database, changed)
  const titles = async () => (await call(needsApi.list, { query: {} })).items.map(({ title }) => title).sort()
  expect(await titles()).toEqual(['新的标题', '第 0 号需求', '第 2 号需求', '第 3 号需求'])

  await expect(undo(ctx, first.batchId ?? '')).rejects.toMatchObject({ code: 'import/later-batch' })
  expect(await undo(ctx, second.batchId?.slice(0, 8) ?? '')).toMatchObject({ items: 2, batch: { status: 'undone' } })
  expect(await titles()).toEqual(['第 0 号需求', '第 1 号需求', '第 2 号需求'])
  await expect(undo(ctx, second.batchId ?? '')).rejects.toMatchObject({ code: 'import/already-undone' })

  expect(await undo(ctx, first.batchId ?? '')).toMatchObject({ items: 3 })
  expect(await titles()).toEqual([])
  expect(await bring(database, changed)).toMatchObject({ created: 0, restored: 4, refused: 0 })
  expect(await titles()).toEqual(['新的标题', '第 0 号需求', '第 2 号需求', '第 3 号需求'])
})

test('what somebody took off stays off when the same file comes again', async () => {
  const { call, database } = await testApp()
  await bring(database, lines(2))
  await bring(database, [{ id: 'a1', name: '耐磨涂层', context: '高温下仍耐磨' }], { source: '某平台' }, 'offerings')
  const [need] = (await call(needsApi.list, { query: {} })).items
  const [offering] = (await call(offeringsApi.list, { query: {} })).items
  const reason = '应本人要求下架'
  const taken = { params: { id: need?.id ?? '' }, body: { action: 'withdraw' as const, reason } }
  await call(needsApi.act, taken, operator)
  await call(offeringsApi.act, { params: { id: offering?.id ?? '' }, body: { action: 'archive', reason } }, operator)

  expect(await bring(database, lines(2))).toMatchObject({ unchanged: 2 })
  await bring(database, [{ id: 'a1', name: '耐磨涂层', context: '改过的文字' }], { source: '某平台' }, 'offerings')
  expect((await call(needsApi.list, { query: {} })).items).toHaveLength(1)
  expect((await call(offeringsApi.list, { query: {} })).items).toEqual([])
})

test('two imports of one source at the same time: one runs, the other is refused; other sources are free', async () => {
  const database = await testDatabase()
  const results = await Promise.allSettled([bring(database, lines(400)), bring(database, lines(400))])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'import/already-running' },
  })
  expect(await count(database, 'needs')).toBe(400)
  await Promise.all([bring(database, lines(5), { source: 'a' }), bring(database, lines(5), { source: 'b' })])
  expect(await count(database, 'needs')).toBe(410)
})

test('an interrupted import is told as unfinished, goes on when run again, and its items are told of', async () => {
  const database = await testDatabase()
  await subscribed(database)
  const ending = new AbortController()
  const interrupted = bring(database, lines(600), { signal: ending.signal, onProgress: () => ending.abort() })
  await expect(interrupted).rejects.toThrow()
  expect(await count(database, 'needs')).toBe(200)
  expect(await listBatches(context(database))).toMatchObject([{ status: 'failed', created: 200 }])
  expect(await bring(database, lines(600))).toMatchObject({ created: 400, unchanged: 200 })
})

test('what a killed import had brought in is told of by the next one, though it finds nothing new', async () => {
  const database = await testDatabase()
  const { batchId } = await bring(database, lines(3))
  await subscribed(database)
  await sql`update imports.batch set status = 'running', finished_at = null where id = ${batchId}`.execute(database.db)
  expect(await listBatches(context(database))).toMatchObject([{ status: 'failed' }])
  expect(await bring(database, lines(3))).toMatchObject({ created: 0, unchanged: 3 })
  expect(await count(database, 'jobs')).toBe(1)
  expect(await getBatch(database.db, batchId ?? '')).toMatchObject({ status: 'failed' })
})

test('visitors may neither import nor undo, and batches that are not there are not found', async () => {
  const database = await testDatabase()
  const { file, mapped } = await open(lines(1))
  const asVisitor = { ...context(database), caller: visitor }
  await expect(runImport(asVisitor, file, mapped, { source: 'x' })).rejects.toMatchObject({ kind: 'forbidden' })
  await expect(undo(asVisitor, '1234')).rejects.toMatchObject({ kind: 'forbidden' })
  for (const id of ['1234', 'zz', '', '%']) {
    await expect(undo(context(database), id)).rejects.toMatchObject({ kind: 'missing' })
  }
})

test('a preview reads the whole file without a database', async () => {
  const { mapped } = await open([...lines(5), { name: '' }])
  expect(preview(mapped)).toMatchObject({ rows: 6, accepted: 5, refused: [{ row: 6 }], samples: [{}, {}, {}] })
  const empty = await open([])
    .then(({ mapped: nothing }) => preview(nothing))
    .catch((error: { problem?: string }) => error.problem)
  expect(empty).toBe('empty-file')
})
