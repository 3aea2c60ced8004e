/**
 * Something the operator can put right. The message says what happened and what to do, in Chinese, with English lines
 * below; the command line shows it as it is, without a stack, and ends with `exitCode`.
 */
export class OperatorError extends Error {
  readonly exitCode: number = 1
}
