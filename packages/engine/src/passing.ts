import type { Part } from './part.ts'
import type { Filter } from './types.ts'

/** Which documents of a part pass a filter, and which fail by one attribute alone: those still count in its facet. */
export class Passing {
  /** Conditions failed, at most 2; a dead document fails 2. */
  readonly #failures: Uint8Array
  /** The attribute failed last, by its place in the filter; `notAnAttribute` for a number. */
  readonly #failed: Uint8Array
  readonly #attributes: readonly string[]

  constructor(part: Part, filter: Filter) {
    this.#failures = new Uint8Array(part.slots)
    this.#failed = new Uint8Array(part.slots)
    const restricted = Object.entries(filter.attributes ?? {}).filter(([, values]) => values.length)
    this.#attributes = restricted.map(([name]) => name)
    for (let slot = 0; slot < part.slots; slot++) if (!part.isAlive(slot)) this.#failures[slot] = 2
    restricted.forEach(([name, values], place) => {
      const passes = new Uint8Array(part.slots)
      for (const value of values) {
        const slots = part.slotsWith(name, value)
        for (let i = 0; i < slots.length; i++) passes[slots[i]!] = 1
      }
      for (let slot = 0; slot < part.slots; slot++) if (!passes[slot]) this.#fail(slot, Math.min(place, notAnAttribute))
    })
    for (const [name, { min = -Infinity, max = Infinity, orMissing = false }] of Object.entries(filter.numbers ?? {})) {
      for (let slot = 0; slot < part.slots; slot++) {
        const number = part.number(name, slot)
        const passes = Number.isNaN(number) ? orMissing : number >= min && number <= max
        if (!passes) this.#fail(slot, notAnAttribute)
      }
    }
  }

  passes(slot: number): boolean {
    return this.#failures[slot] === 0
  }

  /** Passes, or would but for the filter on this very attribute. */
  passesBut(attribute: string, slot: number): boolean {
    const failures = this.#failures[slot]!
    return failures === 0 || (failures === 1 && this.#attributes[this.#failed[slot]!] === attribute)
  }

  #fail(slot: number, place: number): void {
    this.#failures[slot] = Math.min(2, this.#failures[slot]! + 1)
    this.#failed[slot] = place
  }
}

const notAnAttribute = 255
