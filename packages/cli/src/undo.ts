import { parseArgs } from 'node:util'
import { imports, knowReactions, OperatorError, openKeyun, Refusal, readConfig } from '@keyun/server'
import { type CommandContext, UsageError } from './command.ts'
import type { Messages } from './messages/zh.ts'
import { operator } from './operator.ts'
import { terminalReport } from './terminal.ts'

/** Takes a batch of an import back. */
export async function runUndo(args: readonly string[], { messages }: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  })
  const t = messages.undo
  if (values.help) {
    process.stdout.write(`${t.help}\n`)
    return 0
  }
  const [batch, ...others] = positionals
  if (batch === undefined || others.length > 0) throw new UsageError(t.needBatch)
  const report = terminalReport(process.stdout, messages)
  const { database, close } = await openKeyun(readConfig(), report, 'keyun undo')
  try {
    await knowReactions(database)
    const ctx = { db: database.db, database, caller: operator(), now: new Date() }
    const done = await report.step(t.undoing, () =>
      imports.undo(ctx, batch, (count, total) => report.progress(t.undoing, count, total)),
    )
    process.stdout.write(`${t.done(done.items, done.batch.id.slice(0, 8))}\n`)
    return 0
  } catch (error) {
    throw error instanceof Refusal ? new OperatorError(sayWhy(error, batch, messages)) : error
  } finally {
    await close()
  }
}

function sayWhy({ code, message }: Refusal, batch: string, { undo: t, import: i }: Messages): string {
  if (code === 'import/already-undone') return t.already
  if (code === 'import/later-batch') return t.later(message.slice(0, 8))
  if (code === 'import/ambiguous-batch') return t.ambiguous(batch)
  if (code === 'import/already-running') return i.running(batch)
  return code.endsWith('/not-found') ? t.notFound(batch) : message
}
