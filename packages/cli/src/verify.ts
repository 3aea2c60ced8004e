import { parseArgs } from 'node:util'
import { liveIndex, openKeyun, readConfig } from '@keyun/server'
import { aligned } from './columns.ts'
import type { CommandContext } from './command.ts'
import { terminalReport } from './terminal.ts'

const out = process.stdout

/** Compares a newly built index with the database. */
export async function run(args: readonly string[], { messages }: CommandContext): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { help: { type: 'boolean', short: 'h' } } })
  const t = messages.verify
  if (values.help) {
    out.write(`${t.help}\n`)
    return 0
  }
  const report = terminalReport(out, messages)
  const { database, close } = await openKeyun(readConfig(), report, 'keyun verify')
  const live = liveIndex(database, (error) => report.note(String(error)))
  try {
    await report.step(t.building, () => live.ready())
    const { missing, superfluous, outdated } = await report.step(t.comparing, () => live.verify())
    const sizes = (['offering', 'need', 'person', 'organisation'] as const).map((collection) => [
      `  ${t.names[collection]}`,
      t.size(live.get(collection)?.size ?? 0),
    ])
    out.write(`${aligned(sizes).join('\n')}\n`)
    const isSame = missing + superfluous + outdated === 0
    out.write(`${isSame ? t.same : t.different(missing, superfluous, outdated)}\n`)
    return isSame ? 0 : 1
  } finally {
    await live.stop()
    await close()
  }
}
