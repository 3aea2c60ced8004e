import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { awaitMatching, imports, knowReactions, OperatorError, openKeyun, Refusal, readConfig } from '@keyun/server'
import pc from 'picocolors'
import { aligned, inOneLine } from './columns.ts'
import { type CommandContext, UsageError } from './command.ts'
import { csvLine } from './csvLine.ts'
import { sayPreview } from './importPreview.ts'
import { type Input, openInput, readOverrides, sayRefusal, worded } from './inputFile.ts'
import { onEnd } from './lifetime.ts'
import { operator } from './operator.ts'
import { seconds, terminalReport } from './terminal.ts'
import { runUndo } from './undo.ts'

const out = process.stdout

/** Refused rows that are listed; all of them are in the report. */
const refusedShown = 20
/** The sample data's own: an import under this name would replace them. */
const reserved = 'keyun-sample'

const options = {
  as: { type: 'string' },
  map: { type: 'string', multiple: true },
  source: { type: 'string' },
  limit: { type: 'string' },
  report: { type: 'string' },
  'dry-run': { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
  'no-wait': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/** Brings a file in as a batch, or takes one back. */
export async function run(args: readonly string[], context: CommandContext): Promise<number> {
  if (args[0] === 'undo') return runUndo(args.slice(1), context)
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
  const { messages, folder } = context
  const t = messages.import
  if (values.help) {
    out.write(`${t.help}\n`)
    return 0
  }
  const [name, ...others] = positionals
  if (name === undefined || others.length > 0) throw new UsageError(t.needFile)
  const target = imports.targets.find((one) => one === values.as)
  if (!target) throw new UsageError(t.needTarget)
  const overrides = readOverrides(values.map ?? [], messages)
  const limit = readLimit(values.limit, t.badLimit)
  const source = (values.source ?? path.basename(name)).trim()
  if (source.length < 1 || source.length > 200 || /\p{Cc}/u.test(source)) throw new UsageError(t.badSource)
  if (source === reserved) throw new UsageError(t.reservedSource(source))
  const config = readConfig()

  const input = await openInput(name, folder, target, overrides, messages)
  const seen = await worded(messages, name, () => imports.preview(input.mapped, limit))
  out.write(`${sayPreview(input, seen, source, messages)}\n\n`)
  const reportFile = path.resolve(folder, values.report ?? `${path.basename(name)}.refused.csv`)
  await sayRefused(seen.refused, reportFile, context)
  if (seen.accepted === 0) return 1
  const isDryRun = values['dry-run'] === true
  if (!isDryRun) {
    out.write(`${t.rights}\n`)
    const mayAsk = process.stdin.isTTY && out.isTTY && !values.yes
    if (mayAsk && !(await agrees(t.ask))) {
      out.write(`${t.cancelled}\n`)
      return 0
    }
  }
  const opened = await openKeyun(config, terminalReport(out, messages), 'keyun import')
  try {
    await knowReactions(opened.database)
    const wished = { source, isDryRun, isPatient: values['no-wait'] !== true, rows: seen.rows, ...limit }
    return await bringIn(input, wished, opened.database, context)
  } finally {
    await opened.close()
  }
}

type Wished = { source: string; isDryRun: boolean; isPatient: boolean; rows: number; limit?: number }
type Database = Awaited<ReturnType<typeof openKeyun>>['database']

async function bringIn(
  input: Input,
  wished: Wished,
  database: Database,
  { messages }: CommandContext,
): Promise<number> {
  const t = messages.import
  const report = terminalReport(out, messages)
  const { target } = input.mapped
  const ending = new AbortController()
  onEnd(
    () => {
      process.stderr.write(`\n${t.stopping}\n`)
      ending.abort()
    },
    () => process.exit(130),
  )
  const ctx = { db: database.db, database, caller: operator(), now: new Date() }
  const step = t.importing(messages.terms[target])
  const { source, isDryRun, rows } = wished
  const result = await report
    .step(step, () =>
      imports.runImport(ctx, input.file, input.mapped, {
        source,
        isDryRun,
        signal: ending.signal,
        onProgress: (done) => report.progress(step, done, rows),
        ...(wished.limit !== undefined && { limit: wished.limit }),
      }),
    )
    .catch((error: unknown) => {
      if (ending.signal.aborted) return null
      if (error instanceof Refusal && error.code === 'import/already-running')
        throw new OperatorError(t.running(source))
      throw error
    })
  if (!result) {
    out.write(`${t.interrupted}\n`)
    return 130
  }
  out.write(`${pc.bold(t.result(result.created, result.updated, result.restored, result.unchanged, result.refused))}\n`)
  if (isDryRun) {
    out.write(`${t.dryRun}\n`)
    return 0
  }
  const hasChanged = result.created + result.updated + result.restored > 0
  if (!hasChanged) out.write(`${t.nothingNew}\n`)
  if (hasChanged && result.batchId) {
    const short = result.batchId.slice(0, 8)
    out.write(
      `${aligned([
        [t.batch, result.batchId],
        [t.undoHow, `npm run keyun -- import undo ${short}`],
      ]).join('\n')}\n`,
    )
    if (wished.isPatient) await waitForMatching(result.batchId, ending.signal, database, messages, report)
    else out.write(`${t.matchLater}\n`)
  }
  out.write(`${target === 'needs' ? t.whereNeeds : t.whereOfferings}\n`)
  return ending.signal.aborted ? 130 : 0
}

async function waitForMatching(
  batchId: string,
  signal: AbortSignal,
  database: Database,
  messages: CommandContext['messages'],
  report: ReturnType<typeof terminalReport>,
): Promise<void> {
  const t = messages.import
  const { finishedAt } = await imports.getBatch(database.db, batchId)
  const started = performance.now()
  const awaited = await report.step(t.matching, () =>
    awaitMatching(
      database,
      finishedAt ?? new Date(),
      (done, total) => total > 0 && report.progress(t.matching, done, total),
      signal,
    ),
  )
  if (awaited.state === 'done') out.write(`${t.matched(awaited.items)}${messages.seconds(seconds(started))}\n`)
  else out.write(`${awaited.state === 'failed' ? t.matchFailed(awaited.error) : t.matchAbsent}\n`)
}

/** Lists the first refused rows, and writes them all to a file that a spreadsheet opens. */
async function sayRefused(
  refused: readonly imports.RowRefusal[],
  file: string,
  { messages }: CommandContext,
): Promise<void> {
  if (refused.length === 0) return
  const t = messages.import
  const say = (refusal: imports.RowRefusal) => inOneLine(sayRefusal(refusal, messages), 90)
  out.write(`${pc.yellow(t.refused)}\n`)
  const shown = refused.slice(0, refusedShown).map((one) => [`  ${t.row(one.row)}`, say(one)])
  out.write(`${aligned(shown).join('\n')}\n`)
  if (refused.length > refusedShown) out.write(`  ${t.moreRefused(refused.length - refusedShown)}\n`)
  const lines = refused.map((one) => csvLine([String(one.row), one.field ?? '', one.code, sayRefusal(one, messages)]))
  try {
    await writeFile(file, `\ufeff${[csvLine(t.reportHeader), ...lines].join('')}`)
    out.write(`${t.reportAt(file)}\n\n`)
  } catch (error) {
    process.stderr.write(`! ${messages.files.unwritable(file, (error as Error).message)}\n\n`)
  }
}

function readLimit(given: string | undefined, sentence: string): { limit?: number } {
  if (given === undefined) return {}
  if (!/^[1-9]\d{0,8}$/.test(given)) throw new UsageError(sentence)
  return { limit: Number(given) }
}

async function agrees(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: out })
  try {
    const answer = (await lines.question(question)).trim().toLowerCase()
    return answer === '' || answer === 'y' || answer === 'yes' || answer === '是'
  } finally {
    lines.close()
  }
}
