import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { calendarDays } from './calendar.ts'
import type { Entry } from './tree.ts'

export type Version = {
  readonly name: string
  readonly standard: string
  readonly edition: string
  readonly hash: string
}
export type TreeTable = 'region' | 'industry' | 'discipline' | 'field'
export const treeTables: readonly TreeTable[] = ['region', 'industry', 'discipline', 'field']

/** Which version of each table is in the database: name → hash. */
export async function hashes(db: Db): Promise<Map<string, string>> {
  const rows = await db.selectFrom('reference.dataVersion').select(['name', 'hash']).execute()
  return new Map(rows.map(({ name, hash }) => [name, hash]))
}

/** `file` is the content of a file that does not come with Keyun, so that every process finds it here. */
export async function setVersion(db: Db, version: Version, entries: number, file: unknown = null): Promise<void> {
  const values = {
    ...version,
    entries,
    file: file === null ? null : JSON.stringify(file),
    loadedAt: sql<Date>`clock_timestamp()`,
  }
  await db
    .insertInto('reference.dataVersion')
    .values(values)
    .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
    .execute()
}

export async function loadedFiles(db: Db): Promise<unknown[]> {
  const rows = await db
    .selectFrom('reference.dataVersion')
    .select('file')
    .where('file', 'is not', null)
    .orderBy('name')
    .execute()
  return rows.map(({ file }) => file)
}

/** Makes the rows of `source` what `entries` say; codes that are gone are retired. */
export async function setEntries(db: Db, table: TreeTable, source: string, entries: readonly Entry[]): Promise<void> {
  const rows = entries.map(({ code, parentCode, path, level, name }) => ({
    code,
    parentCode,
    path,
    level,
    zh: name.zh,
    en: name.en,
  }))
  const into = tableOf(table)
  await sql`
    insert into ${into} (code, parent_code, path, level, name_zh, name_en, source)
    select code, "parentCode", path, level, zh, en, ${source}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as row (code text, "parentCode" text, path text, level smallint, zh text, en text)
    on conflict (code) do update set
      parent_code = excluded.parent_code, path = excluded.path, level = excluded.level, name_zh = excluded.name_zh,
      name_en = excluded.name_en, source = excluded.source, retired = false`.execute(db)
  await sql`
    update ${into} set retired = true
    where source = ${source} and not retired and code <> all(${entries.map(({ code }) => code)}::text[])`.execute(db)
}

export type Retired = {
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly parent: string | null
}

/** Codes that a newer version has dropped: items may still carry them. */
export async function retired(db: Db, table: TreeTable): Promise<Retired[]> {
  const { rows } = await sql<Retired>`
    select code, name_zh as zh, name_en as en, parent_code as parent
    from ${tableOf(table)} where retired order by code`.execute(db)
  return rows
}

export type ReadinessRow = {
  scheme: string
  level: number
  nameZh: string
  nameEn: string
  detailZh: string
  detailEn: string
}

export async function setReadiness(db: Db, rows: readonly ReadinessRow[]): Promise<void> {
  await db.deleteFrom('reference.readiness').execute()
  await db
    .insertInto('reference.readiness')
    .values([...rows])
    .execute()
}

export async function setCalendar(db: Db, from: string, to: string): Promise<void> {
  const rows = calendarDays(from, to).map(({ day, isWorking, isProvisional, holiday }) => ({
    day,
    isWorking,
    isProvisional,
    zh: holiday?.zh ?? null,
    en: holiday?.en ?? null,
  }))
  await db.deleteFrom('reference.calendarDay').execute()
  await sql`
    insert into reference.calendar_day (day, is_working, is_provisional, name_zh, name_en)
    select day, "isWorking", "isProvisional", zh, en
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as row (day date, "isWorking" boolean, "isProvisional" boolean, zh text, en text)`.execute(db)
}

/** One of the four names above, never input. */
function tableOf(table: TreeTable): RawBuilder<unknown> {
  return sql.table(`reference.${table}`)
}
