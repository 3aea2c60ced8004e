import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { identify, isAlive } from './processes.ts'
import { readSignature, signWith } from './signature.ts'

/** Notes that this process uses the server; returns how to take the note away. */
export function hold(folder: string): () => void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, randomUUID())
  const self = identify(process.pid)
  if (self) signWith(self, file)
  return () => fs.rmSync(file, { force: true })
}

/** Whether any living process uses the server; notes of dead ones are swept away. */
export function isHeld(folder: string): boolean {
  if (!fs.existsSync(folder)) return false
  let living = 0
  for (const name of fs.readdirSync(folder)) {
    const file = path.join(folder, name)
    const holder = readSignature(file)
    if (holder && isAlive(holder)) living++
    else fs.rmSync(file, { force: true })
  }
  return living > 0
}
