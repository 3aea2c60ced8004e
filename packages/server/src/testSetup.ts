import type { TestProject } from 'vitest/node'
import { loadReference } from './modules/reference/index.ts'
import { openDatabase } from './platform/database.ts'
import { migrate } from './platform/migrate.ts'
import { testPostgres } from './platform/postgres/testing.ts'

/** One PostgreSQL for the whole run, and in it a migrated database that every test copies. KEYUN_TEST_PG=15 takes the oldest supported one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await testPostgres(Number(process.env.KEYUN_TEST_PG ?? 18))
  const template = await postgres.createDatabase()
  await migrate(template)
  const database = openDatabase(template)
  await loadReference(database.db)
  await database.close()
  project.provide('postgres', { server: postgres.server, template: template.database })
  return () => postgres.stop()
}
