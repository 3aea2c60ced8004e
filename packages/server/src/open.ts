import type { Config } from './config.ts'
import { loadReference } from './modules/reference/index.ts'
import { type Connection, type Database, openDatabase } from './platform/database.ts'
import { migrate } from './platform/migrate.ts'
import { acquirePostgres } from './platform/postgres/index.ts'
import type { Report } from './platform/report.ts'

export type Opened = { database: Database; close(): Promise<void> }

/** What every command stands on: PostgreSQL, our own or the operator's, at the newest migration, with the code tables. */
export async function openKeyun(
  config: Pick<Config, 'databaseUrl' | 'dataDir' | 'poolSize'>,
  report: Report,
  name = 'keyun',
): Promise<Opened> {
  const { connection, release } = await report.step('启动数据库', () => reach(config, report))
  let database: Database | undefined
  const close = async () => {
    await database?.close()
    await release()
  }
  try {
    await report.step('更新数据结构与代码表', async () => {
      await migrate(connection)
      database = openDatabase(connection, { size: config.poolSize, name })
      await loadReference(database.db)
    })
    if (!database) throw new Error('The database was not opened')
    return { database, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function reach(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  report: Report,
): Promise<{ connection: Connection; release(): Promise<void> }> {
  if (config.databaseUrl) return { connection: { url: config.databaseUrl }, release: async () => {} }
  return acquirePostgres({ dataDir: config.dataDir, report })
}
