import fs from 'node:fs'
import type { Identified } from './processes.ts'

/**
 * Puts a file there that says which process it is from; false when there is one already. It is a symbolic link that leads
 * nowhere: made in one step, whole or not at all, and, being that short, also on a disk without a free block.
 */
export function signWith({ pid, born }: Identified, file: string): boolean {
  try {
    fs.symlinkSync(`${pid} ${born}`, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Which process put the file there; undefined when there is none. */
export function readSignature(file: string): Identified | undefined {
  try {
    const [pid, ...born] = fs.readlinkSync(file).split(' ')
    return { pid: Number(pid), born: born.join(' ') }
  } catch {
    return undefined
  }
}
