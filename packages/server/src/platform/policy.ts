import type { Permission } from '@keyun/api'
import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Caller, CallerKind, Context } from './context.ts'
import { Refusal } from './problems.ts'

/** A condition on a row, small enough to be evaluated here and compiled to SQL alike. */
export type Condition = { readonly column: string; readonly in: readonly string[] }

export type Rule = {
  readonly permission: Permission
  readonly by: readonly CallerKind[]
  /** All must hold; without any, every row is allowed. */
  readonly when?: readonly Condition[]
}

export type Policy = {
  readonly rules: readonly Rule[]
  /** May this caller do this at all, to some row? */
  permits(caller: Caller, permission: Permission): boolean
  /** May this caller do this to this row? */
  allows(caller: Caller, permission: Permission, row: Readonly<Record<string, unknown>>): boolean
  /** The same question as a SQL condition on the table called `table`. */
  where(caller: Caller, permission: Permission, table: string): Expression<SqlBool>
  /** Refuses with 403 unless permitted to some row. */
  require(ctx: Context, permission: Permission): void
}

/** One table of rules, default deny: evaluated in process and compiled to SQL, held equal by a test. */
export function policy(rules: readonly Rule[]): Policy {
  const rulesFor = (caller: Caller, permission: Permission) =>
    rules.filter((rule) => rule.permission === permission && rule.by.includes(caller.kind))
  return {
    rules,
    permits: (caller, permission) => rulesFor(caller, permission).length > 0,
    allows: (caller, permission, row) =>
      rulesFor(caller, permission).some((rule) =>
        (rule.when ?? []).every(({ column, in: values }) => values.includes(String(row[column]))),
      ),
    where(caller, permission, table) {
      const alternatives = rulesFor(caller, permission).map((rule) => conjunction(rule.when ?? [], table))
      if (alternatives.length === 0) return sql<SqlBool>`false`
      return sql<SqlBool>`(${sql.join(alternatives, sql` or `)})`
    },
    require(ctx, permission) {
      if (rulesFor(ctx.caller, permission).length === 0) {
        throw new Refusal('forbidden', 'policy/not-allowed', `This is not open to you: ${permission}.`)
      }
    },
  }
}

function conjunction(when: readonly Condition[], table: string): RawBuilder<SqlBool> {
  if (when.length === 0) return sql<SqlBool>`true`
  const parts = when.map(
    ({ column, in: values }) => sql`${sql.ref(`${table}.${column}`)} = any(${[...values]}::text[])`,
  )
  return sql<SqlBool>`(${sql.join(parts, sql` and `)})`
}
