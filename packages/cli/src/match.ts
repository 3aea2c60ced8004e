import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { dayIn, imports, OperatorError } from '@keyun/server'
import { type CommandContext, UsageError } from './command.ts'
import { openInput, readOverrides, sayRefusal, worded } from './inputFile.ts'
import { formats, matchLines } from './matchFormats.ts'
import { seconds, terminalReport } from './terminal.ts'

const options = {
  needs: { type: 'string' },
  offerings: { type: 'string' },
  top: { type: 'string', default: '20' },
  format: { type: 'string', default: 'jsonl' },
  out: { type: 'string' },
  'map-needs': { type: 'string', multiple: true },
  'map-offerings': { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
} as const

/** Matches two files, with nothing but them. */
export async function run(args: readonly string[], context: CommandContext): Promise<number> {
  const { values } = parseArgs({ args: [...args], options })
  const { messages, folder } = context
  const t = messages.match
  if (values.help) {
    process.stdout.write(`${t.help}\n`)
    return 0
  }
  if (!values.needs || !values.offerings) throw new UsageError(t.needFiles)
  const top = /^[1-9]\d{0,3}$/.test(values.top) ? Number(values.top) : 0
  if (top < 1 || top > 1_000) throw new UsageError(t.badTop)
  const format = formats.find((one) => one === values.format)
  if (!format) throw new UsageError(t.badFormat(values.format))

  const report = terminalReport(process.stderr, messages)
  const read = <T extends imports.Target>(step: string, target: T, name: string, maps: string[] = []) =>
    report.step(step, () => readItems(target, name, readOverrides(maps, messages), context, report.note))
  const needs = await read(t.readNeeds, 'needs', values.needs, values['map-needs'])
  const offerings = await read(t.readOfferings, 'offerings', values.offerings, values['map-offerings'])

  const started = performance.now()
  const sink = openSink(values.out && path.resolve(folder, values.out), messages)
  await report.step(t.matching, async () => {
    const wished = { top, hasReasons: format !== 'trec', today: dayIn(new Date()) }
    let done = 0
    await sink.write(matchLines.header(format, messages))
    for await (const matches of imports.matchFiles(needs, offerings, wished)) {
      await sink.write(matchLines.of(format, matches))
      if (sink.isClosed()) break
      report.progress(t.matching, ++done, needs.length)
    }
    await sink.close()
  })
  report.note(t.done(needs.length, offerings.length, seconds(started)))
  return 0
}

/** Nothing is kept here, so that a running number serves where there is no id. */
function withRunningNumber(mapping: imports.MappedTable['mapping']): imports.MappedTable['mapping'] {
  const columns = mapping.get('runningNumber')
  return columns && !mapping.has('id') ? new Map(mapping).set('id', columns) : mapping
}

async function readItems<T extends imports.Target>(
  target: T,
  name: string,
  overrides: readonly imports.Override[],
  { messages, folder }: CommandContext,
  note: (text: string) => void,
): Promise<imports.Item[T][]> {
  const { mapped: found } = await openInput(name, folder, target, overrides, messages)
  const mapped = { ...found, mapping: withRunningNumber(found.mapping) }
  const items: imports.Item[T][] = []
  const refused: imports.RowRefusal[] = []
  await worded(messages, name, () => {
    for (const row of imports.mapRows({ ...mapped, target })) {
      if ('item' in row) items.push(row.item)
      else refused.push(row.refusal)
    }
  })
  const t = messages.match
  if (items.length === 0) throw new OperatorError(t.nothing(name))
  const unused = mapped.unused.map(({ column }) => column).join('、')
  note(`${name}: ${t.items(items.length, unused && t.unused(unused))}`)
  const [first] = refused
  if (first) {
    note(`${name}: ${t.refused(refused.length, `${messages.import.row(first.row)}, ${sayRefusal(first, messages)}`)}`)
  }
  return items
}

type Sink = { write(text: string): Promise<void>; isClosed(): boolean; close(): Promise<void> }

/** A file, or standard output, whose reader may have had enough (`| head`). */
function openSink(file: string | undefined, messages: CommandContext['messages']): Sink {
  const stream: NodeJS.WritableStream = file ? fs.createWriteStream(file) : process.stdout
  let isClosed = false
  let problem: Error | undefined
  stream.on('error', (error: NodeJS.ErrnoException) => {
    isClosed = true
    if (error.code !== 'EPIPE') problem = new OperatorError(messages.files.unwritable(file ?? 'stdout', error.message))
  })
  const closed = new Promise((resolve) => stream.once('close', resolve).once('error', resolve))
  const check = () => {
    if (problem) throw problem
  }
  return {
    async write(text) {
      check()
      if (isClosed || text === '') return
      if (!stream.write(text)) await Promise.race([new Promise((resolve) => stream.once('drain', resolve)), closed])
      check()
    },
    isClosed: () => isClosed,
    async close() {
      if (file && !isClosed) await new Promise((resolve) => stream.end(() => resolve(undefined)))
      check()
    },
  }
}
