import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { identify, isAlive } from './processes.ts'
import { readSignature, signWith } from './signature.ts'

/**
 * Runs `run` while no other process of this machine runs something under the same lock file. The lock of a process that
 * died is taken over; `onWait` is called once when a living one has it.
 */
export async function exclusively<T>(file: string, run: () => Promise<T>, onWait = () => {}): Promise<T> {
  const self = identify(process.pid)
  for (let tries = 0; !(self && signWith(self, file)); tries++) {
    if (hasDeadOwner(file)) breakLock(file)
    else {
      if (tries === 20) onWait()
      await delay(50)
    }
  }
  try {
    return await run()
  } finally {
    fs.rmSync(file, { force: true })
  }
}

function hasDeadOwner(file: string): boolean {
  const owner = readSignature(file)
  return owner !== undefined && !isAlive(owner)
}

/** Moves the dead owner's lock aside; should another process have taken it over meanwhile, gives it back. */
function breakLock(file: string): void {
  const aside = `${file}.${randomUUID()}`
  try {
    fs.renameSync(file, aside)
  } catch {
    return
  }
  const owner = readSignature(aside)
  if (owner && isAlive(owner)) signWith(owner, file)
  fs.rmSync(aside, { force: true })
}
