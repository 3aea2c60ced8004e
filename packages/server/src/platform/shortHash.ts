import { createHash } from 'node:crypto'

/** Ten hexadecimal characters that stand for a path, for names that must be short. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10)
}
