import fs from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { loadRegions, OperatorError, openKeyun, Refusal, readConfig, silent } from '@keyun/server'
import { type CommandContext, UsageError } from './command.ts'
import { operator } from './operator.ts'

/** Loads the regions of another province. */
export async function run(args: readonly string[], { messages, folder }: CommandContext): Promise<number> {
  const options = { help: { type: 'boolean', short: 'h' } } as const
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
  const t = messages.regions
  if (values.help) {
    process.stdout.write(`${t.help}\n`)
    return 0
  }
  const [file, ...rest] = positionals
  if (!file || rest.length > 0) throw new UsageError(t.file)
  const text = await fs.readFile(path.resolve(folder, file), 'utf8').catch(() => {
    throw new OperatorError(t.unreadable(file))
  })
  const { database, close } = await openKeyun(readConfig(), silent, 'keyun regions')
  try {
    const { province, entries } = await loadRegions({ db: database.db, caller: operator(), now: new Date() }, text)
    process.stdout.write(`${t.loaded(province, entries)}\n`)
    return 0
  } catch (error) {
    throw error instanceof Refusal ? new OperatorError(t.refused(error.message)) : error
  } finally {
    await close()
  }
}
