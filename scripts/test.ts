// Everything that is tested, browser journeys included; the last line reads `N passed, N failed`.
// For developers: `--only checks`, `--only unit` or `--only e2e`.
import { parseArgs } from 'node:util'
import { type Outcome, runStaticChecks, runTests, summarise } from './suite.ts'

const parts: Record<string, () => Promise<Outcome[]>> = {
  checks: runStaticChecks,
  unit: async () => [await runTests('tests of the packages', ['packages', 'scripts'])],
  e2e: async () => [await runTests('journeys in the browser', ['e2e'])],
}

const { values } = parseArgs({ options: { only: { type: 'string' } } })
if (values.only !== undefined && !Object.hasOwn(parts, values.only)) {
  process.stderr.write(`✘ --only takes one of ${Object.keys(parts).join(', ')}, not “${values.only}”\n`)
  process.exit(2)
}
const outcomes: Outcome[] = []
for (const [name, run] of Object.entries(parts)) {
  if (values.only === undefined || values.only === name) outcomes.push(...(await run()))
}
process.exitCode = summarise(outcomes)
