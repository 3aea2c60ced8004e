// `npm run proof`: what `npm test` runs small, with its full counts; results go into closing notes with their date.
// The same tests read KEYUN_PROOF.
import { runTests, summarise } from './suite.ts'

process.env.KEYUN_PROOF = '1'
const faults = await runTests('kills, 10 times each', ['scripts/lifecycle.test.ts'])
const fuzz = await runTests('fuzz of the API and the index', ['packages/server/src/http.test.ts', 'packages/engine'])
process.env.KEYUN_TEST_PG = '15'
const oldest = await runTests('the server on PostgreSQL 15', ['packages/server'])
process.exitCode = summarise([faults, fuzz, oldest])
