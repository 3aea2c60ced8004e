import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { regionPrefix } from './trees.ts'

/** Codes that a list is narrowed to; of one kind any will do. */
export type Filed = {
  region?: readonly string[] | undefined
  industry?: readonly string[] | undefined
  field?: readonly string[] | undefined
}

/** Conditions on a table that carries codes as needs and offerings do. A code stands for all that lies under it. */
export function filedUnder(table: string, { region, industry, field }: Filed): RawBuilder<SqlBool>[] {
  const column = (name: string) => sql.ref(`${table}.${name}`)
  const isUnder = (name: string, prefixes: readonly string[]) =>
    sql<SqlBool>`exists (select from unnest(${[...prefixes]}::text[]) p where starts_with(${column(name)}, p))`
  return [
    ...(region?.length ? [isUnder('regionCode', region.map(regionPrefix))] : []),
    ...(field?.length ? [isUnder('fieldCode', field)] : []),
    ...(industry?.length
      ? [
          sql<SqlBool>`exists (select from unnest(${column('industryCodes')}) c, unnest(${[...industry]}::text[]) p
            where starts_with(c, p))`,
        ]
      : []),
  ]
}
