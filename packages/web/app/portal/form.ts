import { data } from 'react-router'
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

/** Why a refused text was refused, in the words of the page. Lengths in UTF-16 units, as the contract counts them. */
export function textProblem(text: string, [least, most]: readonly [number, number], t: Messages['errors']): string {
  const { length } = text.replaceAll('\r\n', '\n').trim()
  if (length < least) return t.tooShort(least)
  return length > most ? t.tooLong(most) : t.unreadable
}
