import { sql } from 'kysely'
import type { Db } from './database.ts'

/** Advisory locks of the database, one number for each thing that is done by one at a time. */
export const turns = {
  migrate: 7_263_001,
  reference: 7_263_002,
  candidates: 7_263_003,
  matchingRuns: 7_263_004,
  sample: 7_263_005,
} as const

/** Waits until no other transaction holds this turn, and holds it until this one ends. */
export async function takeTurn(db: Db, turn: keyof typeof turns): Promise<void> {
  await sql`select pg_advisory_xact_lock(${turns[turn]}::bigint)`.execute(db)
}

/** The same without waiting; false where another transaction holds the turn. */
export async function tryTurn(db: Db, turn: keyof typeof turns): Promise<boolean> {
  const { rows } = await sql<{ ok: boolean }>`select pg_try_advisory_xact_lock(${turns[turn]}::bigint) as ok`.execute(
    db,
  )
  return rows[0]?.ok === true
}
