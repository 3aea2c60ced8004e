import type { CommandModule } from './command.ts'
import { messagesFor } from './language.ts'
import { type Messages, zh } from './messages/zh.ts'

/** Every command, loaded only when called; its line of help is in `messages`. */
const commands: Record<keyof Messages['commands'], () => Promise<CommandModule>> = {
  start: () => import('./start.ts'),
  import: () => import('./import.ts'),
  imports: () => import('./imports.ts'),
  match: () => import('./match.ts'),
  act: () => import('./act.ts'),
  regions: () => import('./regions.ts'),
  jobs: () => import('./jobs.ts'),
  verify: () => import('./verify.ts'),
}

// A reader that has had enough (`| head`) ends no command in the middle of its work.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

process.exitCode = await main(process.argv.slice(2))

async function main(given: readonly string[]): Promise<number> {
  const { wish, args } = takeLanguage(given)
  const messages = messagesFor(wish)
  if (!messages) return refuse(zh.unknownLanguage(wish ?? ''))
  const [name = '', ...rest] = args
  if (name === '' || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(help(messages))
    return name === '' ? 2 : 0
  }
  if (!isCommand(name)) {
    const near = closest(name, Object.keys(commands))
    return refuse(
      [messages.unknownCommand(name), near ? ` ${messages.didYouMean(near)}` : `\n${help(messages)}`].join(''),
    )
  }
  try {
    const command = await commands[name]()
    return await command.run(rest, { messages, folder: process.env.INIT_CWD ?? process.cwd() })
  } catch (error) {
    return report(error, messages)
  }
}

/** What the person can put right is said in its own words, with its own exit code; the rest are bugs, with their stack. */
function report(error: unknown, messages: Messages): number {
  if (error instanceof Error && 'exitCode' in error) {
    process.stderr.write(`✘ ${error.message}\n`)
    return Number(error.exitCode)
  }
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    return refuse(messages.badOption(error.message))
  }
  process.stderr.write(`✘ ${messages.bug}\n${error instanceof Error ? error.stack : String(error)}\n`)
  return 1
}

function refuse(sentence: string): number {
  process.stderr.write(`✘ ${sentence}\n`)
  return 2
}

function isCommand(name: string): name is keyof typeof commands {
  return Object.hasOwn(commands, name)
}

function takeLanguage(given: readonly string[]): { wish: string | undefined; args: string[] } {
  const args = [...given]
  const at = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='))
  if (at < 0) return { wish: undefined, args }
  const [first = ''] = args.splice(at, 1)
  const wish = first.includes('=') ? first.slice('--lang='.length) : (args.splice(at, 1)[0] ?? '')
  return { wish, args }
}

function help(messages: Messages): string {
  const rows = Object.entries(messages.commands).map(([name, line]) => `  ${name.padEnd(12)}${line}`)
  const options = [`  --lang zh|en  ${messages.languageOption}`, `  --help        ${messages.helpOption}`]
  return [messages.usage, '', messages.commandsTitle, ...rows, '', messages.optionsTitle, ...options, ''].join('\n')
}

/** The name that a slip of the finger away could have been meant; undefined when none is near. */
function closest(name: string, names: readonly string[]): string | undefined {
  const ranked = names.map((other) => ({ other, edits: distance(name, other) })).sort((a, b) => a.edits - b.edits)
  const best = ranked[0]
  return best && best.edits <= Math.max(1, Math.floor(best.other.length / 2)) ? best.other : undefined
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
