import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { testDatabase } from '../testing.ts'
import { changesSince, currentCursor, followChanges, recordChanges } from './changes.ts'
import { newId } from './context.ts'
import { clientConfig, type Database } from './database.ts'

/** A connection that writes changes and commits when it is told to. */
async function writer({ connection }: Database) {
  const client = new pg.Client(clientConfig(connection))
  await client.connect()
  onTestFinished(() => client.end())
  return {
    begin: () => client.query('begin'),
    async write() {
      const id = newId()
      await client.query(`insert into platform.change (entity, entity_id) values ('thing', $1)`, [id])
      return id
    },
    commit: () => client.query('commit'),
    rollback: () => client.query('rollback'),
  }
}

const idsOf = (read: Awaited<ReturnType<typeof changesSince>>) => read.changes.map((change) => change.entityId)

test('a transaction that commits late is not skipped by who has read a younger one', async () => {
  const database = await testDatabase()
  const { db } = database
  const start = await currentCursor(db)
  const [early, late] = [await writer(database), await writer(database)]
  await early.begin()
  const first = await early.write()
  await late.begin()
  const second = await late.write()
  await late.commit()
  const before = await changesSince(db, start)
  await early.commit()
  const after = await changesSince(db, before.cursor)
  expect([...idsOf(before), ...idsOf(after)].sort()).toEqual([first, second].sort())
})

test('whatever the order of commits, every committed change is read exactly once and the cursor only moves on', async () => {
  const database = await testDatabase()
  const { db } = database
  const writers = await Promise.all([1, 2, 3].map(() => writer(database)))
  const open = new Map<number, string[]>()
  const committed: string[] = []
  const read: string[] = []
  let cursor = await currentCursor(db)
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((seed / 2_147_483_648) * below)
  }
  const readOn = async () => {
    const next = await changesSince(db, cursor, 1 + random(3))
    read.push(...idsOf(next))
    const key = ({ transaction, position }: typeof cursor) => [BigInt(transaction), BigInt(position)] as const
    const [[oldT, oldP], [newT, newP]] = [key(cursor), key(next.cursor)]
    expect(newT > oldT || (newT === oldT && newP >= oldP)).toBe(true)
    cursor = next.cursor
    return next.changes.length
  }
  for (let round = 0; round < 150; round++) {
    const which = random(3)
    const one = writers[which]
    const mine = open.get(which)
    if (random(3) === 0) await readOn()
    else if (!one) continue
    else if (!mine) {
      await one.begin()
      open.set(which, [await one.write()])
    } else if (random(2) === 0) mine.push(await one.write())
    else {
      open.delete(which)
      if (random(4) === 0) await one.rollback()
      else {
        await one.commit()
        committed.push(...mine)
      }
    }
  }
  for (const [which, mine] of open) {
    await writers[which]?.commit()
    committed.push(...mine)
  }
  while ((await readOn()) > 0);
  expect(read.length).toBeGreaterThan(30)
  expect(read.sort()).toEqual(committed.sort())
})

test('an open transaction of another database of the same server holds nothing up', async () => {
  const [{ db }, other] = [await testDatabase(), await testDatabase()]
  const start = await currentCursor(db)
  const elsewhere = await writer(other)
  await elsewhere.begin()
  await elsewhere.write()
  const id = newId()
  await recordChanges(db, [{ entity: 'thing', entityId: id }])
  expect(idsOf(await changesSince(db, start))).toEqual([id])
})

test('an item that changed many times is told once', async () => {
  const { db } = await testDatabase()
  const start = await currentCursor(db)
  const id = newId()
  for (let time = 0; time < 5; time++) await recordChanges(db, [{ entity: 'thing', entityId: id }])
  expect(idsOf(await changesSince(db, start))).toEqual([id])
})

test('a follower is woken by each commit, and stops at once even while it connects', async () => {
  const { db, connection } = await testDatabase()
  let woken = 0
  const follower = followChanges(connection, () => woken++, 60_000)
  // Until the connection listens nothing is heard, so this asks again.
  for (let tries = 0; woken === 0 && tries < 200; tries++) {
    await recordChanges(db, [{ entity: 'thing', entityId: newId() }])
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect(woken).toBeGreaterThan(0)
  await follower.stop()
  await followChanges(connection, () => {}).stop()
  await followChanges({ host: '/nowhere', user: 'x', password: 'x', database: 'x' }, () => {}).stop()
})
