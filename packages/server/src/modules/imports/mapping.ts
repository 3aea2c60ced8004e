import { type Field, fieldSpecs, fieldsOf, specOf, type Target } from './fields.ts'
import { FileRefusal } from './problem.ts'
import type { Table } from './reader.ts'

/** Which columns fill a field; a field that no column fills is absent. */
export type Mapping = ReadonlyMap<Field, readonly string[]>

export type MappedTable = {
  readonly table: Table
  readonly target: Target
  readonly mapping: Mapping
  /** Columns that go nowhere, each with the first value in it. */
  readonly unused: readonly { readonly column: string; readonly example: string }[]
}

/** A column wished by hand: `title=成果名称`. */
export type Override = { readonly field: string; readonly column: string }

/** Does this row of cells look like a header? Two names that we know, at least. */
export function looksLikeHeader(target: Target): (cells: readonly string[]) => boolean {
  return (cells) => cells.filter((cell) => exactField(plain(cell), target) !== null).length >= 2
}

/** Finds out by their names which column is which field. What is wished by hand comes first. */
export function mapTable(table: Table, target: Target, overrides: readonly Override[] = []): MappedTable {
  const columnsOf = new Map<Field, string[]>()
  const taken = new Set<string>()
  const assign = (field: Field, column: string) => {
    columnsOf.set(field, [...(columnsOf.get(field) ?? []), column])
    taken.add(column)
  }
  for (const override of overrides) assign(wishedField(override, target), wishedColumn(override, table))
  for (const find of [exactField, fieldWithin]) {
    for (const { column, field } of ranked(table.columns, target, find)) {
      const isFree = !taken.has(column) && (!columnsOf.has(field) || specOf(field).isMany === true)
      if (isFree) assign(field, column)
    }
  }
  const rest = table.columns.filter((column) => !taken.has(column))
  const found = look(table, rest)
  for (const column of rest) if (isProse(found.get(column) ?? [])) assign('more', column)
  if (!columnsOf.has('title')) throw new FileRefusal('no-title-column', table.columns.slice(0, 20).join('、'))
  const unused = rest.filter((column) => !taken.has(column))
  return {
    table,
    target,
    mapping: columnsOf,
    unused: unused.map((column) => ({ column, example: found.get(column)?.[0] ?? '' })),
  }
}

type Find = (name: string, target: Target) => { field: Field; order: number } | null

/** Columns with the field each names, so that the more usual name of a field wins it. */
function ranked(columns: readonly string[], target: Target, find: Find) {
  return columns
    .flatMap((column) => {
      const found = find(plain(column), target)
      return found ? [{ column, ...found }] : []
    })
    .sort((a, b) => a.order - b.order)
}

function exactField(name: string, target: Target): { field: Field; order: number } | null {
  for (const field of fieldsOf(target)) {
    const order = plainNames(field).indexOf(name)
    if (name !== '' && order >= 0) return { field, order }
  }
  return null
}

/** The longest known Chinese name inside a header, such as 需求名称 in 企业技术需求名称; the later, the more it is the noun. */
function fieldWithin(name: string, target: Target): { field: Field; order: number } | null {
  let best: { field: Field; length: number } | undefined
  for (const field of fieldsOf(target)) {
    for (const known of plainNames(field)) {
      if (known.length < 2 || !/\p{Script=Han}/u.test(known) || !name.includes(known)) continue
      if (!best || known.length > best.length) best = { field, length: known.length }
    }
  }
  return best ? { field: best.field, order: 100 - best.length } : null
}

const known = new Map<Field, string[]>()
function plainNames(field: Field): string[] {
  const names = known.get(field) ?? specOf(field).names.map(plain)
  known.set(field, names)
  return names
}

/** A header without what varies: case, spaces, signs, and remarks in brackets such as （必填） or （万元）. */
function plain(header: string): string {
  const whole = header.normalize('NFKC').toLowerCase()
  const bare = whole.replaceAll(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/g, '')
  return (bare.trim() || whole).replaceAll(/[^\p{L}\p{N}]+/gu, '')
}

function wishedField({ field }: Override, target: Target): Field {
  const fields = fieldsOf(target)
  if (Object.hasOwn(fieldSpecs, field) && fields.includes(field as Field)) return field as Field // just looked up
  throw new FileRefusal('unknown-field', `${field} (${fields.join(', ')})`)
}

function wishedColumn({ column }: Override, { columns }: Table): string {
  const found = columns.find((name) => name === column) ?? columns.find((name) => plain(name) === plain(column))
  if (found === undefined) throw new FileRefusal('unknown-column', `${column} (${columns.slice(0, 20).join('、')})`)
  return found
}

/** The first filled cells of columns. */
function look(table: Table, columns: readonly string[]): Map<string, string[]> {
  const found = new Map(columns.map((column) => [column, [] as string[]]))
  let seen = 0
  for (const row of table.rows()) {
    if (++seen > 2_000) break
    if (!('cells' in row)) continue
    for (const [column, cells] of found) {
      const cell = row.cells.get(column)?.trim()
      if (cell && cells.length < 200) cells.push(cell)
    }
  }
  return found
}

/** Sentences rather than codes: 20 characters a cell on average. */
function isProse(cells: readonly string[]): boolean {
  return cells.length > 0 && cells.reduce((sum, cell) => sum + cell.length, 0) >= cells.length * 20
}
