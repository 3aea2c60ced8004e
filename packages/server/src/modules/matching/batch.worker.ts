import { parentPort, workerData } from 'node:worker_threads'
import { analyse, engineVersion, openIndex, type Tokens } from '@keyun/engine'
import { type Database, openDatabase } from '../../platform/database.ts'
import { documentsAfter, type NeedDocument, type OfferingDocument } from '../search/index.ts'
import type { WorkerInput, WorkerMessage } from './batch.ts'
import { type Market, needsMetBy, pairsForNeed, pairsOf } from './compute.ts'
import { needTokensText } from './pairs.ts'
import * as store from './store.ts'

/** Items whose lists are written in one transaction. */
const chunk = 50

const input = workerData as WorkerInput // given by matchEverything
const database = openDatabase(input.connection, { size: 2, statementTimeoutMs: 0, name: 'keyun match' })
const tell = (message: WorkerMessage) => parentPort?.postMessage(message)
try {
  const needs = await everything(database, 'need')
  const offerings = await everything(database, 'offering')
  const tokens = new Map<string, Tokens>()
  const market: Market = {
    offerings: openIndex([input.segments.offering]),
    needs: openIndex([input.segments.need]),
    loadOfferings: async (ids) => pick(offerings, ids),
    loadNeeds: async (ids) => pick(needs, ids),
    today: input.today,
    prepared: { needs: new Map(), offerings: new Map() },
  }
  const tokensOf = (need: NeedDocument): Tokens => {
    const known = tokens.get(need.id)
    if (known) return known
    const made = analyse(needTokensText(need))
    tokens.set(need.id, made)
    return made
  }
  const mine = <Row>(rows: ReadonlyMap<string, Row>) =>
    [...rows.values()].filter((_, position) => position % input.shares === input.share)
  const [myNeeds, myOfferings] = [mine(needs), mine(offerings)]
  tell({ type: 'total', count: myNeeds.length + myOfferings.length })
  await writeLists(database, 'need', myNeeds, (need) => pairsForNeed(market, need))
  const met = await needsMetBy(market, myOfferings, tokensOf)
  await writeLists(database, 'offering', myOfferings, async (offering) =>
    pairsOf(market, offering, met.get(offering.id) ?? []),
  )
} finally {
  await database.close()
}

async function writeLists<Row extends { id: string; version: number }>(
  { db }: Database,
  side: 'need' | 'offering',
  rows: readonly Row[],
  compute: (row: Row) => Promise<store.Pair[]>,
): Promise<void> {
  for (let start = 0; start < rows.length; start += chunk) {
    const part = rows.slice(start, start + chunk)
    const pairs = (await Promise.all(part.map(compute))).flat()
    await db.transaction().execute(async (transaction) => {
      await store.replacePairs(
        transaction,
        side,
        part.map((row) => row.id),
        pairs,
      )
      await store.markComputed(transaction, side, part, engineVersion)
    })
    tell({ type: 'done', count: part.length })
  }
}

async function everything<C extends 'need' | 'offering'>({ db }: Database, collection: C) {
  type Row = C extends 'need' ? NeedDocument : OfferingDocument
  const all = new Map<string, Row>()
  let after: string | null = null
  for (;;) {
    const rows = (await documentsAfter(db, collection, after, 1_000)) as Row[] // the same conditional, said by the callee
    for (const row of rows) all.set(row.id, row)
    after = rows.at(-1)?.id ?? null
    if (rows.length < 1_000) return all
  }
}

function pick<Row>(rows: ReadonlyMap<string, Row>, ids: readonly string[]): Map<string, Row> {
  return new Map(ids.flatMap((id) => (rows.has(id) ? [[id, rows.get(id) as Row] as const] : [])))
}
