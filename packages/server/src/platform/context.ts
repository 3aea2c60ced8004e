import { randomUUID } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import type { DB } from '../tables.ts'
import type { Db } from './database.ts'

/** On whose behalf something happens. Accounts join as further kinds. */
export type Caller =
  | { readonly kind: 'visitor' }
  | { readonly kind: 'system'; readonly name: string }
  | { readonly kind: 'operator'; readonly name: string }
export type CallerKind = Caller['kind']

export const visitor: Caller = { kind: 'visitor' }
export const system = (name: string): Caller => ({ kind: 'system', name })

/** In which transaction, on whose behalf, at what moment. */
export type Context = { readonly db: Db; readonly caller: Caller; readonly now: Date }
export type TransactionContext = Context & { readonly db: Transaction<DB> }

export function nameOf(caller: Caller): string {
  return caller.kind === 'visitor' ? 'visitor' : caller.name
}

/** Runs `use` in one transaction: the one the context is in already, or a new one. */
export function inTransaction<T>(ctx: Context, use: (ctx: TransactionContext) => Promise<T>): Promise<T> {
  const { db } = ctx
  if (db.isTransaction) return use(ctx as TransactionContext) // the flag is Kysely's own word for it
  return (db as Kysely<DB>).transaction().execute((transaction) => use({ ...ctx, db: transaction }))
}

export const newId = (): string => randomUUID()
