import { createHash } from 'node:crypto'
import { audit } from '../../platform/audit.ts'
import { type Context, inTransaction, newId } from '../../platform/context.ts'
import type { Database, Db } from '../../platform/database.ts'
import { emit } from '../../platform/jobs.ts'
import { notFound, Refusal } from '../../platform/problems.ts'
import { keyunPolicy } from '../../policy.ts'
import * as needs from '../needs/index.ts'
import * as offerings from '../offerings/index.ts'
import type { NoteCode, RowRefusal } from './cells.ts'
import type { Field, Target } from './fields.ts'
import type { MappedTable } from './mapping.ts'
import { FileRefusal } from './problem.ts'
import type { ImportFile } from './reader.ts'
import { type Item, type Mapped, mapRows } from './rules.ts'
import * as store from './store.ts'

export type ImportContext = Context & { readonly database: Database }

/** Rows of one transaction: large enough to be quick, small enough that a failure loses little. */
const chunkSize = 200

const entities = {
  offerings: { entity: 'offering', receive: offerings.receive, takeBack: offerings.takeBack },
  needs: { entity: 'need', receive: needs.receive, takeBack: needs.takeBack },
} as const

export type NoteCount = { field: Field; code: NoteCode; count: number; firstRow: number; example: string }
export type Preview = {
  rows: number
  accepted: number
  refused: RowRefusal[]
  /** What did not fit as it is, the commonest first. */
  notes: NoteCount[]
  samples: { row: number; title: string; item: Item[Target] }[]
}

/** Reads the whole file as an import would, without a database. */
export function preview(
  mapped: MappedTable,
  { limit, samples = 3 }: { limit?: number; samples?: number } = {},
): Preview {
  const seen: Preview = { rows: 0, accepted: 0, refused: [], notes: [], samples: [] }
  const notes = new Map<string, NoteCount>()
  for (const row of atMost(mapRows(mapped), limit)) {
    seen.rows++
    if ('refusal' in row) {
      seen.refused.push(row.refusal)
      continue
    }
    seen.accepted++
    if (seen.samples.length < samples) {
      seen.samples.push({ row: row.row, title: row.item.content.title, item: row.item })
    }
    for (const { field, code, value } of row.notes) {
      const key = code === 'unknown_value' || code === 'partly_read' ? `${field} ${code} ${value}` : `${field} ${code}`
      const known = notes.get(key)
      if (known) known.count++
      else notes.set(key, { field, code, count: 1, firstRow: row.row, example: value })
    }
  }
  if (seen.rows === 0) throw new FileRefusal('no-rows')
  seen.notes = [...notes.values()].sort((a, b) => b.count - a.count || a.firstRow - b.firstRow)
  return seen
}

export type ImportResult = store.Counts & {
  /** Null for a dry run, which leaves nothing behind. */
  batchId: string | null
  refusals: RowRefusal[]
}
export type ImportOptions = {
  readonly source: string
  readonly isDryRun?: boolean
  readonly limit?: number
  readonly onProgress?: (done: number) => void
  /** Ends the import after the rows that are being written; the batch can be gone on with or undone. */
  readonly signal?: AbortSignal
}

/**
 * Brings the rows of a file in as one batch, published, with the mark of their source. The same file again changes
 * nothing; after an interruption it goes on. A dry run does all of it, and rolls it back.
 */
export async function runImport(
  ctx: ImportContext,
  file: ImportFile,
  mapped: MappedTable,
  options: ImportOptions,
): Promise<ImportResult> {
  keyunPolicy.require(ctx, 'import.run')
  const result = await store.alone(ctx.database.pool, lockKey(mapped.target, options.source), () =>
    options.isDryRun ? takeIn(ctx, mapped, options, null) : runBatch(ctx, file, mapped, options),
  )
  if (result) return result
  throw new Refusal(
    'conflict',
    'import/already-running',
    `Another import or undo of the source ${options.source} is running.`,
  )
}

async function runBatch(
  ctx: ImportContext,
  file: ImportFile,
  mapped: MappedTable,
  options: ImportOptions,
): Promise<ImportResult> {
  const { target } = mapped
  const batchId = newId()
  const interrupted = await inTransaction(ctx, async (inner) => {
    const items = await store.failInterrupted(inner.db, target, options.source)
    await store.insertBatch(inner.db, {
      id: batchId,
      target,
      fileName: file.name,
      fileHash: createHash('sha256').update(file.bytes).digest('hex'),
      source: options.source,
      mapping: JSON.stringify(Object.fromEntries(mapped.mapping)),
    })
    await auditBatch(inner, 'start', batchId, { target, source: options.source, file: file.name })
    return items
  })
  let result: ImportResult | undefined
  try {
    result = await takeIn(ctx, mapped, options, batchId)
    return result
  } finally {
    const status = result ? 'done' : 'failed'
    await inTransaction(ctx, (inner) => endBatch(inner, batchId, status, interrupted))
  }
}

/** Tells the others once, also of what an interrupted run before this one had brought in without telling. */
async function endBatch(ctx: Context, batchId: string, status: 'done' | 'failed', interrupted: number): Promise<void> {
  const [batch] = await store.findByPrefix(ctx.db, batchId)
  if (!batch) return
  await store.finish(ctx.db, batchId, status)
  const { created, updated, unchanged, refused } = batch
  await auditBatch(ctx, status === 'done' ? 'finish' : 'fail', batchId, { created, updated, unchanged, refused })
  const items = created + updated + interrupted
  if (items > 0) await emit(ctx.db, { type: 'items.imported', batchId, items })
}

async function takeIn(
  ctx: ImportContext,
  mapped: MappedTable,
  { source, limit, onProgress, signal }: ImportOptions,
  batchId: string | null,
): Promise<ImportResult> {
  const counts: store.Counts = { created: 0, updated: 0, restored: 0, unchanged: 0, refused: 0 }
  const refusals: RowRefusal[] = []
  let done = 0
  for (const rows of inChunks(atMost(mapRows(mapped), limit), chunkSize)) {
    signal?.throwIfAborted()
    const write = async (inner: Context) => {
      const outcomes = await receiveRows(inner, mapped.target, source, rows)
      for (const { outcome } of outcomes) counts[outcome]++
      if (batchId === null) return
      await store.insertRows(
        inner.db,
        outcomes.map((row) => ({ batchId, ...row })),
      )
      await store.setCounts(inner.db, batchId, counts)
    }
    await (batchId === null ? inVain(ctx, write) : inTransaction(ctx, write))
    for (const row of rows) if ('refusal' in row) refusals.push(row.refusal)
    done += rows.length
    onProgress?.(done)
  }
  return { ...counts, batchId, refusals }
}

type RowOutcome = Omit<store.Row, 'batchId' | 'outcome'> & { outcome: keyof store.Counts }

async function receiveRows(
  ctx: Context,
  target: Target,
  name: string,
  rows: readonly Mapped<Target>[],
): Promise<RowOutcome[]> {
  const items = rows.flatMap((row) => ('item' in row ? [row.item] : []))
  const receive = entities[target].receive as typeof offerings.receive // the items were mapped for this very target
  const outcomes = await receive(ctx, { kind: 'imported', name }, items as offerings.Incoming[])
  const byExternalId = new Map(outcomes.map((outcome) => [outcome.externalId, outcome]))
  return rows.flatMap((row): RowOutcome[] => {
    if ('refusal' in row) {
      const { field, code, about } = row.refusal
      return [{ rowNumber: row.row, outcome: 'refused', reason: [code, field, about].filter(Boolean).join(' ') }]
    }
    const did = byExternalId.get(row.item.externalId)
    return did ? [{ rowNumber: row.row, ...did }] : []
  })
}

class RolledBack extends Error {}

/** Does it in a transaction, and takes that back. */
async function inVain(ctx: Context, use: (ctx: Context) => Promise<void>): Promise<void> {
  try {
    await inTransaction(ctx, async (inner) => {
      await use(inner)
      throw new RolledBack()
    })
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error
  }
}

export type UndoResult = { batch: store.Batch; items: number }

/** Takes back what a batch did: what it created leaves the market, what it changed gets its former content. */
export async function undo(
  ctx: ImportContext,
  idOrPrefix: string,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<UndoResult> {
  keyunPolicy.require(ctx, 'import.run')
  const batch = await getBatch(ctx.db, idOrPrefix)
  const result = await store.alone(ctx.database.pool, lockKey(batch.target, batch.source), () =>
    takeBack(ctx, batch.id, onProgress),
  )
  if (result) return result
  throw new Refusal('conflict', 'import/already-running', `An import of the source ${batch.source} is running.`)
}

async function takeBack(
  ctx: ImportContext,
  id: string,
  onProgress: (done: number, total: number) => void,
): Promise<UndoResult> {
  const batch = await getBatch(ctx.db, id) // read again: another undo may have come first
  if (batch.status === 'undone') throw new Refusal('conflict', 'import/already-undone', 'This batch was undone before.')
  const later = await store.findLaterBatch(ctx.db, id)
  if (later) throw new Refusal('conflict', 'import/later-batch', later)
  const { entity, takeBack: takeBackOne } = entities[batch.target]
  const total = batch.created + batch.updated
  let items = 0
  for (let after = 0; ; ) {
    const rows = await store.changesOf(ctx.db, id, after, chunkSize)
    await inTransaction(ctx, async (inner) => {
      for (const row of rows) await takeBackOne(inner, row.entityId, row, `${entity} import ${id}`)
    })
    items += rows.length
    onProgress(items, total)
    after = rows.at(-1)?.rowNumber ?? after
    if (rows.length < chunkSize) break
  }
  await inTransaction(ctx, async (inner) => {
    await store.setUndone(inner.db, id)
    await auditBatch(inner, 'undo', id, { items })
    if (items > 0) await emit(inner.db, { type: 'items.undone', batchId: id, items })
  })
  return { batch: await getBatch(ctx.db, id), items }
}

/** The newest batches; those that were interrupted are told as failed. */
export async function listBatches(ctx: Context, limit = 50): Promise<store.Batch[]> {
  keyunPolicy.require(ctx, 'import.run')
  const batches = await store.list(ctx.db, limit)
  return Promise.all(
    batches.map(async (batch) => {
      if (batch.status !== 'running' || (await store.isHeld(ctx.db, lockKey(batch.target, batch.source)))) return batch
      return { ...batch, status: 'failed' as const }
    }),
  )
}

/** A batch by its id or by the beginning of it. */
export async function getBatch(db: Db, idOrPrefix: string): Promise<store.Batch> {
  const prefix = idOrPrefix.trim().toLowerCase()
  if (!/^[0-9a-f-]{4,36}$/.test(prefix)) throw notFound('import batch', idOrPrefix)
  const [batch, other] = await store.findByPrefix(db, prefix)
  if (!batch) throw notFound('import batch', idOrPrefix)
  if (other) throw new Refusal('conflict', 'import/ambiguous-batch', `More than one batch begins with ${prefix}.`)
  return batch
}

function auditBatch(ctx: Context, step: string, batchId: string, detail: Record<string, unknown>): Promise<void> {
  return audit(ctx, [{ action: `import.${step}`, entity: 'import', entityId: batchId, detail }])
}

const lockKey = (target: Target, source: string) => `keyun import ${target} ${source}`

function* atMost<T>(all: Iterable<T>, limit = Number.POSITIVE_INFINITY): Generator<T> {
  let count = 0
  for (const one of all) {
    if (++count > limit) return
    yield one
  }
}

function* inChunks<T>(all: Iterable<T>, size: number): Generator<T[]> {
  let chunk: T[] = []
  for (const one of all) {
    chunk.push(one)
    if (chunk.length < size) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}
