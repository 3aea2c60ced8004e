import type { Field } from './fields.ts'
import type { Mapping } from './mapping.ts'
import type { BrokenRow } from './reader.ts'

/** Why a row cannot come in. */
export type RowRefusalCode =
  | BrokenRow
  | 'nul'
  | 'half_character'
  | 'title_missing'
  /** 合计 and the like: a sum, not an item. */
  | 'total_row'
  | 'duplicate_id'
  | 'duplicate_row'
  | 'invalid'

export type RowRefusal = {
  readonly row: number
  readonly field: Field | null
  readonly code: RowRefusalCode
  /** What the code is about: the row that has the same id, the value, the sentence of the contract. */
  readonly about: string
}

/** What became of a cell whose content did not fit as it is. */
export type NoteCode =
  /** The value is none that we know; the field stays empty. */
  | 'unknown_value'
  /** The value is taken, but not all that stands beside it, as in 10万元/年. */
  | 'partly_read'
  /** A small bare number, taken as yuan: often meant as 万元. */
  | 'bare_amount'
  | 'title_from_text'
  | 'title_shortened'
  | 'text_shortened'
  | 'entries_dropped'
  | 'text_is_title'
  | 'control_characters'
  /** Persons and how to reach them are not published. */
  | 'contact_left_out'
  | 'kept_for_matched'

export type Note = { readonly field: Field; readonly code: NoteCode; readonly value: string }

/** Thrown inside the mapping of one row, and caught at its edge. */
export class RefusedRow extends Error {
  readonly field: Field | null
  readonly code: RowRefusalCode
  readonly about: string
  constructor(field: Field | null, code: RowRefusalCode, about = '') {
    super(code)
    this.field = field
    this.code = code
    this.about = about
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const control = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g

/** The cells of one row by field, tidied, with the notes that collect on the way. */
export class Cells {
  readonly notes: Note[] = []
  readonly #cells: ReadonlyMap<string, string>
  readonly #mapping: Mapping
  readonly #tidied = new Map<string, string>()

  constructor(cells: ReadonlyMap<string, string>, mapping: Mapping) {
    this.#cells = cells
    this.#mapping = mapping
  }

  note(field: Field, code: NoteCode, value: string): void {
    this.notes.push({ field, code, value: value.slice(0, 80) })
  }

  /** The cell of a field; several columns are joined by line ends, empty where there is none. */
  text(field: Field): string {
    return this.columns(field)
      .map(({ text }) => text)
      .join('\n')
  }

  /** Each filled column of a field with its name. */
  columns(field: Field): { column: string; text: string }[] {
    return (this.#mapping.get(field) ?? []).flatMap((column) => {
      const text = this.#tidied.get(column) ?? this.#tidy(field, this.#cells.get(column) ?? '')
      this.#tidied.set(column, text)
      return text ? [{ column, text }] : []
    })
  }

  /** A text of at most `max` characters; a longer one is cut, which is noted. */
  shortText(field: Field, max: number): string | null {
    return this.cut(field, this.text(field), max) || null
  }

  cut(field: Field, text: string, max: number): string {
    if (text.length <= max) return text
    this.note(field, 'text_shortened', text)
    return `${wellFormed(text.slice(0, max - 1)).trimEnd()}…`
  }

  /** Reads a cell; what cannot be read is noted. */
  read<Value>(field: Field, reader: (text: string) => { value: Value; unread: string | null }): Value {
    const { value, unread } = reader(this.text(field))
    if (unread) this.note(field, 'unknown_value', unread)
    return value
  }

  #tidy(field: Field, cell: string): string {
    if (cell.includes('\0')) throw new RefusedRow(field, 'nul')
    if (!cell.isWellFormed()) throw new RefusedRow(field, 'half_character')
    const lines = cell.replaceAll('\r\n', '\n').replaceAll(/[\r\v\f]/g, '\n')
    const tidied = lines.replaceAll(control, '')
    if (tidied.length < lines.length) this.note(field, 'control_characters', tidied)
    return tidied.trim()
  }
}

/** A cut must not go through the middle of a character. */
function wellFormed(text: string): string {
  return text.isWellFormed() ? text : text.slice(0, -1)
}
