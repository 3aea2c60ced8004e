import { type Index, openIndex } from '@keyun/engine'
import { type Change, changesSince, followChanges } from '../../platform/changes.ts'
import type { Database } from '../../platform/database.ts'
import { type Built, buildInWorker, type Progress } from './build.ts'
import { type Collection, collections, documentsOf, stampsOf, toDoc } from './documents.ts'

/** More changes than this are cheaper to build anew in the worker than to put one by one between requests. */
const rebuildFrom = 300
/**
 * Documents put one by one before they become a segment. A query looks up its terms in every segment: with one for each
 * of 300 changes it took 143 ms, with all of them in the live part 4.5 ms (600 documents, 2026-11-23).
 */
const mergeFrom = 100
/** Documents of one step of merging, which no request can interrupt. */
const mergeStep = 300

export type LiveIndex = {
  /** Undefined until the first build is done. */
  get(collection: Collection): Index | undefined
  progress(): Progress & { isReady: boolean }
  /** Resolves when everything committed before the call can be found, but for what is younger than a transaction that is still open. */
  catchUp(): Promise<void>
  /** Resolves when the first build is done. */
  ready(): Promise<void>
  /** Compares with the database, and mends what differs. */
  verify(): Promise<{ missing: number; superfluous: number; outdated: number }>
  stop(): Promise<void>
}

/** The index of this process: a cache of the database, built aside, then fed by the change log. */
export function liveIndex(database: Database, onError: (error: unknown) => void): LiveIndex {
  let built: (Pick<Built, 'cursor'> & { indexes: Record<Collection, Index> }) | undefined
  let progress: Progress = { done: 0, total: 0 }
  const stopping = new AbortController()
  let running: Promise<void> | undefined
  const putSinceMerge = new WeakMap<Index, number>()
  let isAgain = false

  const rebuild = async () => {
    const { segments, cursor } = await buildInWorker(database.connection, (now) => (progress = now), stopping.signal)
    const open = (collection: Collection) => [collection, openIndex([segments[collection]])] as const
    built = { cursor, indexes: Object.fromEntries(collections.map(open)) as Record<Collection, Index> }
  }

  const follow = async () => {
    if (!built) return rebuild()
    for (;;) {
      const { changes, cursor } = await changesSince(database.db, built.cursor)
      if (changes.length === 0) return
      if (changes.length > rebuildFrom) {
        await rebuild()
        continue
      }
      await apply(built.indexes, changes)
      built.cursor = cursor
    }
  }

  const apply = async (indexes: Record<Collection, Index>, changes: readonly Change[]) => {
    for (const collection of collections) {
      const ids = changes.filter((change) => change.entity === collection).map((change) => change.entityId)
      if (ids.length === 0) continue
      const rows: { id: string }[] = await documentsOf(database.db, collection, ids)
      const found = new Set(rows.map((row) => row.id))
      for (const id of ids) if (!found.has(id)) indexes[collection].remove(id)
      for (const row of rows) {
        indexes[collection].put(toDoc(collection, row as never)) // rows of this very collection
        await new Promise(setImmediate) // lets requests in between documents
      }
      await tidy(indexes[collection], rows.length)
    }
  }

  const tidy = async (index: Index, put: number) => {
    const waiting = (putSinceMerge.get(index) ?? 0) + put
    putSinceMerge.set(index, waiting < mergeFrom ? waiting : 0)
    if (waiting < mergeFrom) return
    while (index.merge(mergeStep)) await new Promise(setImmediate)
  }

  /** One run at a time; a call during a run makes another one after it. */
  const catchUp = (): Promise<void> => {
    if (stopping.signal.aborted) return Promise.resolve()
    if (running) {
      isAgain = true
      return running.then(() => running ?? Promise.resolve())
    }
    running = follow().finally(() => {
      running = undefined
      if (!isAgain || stopping.signal.aborted) return
      isAgain = false
      wake()
    })
    return running
  }

  const wake = () => void catchUp().catch((error) => stopping.signal.aborted || onError(error))
  wake()
  const follower = followChanges(database.connection, wake)

  return {
    get: (collection) => built?.indexes[collection],
    progress: () => ({ ...progress, isReady: built !== undefined }),
    catchUp,
    ready: () => (built ? Promise.resolve() : catchUp()),
    async verify() {
      await catchUp()
      const differences = { missing: 0, superfluous: 0, outdated: 0 }
      const changes: Change[] = []
      for (const collection of collections) {
        const index = built?.indexes[collection]
        if (!index) continue
        const stamps = await stampsOf(database.db, collection)
        for (const id of index.ids()) {
          if (stamps.has(id)) continue
          differences.superfluous++
          changes.push({ entity: collection, entityId: id })
        }
        for (const [id, stamp] of stamps) {
          if (index.version(id) === stamp) continue
          differences[index.has(id) ? 'outdated' : 'missing']++
          changes.push({ entity: collection, entityId: id })
        }
      }
      if (built) await apply(built.indexes, changes)
      return differences
    },
    async stop() {
      stopping.abort()
      await follower.stop()
      await running?.catch(() => {})
    },
  }
}
