import { csvRecords, delimiterOf } from './csv.ts'
import { FileRefusal } from './problem.ts'
import { readWorkbook } from './workbook.ts'

/** Bounds of one import. A larger file is split, so that one mistake is undone in one step. */
export const fileBytesMax = 64 * 1024 * 1024
export const rowsMax = 200_000
const columnsMax = 200

export type ImportFile = { readonly name: string; readonly bytes: Uint8Array }

/** Why one row cannot be read. */
export type BrokenRow = 'unclosed_quote' | 'too_many_cells' | 'broken_json' | 'not_an_object'

/** For tables the header is row 1, or where it stands; for JSON lines the first line is 1. */
export type TableRow =
  | { readonly number: number; readonly cells: ReadonlyMap<string, string> }
  | { readonly number: number; readonly broken: BrokenRow }

export type Table = {
  readonly format: 'csv' | 'xlsx' | 'jsonl'
  /** How the text was stored; null for workbooks. */
  readonly encoding: 'UTF-8' | 'GB18030' | 'UTF-16' | null
  /** The sheet that is read, of a workbook. */
  readonly sheet: string | null
  readonly columns: readonly string[]
  /** Reads on each call from the start; empty rows are left out. */
  rows(): Iterable<TableRow>
}

/**
 * Opens a file as rows with named columns. What it is, is told by its content, not by its name. `isHeader` helps to find
 * the header under title lines, which are usual in workbooks.
 */
export async function openTable(
  { bytes }: ImportFile,
  isHeader: (cells: readonly string[]) => boolean = () => false,
): Promise<Table> {
  if (bytes.length === 0) throw new FileRefusal('empty-file')
  if (bytes.length > fileBytesMax) refuseSize()
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return openWorkbook(bytes, isHeader)
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) {
    throw new FileRefusal(isEncryptedWorkbook(bytes) ? 'locked-workbook' : 'old-excel')
  }
  const { text, encoding } = decode(bytes)
  const first = text.trimStart().charAt(0)
  if (first === '') throw new FileRefusal('empty-file')
  if (first === '{') return jsonTable(text, encoding)
  if (first === '[' && isJson(text)) throw new FileRefusal('json-array')
  const delimiter = delimiterOf(text)
  return gridTable({ format: 'csv', encoding, sheet: null }, () => numbered(csvRecords(text, delimiter)), isHeader)
}

/** For hosts that know the size before they read. */
export function refuseSize(): never {
  throw new FileRefusal('too-large', `${fileBytesMax / 1024 / 1024} MB`)
}

async function openWorkbook(bytes: Uint8Array, isHeader: (cells: readonly string[]) => boolean): Promise<Table> {
  const { sheet, rows } = await readWorkbook(bytes, rowsMax + 100)
  const records = () => numbered(rows.map((cells) => ({ cells, isClosed: true })))
  return gridTable({ format: 'xlsx', encoding: null, sheet }, records, isHeader)
}

type Numbered = { readonly number: number; readonly cells: readonly string[]; readonly isClosed: boolean }

function* numbered(records: Iterable<Omit<Numbered, 'number'>>): Generator<Numbered> {
  let number = 0
  for (const record of records) {
    number++
    if (record.cells.some((cell) => cell.trim() !== '')) yield { number, ...record }
  }
}

/** Rows among which a header is looked for under title lines. */
const headerWithin = 10

function gridTable(
  kind: Pick<Table, 'format' | 'encoding' | 'sheet'>,
  records: () => Iterable<Numbered>,
  isHeader: (cells: readonly string[]) => boolean,
): Table {
  const top: Numbered[] = []
  for (const record of records()) {
    top.push(record)
    if (top.length === headerWithin) break
  }
  const header = top.find((record) => isHeader(record.cells)) ?? top[0]
  if (!header) throw new FileRefusal('empty-file')
  const columns = namesOf(header.cells)
  return {
    ...kind,
    columns: columns.filter((name) => name !== ''),
    *rows() {
      let count = 0
      for (const record of records()) {
        if (record.number <= header.number) continue
        if (++count > rowsMax) throw new FileRefusal('too-many-rows', String(rowsMax))
        yield toRow(record, columns)
      }
    },
  }
}

function toRow({ number, cells, isClosed }: Numbered, columns: readonly string[]): TableRow {
  if (!isClosed) return { number, broken: 'unclosed_quote' }
  if (cells.slice(columns.length).some((cell) => cell.trim() !== '')) return { number, broken: 'too_many_cells' }
  return { number, cells: new Map(columns.flatMap((name, at) => (name ? [[name, cells[at] ?? '']] : []))) }
}

/** Names of the columns, each once; columns without a name are named by their place. */
function namesOf(header: readonly string[]): string[] {
  const taken = new Set<string>()
  const last = header.findLastIndex((cell) => cell.trim() !== '')
  if (last >= columnsMax) throw new FileRefusal('too-many-columns', String(columnsMax))
  return header.slice(0, last + 1).map((cell, at) => {
    const name = cell.replace(/\s+/g, ' ').trim() || `#${at + 1}`
    const unique = taken.has(name) ? `${name} #${at + 1}` : name
    taken.add(unique)
    return unique
  })
}

function jsonTable(text: string, encoding: Table['encoding']): Table {
  const columns = new Set<string>()
  for (const row of jsonRows(text)) {
    if ('cells' in row) for (const name of row.cells.keys()) columns.add(name)
    if (columns.size > columnsMax) throw new FileRefusal('too-many-columns', String(columnsMax))
  }
  return { format: 'jsonl', encoding, sheet: null, columns: [...columns], rows: () => jsonRows(text) }
}

function* jsonRows(text: string): Generator<TableRow> {
  let number = 0
  let count = 0
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at)
    const line = text.slice(at, end < 0 ? text.length : end).trim()
    at = end < 0 ? text.length : end + 1
    number++
    if (line === '') continue
    if (++count > rowsMax) throw new FileRefusal('too-many-rows', String(rowsMax))
    yield jsonRow(number, line)
  }
}

function jsonRow(number: number, line: string): TableRow {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return { number, broken: 'broken_json' }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { number, broken: 'not_an_object' }
  return { number, cells: new Map(Object.entries(value).map(([name, cell]) => [name, plain(cell)])) }
}

/** Lists become one text with semicolons, which every list field reads. */
function plain(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(plain).filter(Boolean).join('；')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function decode(bytes: Uint8Array): { text: string; encoding: Table['encoding'] } {
  for (const [label, mark] of [
    ['utf-16le', [0xff, 0xfe]],
    ['utf-16be', [0xfe, 0xff]],
  ] as const) {
    if (startsWith(bytes, mark)) return { text: decodeAs(label, bytes) ?? refuseEncoding(), encoding: 'UTF-16' }
  }
  if (isBinary(bytes)) throw new FileRefusal('binary')
  const utf8 = decodeAs('utf-8', bytes)
  if (utf8 !== null) return { text: utf8, encoding: 'UTF-8' }
  if (isDamagedUtf8(bytes)) refuseEncoding()
  return { text: decodeAs('gb18030', bytes) ?? refuseEncoding(), encoding: 'GB18030' }
}

/** Null where the bytes are not in that encoding; a byte order mark is left out. */
function decodeAs(label: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** Few bytes are wrong: read as GB18030, which takes nearly all byte pairs, every Chinese word of it would be garbled. */
function isDamagedUtf8(bytes: Uint8Array): boolean {
  const characters = new TextDecoder('utf-8').decode(bytes).match(/\P{ASCII}/gu) ?? []
  return characters.filter((character) => character === '\ufffd').length < characters.length * 0.1
}

function refuseEncoding(): never {
  throw new FileRefusal('encoding')
}

/** Pictures and programs are full of NUL bytes; in a text one may have slipped in, and is refused with its row. */
function isBinary(bytes: Uint8Array): boolean {
  const beginning = bytes.subarray(0, 65_536)
  const count = beginning.reduce((sum, byte) => sum + Number(byte === 0), 0)
  return count > 20 && count > beginning.length * 0.01
}

/** A workbook with a password is an OLE container with a stream of this name in UTF-16. */
function isEncryptedWorkbook(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(
    Buffer.from('EncryptedPackage', 'utf16le'),
  )
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, at) => bytes[at] === byte)
}
