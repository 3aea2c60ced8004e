import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { type Identified, identify, isAlive } from './processes.ts'

/**
 * Runs `run` while no other process of this machine runs something under the same lock file. The lock of a process that
 * died is taken over; `onWait` is called once when a living one has it.
 */
export async function exclusively<T>(file: string, run: () => Promise<T>, onWait = () => {}): Promise<T> {
  const self = JSON.stringify(identify(process.pid))
  // Written apart and linked into place, so that a lock always says whose it is.
  const mine = `${file}.${randomUUID()}`
  fs.writeFileSync(mine, self)
  try {
    for (let tries = 0; !tryLink(mine, file); tries++) {
      const owner = readOwner(file)
      if (owner && !isAlive(owner)) breakLock(file, owner)
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
  } finally {
    fs.rmSync(mine, { force: true })
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    fs.linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Moves the dead owner's lock aside; should another process have taken it over meanwhile, gives it back. */
function breakLock(file: string, dead: Identified): void {
  const aside = `${file}.${randomUUID()}`
  try {
    fs.renameSync(file, aside)
  } catch {
    return
  }
  const owner = readOwner(aside)
  if (owner && (owner.pid !== dead.pid || owner.born !== dead.born)) tryLink(aside, file)
  fs.rmSync(aside, { force: true })
}

function readOwner(file: string): Identified | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as Identified
  } catch {
    return undefined
  }
}
