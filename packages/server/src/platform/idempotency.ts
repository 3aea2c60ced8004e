import { createHash } from 'node:crypto'
import { type Context, inTransaction, nameOf, type TransactionContext } from './context.ts'
import { Refusal } from './problems.ts'

type Request = { key: string; route: string; body: unknown }

/**
 * Runs a write once for each key: the key's row, the effect and the reply are committed together. A retry gets the same
 * reply; the same key with another body or route is refused; two at once wait for each other.
 */
export function once<T>(ctx: Context, request: Request, write: (ctx: TransactionContext) => Promise<T>): Promise<T> {
  const caller = `${ctx.caller.kind}:${nameOf(ctx.caller)}`
  const bodyHash = createHash('sha256')
    .update(JSON.stringify(request.body ?? null))
    .digest('hex')
  return inTransaction(ctx, async (inner) => {
    const { db } = inner
    const row = { caller, key: request.key, route: request.route, bodyHash }
    const fresh = await db
      .insertInto('platform.idempotency')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .returning('key')
      .executeTakeFirst()
    if (!fresh) return replay<T>(inner, row)
    const reply = await write(inner)
    await db
      .updateTable('platform.idempotency')
      .set({ status: 200, reply: JSON.stringify(reply) })
      .where('caller', '=', caller)
      .where('key', '=', request.key)
      .execute()
    return reply
  })
}

async function replay<T>(
  { db }: TransactionContext,
  row: { caller: string; key: string; route: string; bodyHash: string },
) {
  const kept = await db
    .selectFrom('platform.idempotency')
    .select(['route', 'bodyHash', 'reply'])
    .where('caller', '=', row.caller)
    .where('key', '=', row.key)
    .executeTakeFirstOrThrow()
  if (kept.route !== row.route || kept.bodyHash !== row.bodyHash) {
    throw new Refusal('unprocessable', 'idempotency/key-reused', 'This Idempotency-Key was used for another request.')
  }
  return kept.reply as T // it was written from a T by the same route
}
