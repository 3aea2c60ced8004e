import type { Problem } from '@keyun/api'
import type { z } from 'zod'

const statusOf = {
  invalid: 400,
  forbidden: 403,
  missing: 404,
  notAllowed: 405,
  conflict: 409,
  gone: 410,
  tooLarge: 413,
  unprocessable: 422,
  unavailable: 503,
} as const
export type RefusalKind = keyof typeof statusOf

export type FieldError = { path: string; message: string }

/** What the caller can act on. The code is for programs and stays; the sentence is for people and may change. */
export class Refusal extends Error {
  readonly kind: RefusalKind
  readonly code: string
  readonly errors: readonly FieldError[] | undefined
  constructor(kind: RefusalKind, code: string, message: string, errors?: readonly FieldError[]) {
    super(message)
    this.name = 'Refusal'
    this.kind = kind
    this.code = code
    this.errors = errors
  }
  get status(): number {
    return statusOf[this.kind]
  }
}

export function notFound(entity: string, id: string): Refusal {
  return new Refusal('missing', `${entity}/not-found`, `There is no ${entity} ${id} that you may see.`)
}

/** An input that its schema refuses, as a Refusal that names each field. */
export function invalid(error: z.ZodError, where: 'params' | 'query' | 'body'): Refusal {
  const errors = error.issues.slice(0, 20).map((issue) => ({
    path: [where, ...issue.path.map(String)].join('.'),
    message: issue.message,
  }))
  return new Refusal('invalid', 'input/invalid', 'The input was not understood; `errors` names the fields.', errors)
}

/** Any thrown thing as RFC 9457. What is not a Refusal is a bug or a fault: it tells nothing but an id to look up. */
export function toProblem(error: unknown, instance: string): Problem {
  if (error instanceof Refusal) {
    return {
      type: `urn:problem:${error.code}`,
      title: error.message,
      status: error.status,
      instance,
      ...(error.errors && { errors: [...error.errors] }),
    }
  }
  const status = statusOfFault(error)
  if (status === 503) {
    return {
      type: 'urn:problem:server/busy',
      title: 'The server cannot answer at the moment. Please try again in some seconds.',
      status,
      instance,
    }
  }
  if (status < 500) {
    return {
      type: status === 413 ? 'urn:problem:input/too-large' : 'urn:problem:input/refused',
      title: sentenceFor(status, error),
      status,
      instance,
    }
  }
  return {
    type: 'urn:problem:server/bug',
    title: `Something went wrong on our side. Please tell us this number: ${instance}`,
    status: 500,
    instance,
  }
}

/** Sentences of our own: those of PostgreSQL quote rows and names of constraints. */
function sentenceFor(status: number, error: unknown): string {
  if (status === 413) return 'The request is too large.'
  if (status === 415) return 'Send the body as application/json.'
  if (sqlStateOf(error)) {
    return status === 409
      ? 'This does not fit what is stored already. Read it again, and send what has changed.'
      : 'A value of this request cannot be stored or compared.'
  }
  return error instanceof Error ? error.message : 'The request was not understood.'
}

/** Codes of Node when the network or the socket to the database is gone. */
const isUnreachable = /^(ECONN\w+|ETIMEDOUT|EPIPE|ENOENT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/
/** What pg says, without a code, of a connection that is slow or gone. */
const isLost = /timeout|Connection terminated|connection error and is not queryable/i

/** Fastify's own errors carry a status; SQLSTATE classes: 22 bad value, 23 constraint, 40 retry, 53/55/57/08 server. */
function statusOfFault(error: unknown): number {
  if (typeof error !== 'object' || error === null) return 500
  const { statusCode, code } = error as { statusCode?: unknown; code?: unknown }
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) return statusCode
  if (typeof code === 'string' && isUnreachable.test(code)) return 503
  const state = sqlStateOf(error)
  if (!state) return error instanceof Error && code === undefined && isLost.test(error.message) ? 503 : 500
  if (state.startsWith('22')) return 400
  if (state.startsWith('23')) return 409
  return /^(08|40|53|55|57)/.test(state) ? 503 : 500
}

function sqlStateOf(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined
}
