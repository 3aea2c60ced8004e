import { data } from 'react-router'
import type { z } from 'zod'
import type { FieldProblem } from '../components/Form.tsx'
import type { Messages } from '../messages/zh.ts'

/** The text fields of a posted form; anything that is not a form is refused. */
export async function readFields(request: Request): Promise<Record<string, string>> {
  let form: FormData
  try {
    form = await request.formData()
  } catch {
    throw data(null, { status: 400 })
  }
  const fields: Record<string, string> = {}
  for (const [name, value] of form) if (typeof value === 'string') fields[name] = value
  return fields
}

type Read<S extends z.ZodType> =
  | { readonly ok: true; readonly value: z.output<S> }
  | { readonly ok: false; readonly typed: Record<string, string>; readonly problems: FieldProblem[] }

/** A posted form, parsed by its schema. What was typed comes back with the refusal. */
export async function readForm<S extends z.ZodType>(
  request: Request,
  schema: S,
  t: Messages['errors'],
): Promise<Read<S>> {
  const typed = await readFields(request)
  const parsed = schema.safeParse(typed)
  if (parsed.success) return { ok: true, value: parsed.data }
  const problems = new Map<string, string>()
  for (const issue of parsed.error.issues) {
    const name = String(issue.path[0] ?? '')
    if (!problems.has(name)) problems.set(name, sentence(issue, t))
  }
  return { ok: false, typed, problems: [...problems].map(([name, message]) => ({ name, message })) }
}

function sentence(issue: z.core.$ZodIssue, t: Messages['errors']): string {
  if (issue.code === 'too_small') return t.tooShort(Number(issue.minimum))
  if (issue.code === 'too_big') return t.tooLong(Number(issue.maximum))
  return t.unreadable
}
