import type { Numbers, Sections } from './sections.ts'

/** Rows of small whole numbers, one behind the other: postings, forward rows, values of a document. */
export class Rows {
  readonly starts: Uint32Array
  readonly items: Uint32Array

  constructor(starts: Uint32Array, items: Uint32Array) {
    this.starts = starts
    this.items = items
  }

  static open(sections: Sections<unknown>, name: string): Rows {
    return new Rows(sections.u32(`${name}.starts`), sections.u32(`${name}.items`))
  }

  static of(rows: readonly (readonly number[])[]): Rows {
    const starts = new Uint32Array(rows.length + 1)
    rows.forEach((row, i) => {
      starts[i + 1] = starts[i]! + row.length
    })
    const items = new Uint32Array(starts[rows.length]!)
    rows.forEach((row, i) => {
      items.set(row, starts[i]!)
    })
    return new Rows(starts, items)
  }

  /** Rows by item instead of items by row: a forward index becomes an inverted one. Items come out ascending. */
  turned(rowCount: number): Rows {
    const starts = new Uint32Array(rowCount + 1)
    for (const item of this.items) starts[item + 1]!++
    for (let i = 0; i < rowCount; i++) starts[i + 1]! += starts[i]!
    const next = starts.slice()
    const items = new Uint32Array(this.items.length)
    for (let row = 0; row + 1 < this.starts.length; row++) {
      for (let k = this.starts[row]!; k < this.starts[row + 1]!; k++) items[next[this.items[k]!]!++] = row
    }
    return new Rows(starts, items)
  }

  get(i: number): Uint32Array {
    return this.items.subarray(this.starts[i]!, this.starts[i + 1]!)
  }

  sections(name: string): Record<string, Numbers> {
    return { [`${name}.starts`]: this.starts, [`${name}.items`]: this.items }
  }
}
