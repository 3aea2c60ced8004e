import { parseArgs } from 'node:util'
import { type Config, databaseFolder, readConfig, releaseEveryPostgres, startServer } from '@keyun/server'
import pc from 'picocolors'
import { renderUnicodeCompact } from 'uqr'
import { networkAddress } from './addresses.ts'
import type { CommandContext } from './command.ts'
import { onEnd } from './lifetime.ts'
import type { Messages } from './messages/zh.ts'
import { seconds, terminalReport } from './terminal.ts'

const out = process.stdout

/** Starts the platform and runs it until it is told to stop. */
export async function run(args: readonly string[], { messages }: CommandContext): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { help: { type: 'boolean', short: 'h' } } })
  const t = messages.start
  if (values.help) {
    out.write(`${t.help}\n`)
    return 0
  }
  const config = readConfig()
  const started = performance.now()
  // A closed terminal must not end the process in the middle of its stop.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  const ending = new Promise<'end'>((resolve) => {
    const stop = () => {
      out.write(`\n${t.stopping}\n`)
      resolve('end')
    }
    const leave = () => {
      out.write(`${t.forced}\n`)
      process.exit(130)
    }
    onEnd(stop, leave)
  })
  const starting = startServer(config, { report: terminalReport(out, messages) })
  const server = await Promise.race([starting, ending]).catch(async (error: unknown) => {
    await releaseEveryPostgres()
    throw error
  })
  if (server === 'end') {
    starting.catch(() => {})
    await releaseEveryPostgres()
    process.exit(130)
  }
  out.write(`${summary(config, server, messages, seconds(started))}\n`)
  await ending
  await server.close()
  await releaseEveryPostgres()
  out.write(`${t.stopped}\n`)
  // Should anything still be open, it must not keep a stopped platform in the terminal.
  setTimeout(() => process.exit(0), 2_000).unref()
  return 0
}

/** Everything worth knowing after the start, beside a QR code for a phone. */
function summary(
  config: Config,
  { url, port }: { url: string; port: number },
  messages: Messages,
  took: string,
): string {
  const t = messages.start
  const lan = /^(127\.|localhost$|::1$)/.test(config.host) ? undefined : networkAddress()
  const lanUrl = lan && `http://${lan}:${port}`
  const forPhone = config.publicUrl ?? lanUrl
  const addresses = [
    [t.local, url],
    [t.network, lanUrl],
    [t.public, config.publicUrl],
  ].filter((row): row is [string, string] => row[1] !== undefined)
  const beside = [
    pc.bold(pc.green(t.ready(took))),
    config.mode === 'demo' ? t.demo : undefined,
    port === config.port ? undefined : pc.yellow(t.portTaken(config.port, port)),
    '',
    ...addresses.map(([label, address]) => `${label}  ${pc.cyan(address)}`),
    '',
    forPhone && t.scan,
    pc.dim(t.stopHow),
  ].filter((line) => line !== undefined)
  return [...placeBeside(forPhone ? qrCode(forPhone) : [], beside), ...whereabouts(config, t)].join('\n')
}

function whereabouts(config: Config, t: Messages['start']): string[] {
  const database = databaseFolder(config.dataDir)
  const isInside = database.startsWith(config.dataDir)
  const folders = isInside ? config.dataDir : `${config.dataDir} ${database}`
  const place = `${config.databaseUrl ? `${t.database} + ` : ''}${folders}`
  return [
    `${t.data}  ${place}${config.isDataElsewhere ? t.dataElsewhere : ''}`,
    `${t.reset}  ${t.resetHow(folders)}`,
    `${t.production}  ${t.productionHow}`,
  ]
}

function qrCode(address: string): string[] {
  const rows = renderUnicodeCompact(address, { ecc: 'L', border: 1 }).split('\n')
  // Scanners want dark on light, whatever the colours of the terminal.
  return pc.isColorSupported ? rows.map((row) => `\x1b[97;40m${row}\x1b[0m`) : rows
}

function placeBeside(left: readonly string[], right: readonly string[]): string[] {
  if (left.length === 0) return [...right]
  const above = Math.max(0, Math.floor((left.length - right.length) / 2))
  return left.map((row, at) => `${row}   ${right[at - above] ?? ''}`.trimEnd())
}
