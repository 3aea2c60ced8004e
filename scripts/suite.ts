import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const root = path.dirname(import.meta.dirname)

/** How one part of the suite went. */
export interface Outcome {
  readonly name: string
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly seconds: number
}

/** Checks that read the source only; each counts as one test. */
const staticChecks = [
  { name: 'format and lint (biome)', program: 'biome', args: ['check', '--error-on-warnings', '.'] },
  { name: 'types (tsc)', program: 'tsc', args: ['--noEmit', '-p', '.'] },
  { name: 'unused code (knip)', program: 'knip', args: ['--no-progress'] },
]

/** Runs every static check, also after one has failed. */
export async function runStaticChecks(): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const { name, program, args } of staticChecks) {
    const started = performance.now()
    say(`\n── ${name}`)
    const isPassed = (await runTool(program, args)) === 0
    outcomes.push({ name, passed: isPassed ? 1 : 0, failed: isPassed ? 0 : 1, skipped: 0, seconds: since(started) })
    if (wasInterrupted) break
  }
  return outcomes
}

/** Runs the tests below these folders and counts them, whatever becomes of the runner. */
export async function runTests(name: string, folders: readonly string[]): Promise<Outcome> {
  const started = performance.now()
  say(`\n── ${name}`)
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keyun-vitest-'))
  try {
    const file = path.join(folder, 'result.json')
    const there = folders.filter((each) => fs.existsSync(path.join(root, each)))
    const options = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`, '--passWithNoTests']
    // Vitest keeps a file in the user's home, which a service account may not have.
    const code = await runTool('vitest', ['run', ...options, ...there], { XDG_DATA_HOME: folder })
    return { name, ...count(readResult(file), code), seconds: since(started) }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/** Prints the table and the line that everything else reads; gives the exit code. */
export function summarise(outcomes: readonly Outcome[]): number {
  say('')
  for (const { name, passed, failed, skipped, seconds } of outcomes) {
    const counts = [`${passed} passed`, failed && `${failed} failed`, skipped && `${skipped} skipped`].filter(Boolean)
    say(`${failed ? '✘' : '✔'} ${name.padEnd(26)} ${counts.join(', ')} (${seconds.toFixed(1)} s)`)
  }
  if (wasInterrupted) say('✘ interrupted: the tests were not all run')
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0)
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0) + (wasInterrupted ? 1 : 0)
  say(`${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

interface VitestResult {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests?: number
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[]
}

/** A file that could not be loaded, an error outside every test and a crashed runner are failures, too. */
function count(result: VitestResult | undefined, code: number): Pick<Outcome, 'passed' | 'failed' | 'skipped'> {
  if (!result) {
    say(`✘ vitest ended with exit code ${code} and without a result`)
    return { passed: 0, failed: 1, skipped: 0 }
  }
  const unloaded = result.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  const failed = result.numFailedTests + unloaded.length
  return {
    passed: result.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: result.numPendingTests + (result.numTodoTests ?? 0),
  }
}

function readResult(file: string): VitestResult | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as VitestResult
  } catch {
    return undefined
  }
}

let wasInterrupted = false

/** Runs a program of node_modules to its end; -1 when it could not be run or was ended by a signal. */
function runTool(program: string, args: readonly string[], extra: NodeJS.ProcessEnv = {}): Promise<number> {
  const file = path.join(root, 'node_modules', '.bin', program)
  const child = spawn(file, args, {
    cwd: root,
    env: { ...process.env, ...extra },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const stop = (signal: NodeJS.Signals) => {
    wasInterrupted = true
    child.kill(signal)
  }
  const stopSoftly = () => stop('SIGTERM')
  process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop).once('disconnect', stopSoftly)
  process.channel?.unref()
  return new Promise((resolve) => {
    const finish = (code: number) => {
      process.off('SIGINT', stop).off('SIGTERM', stop).off('SIGHUP', stop).off('disconnect', stopSoftly)
      resolve(code)
    }
    child.on('error', (error) => {
      say(`✘ ${program}: ${error.message}`)
      finish(-1)
    })
    child.on('exit', (code) => finish(code ?? -1))
  })
}

function since(started: number): number {
  return (performance.now() - started) / 1000
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
