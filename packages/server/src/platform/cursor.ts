import { z } from 'zod'
import { Refusal } from './problems.ts'

const place = z.tuple([z.iso.datetime({ precision: 6 }), z.uuid()])

/** Where a list ordered by (moment, id) goes on, as text for an address. `at` is ISO with microseconds. */
export function toCursor(at: string, id: string): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url')
}

export function fromCursor(cursor: string): { at: string; id: string } {
  try {
    const [at, id] = place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    return { at, id }
  } catch {
    throw new Refusal('invalid', 'input/cursor', 'This cursor was not made here. Start again without one.')
  }
}
