import type { Messages } from './messages/zh.ts'

/** What a command works with. */
export interface CommandContext {
  readonly messages: Messages
  /** Where paths in the arguments start: the folder the person is in, which npm replaces by the repository's. */
  readonly folder: string
}

/** One `keyun` command, a file each, loaded when it is called. */
export interface CommandModule {
  /** Gives the exit code: 0 done, 1 failed, 2 wrong use. */
  run(args: readonly string[], context: CommandContext): Promise<number>
}

/** The command was called in a wrong way; the message says how it is right. */
export class UsageError extends Error {
  readonly exitCode = 2
}
