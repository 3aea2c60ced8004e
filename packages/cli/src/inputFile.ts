import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { imports, OperatorError } from '@keyun/server'
import { UsageError } from './command.ts'
import type { Messages } from './messages/zh.ts'

export type Input = { file: imports.ImportFile; mapped: imports.MappedTable }

/** Reads a file of the person's folder, and finds out which of its columns is what; refuses in the person's words. */
export async function openInput(
  name: string,
  folder: string,
  target: imports.Target,
  overrides: readonly imports.Override[],
  messages: Messages,
): Promise<Input> {
  const file = { name: path.basename(name), bytes: await read(path.resolve(folder, name), name, messages) }
  return worded(messages, name, async () => {
    const table = await imports.openTable(file, imports.looksLikeHeader(target))
    return { file, mapped: imports.mapTable(table, target, overrides) }
  })
}

/** Runs what may refuse a file, and says the refusal in the person's words. */
export async function worded<T>(messages: Messages, name: string, use: () => T | Promise<T>): Promise<T> {
  try {
    return await use()
  } catch (error) {
    if (!(error instanceof imports.FileRefusal)) throw error
    const say: (about: string) => string = messages.files.problems[error.problem]
    const isWrongUse = error.problem === 'unknown-column' || error.problem === 'unknown-field'
    throw new (isWrongUse ? UsageError : OperatorError)(`${name}: ${say(error.about)}`)
  }
}

/** `title=成果名称`, each `=` after the first belonging to the column. */
export function readOverrides(given: readonly string[], messages: Messages): imports.Override[] {
  return given.map((text) => {
    const at = text.indexOf('=')
    if (at < 1 || at === text.length - 1) throw new UsageError(messages.import.badMap(text))
    return { field: text.slice(0, at).trim(), column: text.slice(at + 1).trim() }
  })
}

export function sayRefusal({ code, about }: imports.RowRefusal, messages: Messages): string {
  const say: (about: string) => string = messages.files.rowProblems[code]
  return say(about)
}

async function read(file: string, name: string, messages: Messages): Promise<Uint8Array> {
  try {
    const { size } = await stat(file)
    // Refused by its size before it fills the memory.
    if (size > imports.fileBytesMax) return worded(messages, name, () => imports.refuseSize())
    return await readFile(file)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new UsageError(messages.files.missing(file))
    if (code === 'EISDIR') throw new UsageError(messages.files.isFolder(file))
    if (code === undefined) throw error
    throw new OperatorError(messages.files.unreadable(file, message))
  }
}
