import { closeSync, openSync, writeSync } from 'node:fs'

export type LogFile = { write(line: string): void; close(): void }

/**
 * Appends at once, so that the last lines before a crash are there. A log that cannot be written, as on a full disk, stops
 * nothing.
 */
export function openLogFile(path: string): LogFile {
  let file: number | undefined = openSync(path, 'a', 0o600)
  return {
    write(line) {
      if (file === undefined) return
      try {
        writeSync(file, line)
      } catch {
        // there is nowhere left to say it
      }
    },
    close() {
      if (file !== undefined) closeSync(file)
      file = undefined
    },
  }
}
