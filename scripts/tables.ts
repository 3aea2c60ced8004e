// `npm run tables` writes packages/server/src/tables.ts from the migrations; `--check` says whether it fits them.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { migrate } from '../packages/server/src/platform/migrate.ts'
import { testPostgres } from '../packages/server/src/platform/postgres/testing.ts'

const root = path.dirname(import.meta.dirname)
const file = path.join(root, 'packages/server/src/tables.ts')
const schemas = ['platform', 'reference', 'identity', 'offerings', 'needs', 'matching', 'imports']

const postgres = await testPostgres()
const draft = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'keyun-tables-')), 'tables.ts')
try {
  const { host, port, user, password, database } = await postgres.createDatabase()
  await migrate({ host, port, user, password, database })
  const url = `postgres://${user}:${encodeURIComponent(password)}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
  const { status } = spawnSync(
    path.join(root, 'node_modules/.bin/kysely-codegen'),
    [
      ...['--dialect', 'postgres', '--url', url, '--out-file', draft],
      ...['--camel-case', '--type-only-imports', '--date-parser', 'string', '--log-level', 'error'],
      ...['--type-mapping', JSON.stringify({ int8: 'number', date: 'string' })],
      ...['--include-pattern', `{${schemas.join(',')}}.*`],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  if (status !== 0) throw new Error(`kysely-codegen ended with ${status}`)
  const written = fs.readFileSync(draft, 'utf8')
  if (!process.argv.includes('--check')) fs.writeFileSync(file, written)
  else if (written !== fs.readFileSync(file, 'utf8')) {
    process.stderr.write('✘ packages/server/src/tables.ts does not fit the migrations: npm run tables\n')
    process.exitCode = 1
  }
} finally {
  fs.rmSync(path.dirname(draft), { recursive: true, force: true })
  await postgres.stop()
}
