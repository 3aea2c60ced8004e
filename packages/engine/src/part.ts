import type { Space } from './space.ts'
import type { Doc } from './types.ts'

export type TermSpace = 'words' | 'bigrams'

/** The documents of one term, ascending by slot, and how often it is in each (field-weighted). Dead slots are included. */
export interface Postings {
  /** How many of the documents are alive. */
  readonly alive: number
  readonly slots: ArrayLike<number>
  readonly weights: ArrayLike<number>
}

/** Some documents of an index, by slot: 0 … slots - 1. A removed document leaves its slot dead. */
export interface Part {
  readonly slots: number
  /** Documents alive. */
  readonly size: number
  isAlive(slot: number): boolean
  /** The slot of a living document, or -1. */
  find(id: string): number
  id(slot: number): string
  stamp(slot: number): string
  doc(slot: number): Doc
  remove(slot: number): void

  postings(space: TermSpace, term: string): Postings | undefined
  /** Postings of all bigrams that begin with a character, as if they were one term. */
  postingsOfCharacter(character: string): Postings | undefined
  /** Sum of the weights of a document's terms. */
  length(space: TermSpace, slot: number): number
  /** Sum of `length` over the living. */
  totalLength(space: TermSpace): number

  slotsWith(attribute: string, value: string): ArrayLike<number>
  /** Values of the attribute, by number; `valueName` names them. */
  values(attribute: string): AttributeValues | undefined
  /** NaN where unknown. */
  number(name: string, slot: number): number

  /** Calls back with each text that has a key beginning with the normalised prefix, and its living documents. */
  suggest(prefix: string, found: (text: string, count: number) => void): void

  /** Vectors of all slots in the space, `dimensions` after one another, each with its scale to length 1. */
  vectors(space: Space): Vectors
}

/** Several postings as one: slots ascending, weights added up. */
export function union(lists: readonly Postings[], isAlive: (slot: number) => boolean): Postings | undefined {
  const weights = new Map<number, number>()
  for (const list of lists) {
    for (let i = 0; i < list.slots.length; i++) {
      weights.set(list.slots[i]!, (weights.get(list.slots[i]!) ?? 0) + list.weights[i]!)
    }
  }
  if (weights.size === 0) return undefined
  const slots = [...weights.keys()].sort((a, b) => a - b)
  return { slots, weights: slots.map((slot) => weights.get(slot)!), alive: slots.filter(isAlive).length }
}

export interface AttributeValues {
  readonly names: readonly string[]
  /** Numbers of the values of a slot, into `names`. */
  of(slot: number): ArrayLike<number>
}

export interface Vectors {
  readonly numbers: Int8Array
  readonly scales: Float32Array
}
