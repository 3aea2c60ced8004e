// What must be green before every commit: everything but the journeys in the browser.
import { runStaticChecks, runTests, summarise } from './suite.ts'

process.exitCode = summarise([
  ...(await runStaticChecks()),
  await runTests('tests of the packages', ['packages', 'scripts']),
])
