import type { Numbers, Sections } from './sections.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Strings by number, as UTF-8 in one run of bytes. Sorted tables can be searched, `O(log n)`. */
export class StringTable {
  readonly length: number
  readonly #ends: Uint32Array
  readonly #bytes: Uint8Array

  constructor(ends: Uint32Array, bytes: Uint8Array) {
    this.length = ends.length
    this.#ends = ends
    this.#bytes = bytes
  }

  static open(sections: Sections<unknown>, name: string): StringTable {
    return new StringTable(sections.u32(`${name}.ends`), sections.u8(`${name}.text`))
  }

  /** The sections that `open` reads. The strings must be well-formed. */
  static write(name: string, strings: readonly string[]): Record<string, Numbers> {
    const encoded = strings.map((string) => encoder.encode(string))
    const ends = new Uint32Array(strings.length)
    const bytes = new Uint8Array(encoded.reduce((sum, part) => sum + part.length, 0))
    let end = 0
    encoded.forEach((part, i) => {
      bytes.set(part, end)
      end += part.length
      ends[i] = end
    })
    return { [`${name}.ends`]: ends, [`${name}.text`]: bytes }
  }

  get(i: number): string {
    // A copy, since decoders refuse shared memory.
    return decoder.decode(this.#bytes.slice(i ? this.#ends[i - 1]! : 0, this.#ends[i]!))
  }

  all(): string[] {
    return Array.from({ length: this.length }, (_, i) => this.get(i))
  }

  /** The number of a string in a sorted table, or -1. */
  find(string: string): number {
    const wanted = encoder.encode(string)
    const i = this.#lowerBound(wanted)
    return i < this.length && this.#compare(i, wanted) === 0 ? i : -1
  }

  /** [from, to) of the strings that begin with a prefix, in a sorted table. */
  range(prefix: string): readonly [number, number] {
    const wanted = encoder.encode(prefix)
    const from = this.#lowerBound(wanted)
    let low = from
    let high = this.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#startsWith(middle, wanted)) low = middle + 1
      else high = middle
    }
    return [from, low]
  }

  #lowerBound(wanted: Uint8Array): number {
    let low = 0
    let high = this.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#compare(middle, wanted) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  #compare(i: number, wanted: Uint8Array): number {
    const start = i ? this.#ends[i - 1]! : 0
    const length = this.#ends[i]! - start
    const shorter = Math.min(length, wanted.length)
    for (let k = 0; k < shorter; k++) {
      const difference = this.#bytes[start + k]! - wanted[k]!
      if (difference) return difference
    }
    return length - wanted.length
  }

  #startsWith(i: number, prefix: Uint8Array): boolean {
    const start = i ? this.#ends[i - 1]! : 0
    if (this.#ends[i]! - start < prefix.length) return false
    for (let k = 0; k < prefix.length; k++) if (this.#bytes[start + k] !== prefix[k]) return false
    return true
  }
}
