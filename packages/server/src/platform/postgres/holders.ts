import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { type Identified, identify, isAlive } from './processes.ts'

/** Notes that this process uses the server; returns how to take the note away. */
export function hold(folder: string): () => void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, `${process.pid}-${randomUUID().slice(0, 8)}`)
  fs.writeFileSync(file, JSON.stringify(identify(process.pid)))
  return () => fs.rmSync(file, { force: true })
}

/** Whether any living process uses the server; notes of dead ones are swept away. */
export function isHeld(folder: string): boolean {
  if (!fs.existsSync(folder)) return false
  let living = 0
  for (const name of fs.readdirSync(folder)) {
    const file = path.join(folder, name)
    if (isLiving(file)) living++
    else fs.rmSync(file, { force: true })
  }
  return living > 0
}

function isLiving(file: string): boolean {
  try {
    return isAlive(JSON.parse(fs.readFileSync(file, 'utf8')) as Identified)
  } catch {
    return false
  }
}
