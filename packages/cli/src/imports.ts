import { parseArgs } from 'node:util'
import { imports, openKeyun, readConfig, silent } from '@keyun/server'
import { minuteOf } from './clock.ts'
import { aligned } from './columns.ts'
import type { CommandContext } from './command.ts'
import { operator } from './operator.ts'

/** Lists the newest batches. */
export async function run(args: readonly string[], { messages }: CommandContext): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { help: { type: 'boolean', short: 'h' } } })
  const t = messages.imports
  if (values.help) {
    process.stdout.write(`${t.help}\n`)
    return 0
  }
  const { database, close } = await openKeyun(readConfig(), silent, 'keyun imports')
  try {
    const batches = await imports.listBatches({ db: database.db, caller: operator(), now: new Date() })
    if (batches.length === 0) {
      process.stdout.write(`${t.none}\n`)
      return 0
    }
    const rows = batches.map((batch) => [
      batch.id.slice(0, 8),
      minuteOf(batch.createdAt),
      messages.terms[batch.target],
      t.status[batch.status],
      ...[batch.created, batch.updated, batch.unchanged, batch.refused].map(String),
      batch.source,
    ])
    process.stdout.write(`${aligned([t.header, ...rows]).join('\n')}\n`)
    return 0
  } finally {
    await close()
  }
}
