import type { ReactNode } from 'react'
import { useMessages } from '../portal/surroundings.tsx'
import { Icon } from './Icon.tsx'

export type FieldProblem = { readonly name: string; readonly message: string }

/** The refused fields at the top of a form, each a link to its field. */
export function ErrorSummary({ of }: { readonly of: readonly FieldProblem[] }) {
  const t = useMessages()
  if (of.length === 0) return null
  return (
    <div className="errors" role="alert">
      <p>
        <strong>{t.errors.refused}</strong>
      </p>
      <ul>
        {of.map(({ name, message }) => (
          <li key={name}>
            <a href={`#${name}`}>{message}</a>
          </li>
        ))}
      </ul>
    </div>
  )
}

type FieldProps = {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly problem?: string | undefined
  /** The control itself; it takes these attributes. */
  readonly children: (attributes: {
    id: string
    name: string
    'aria-describedby': string | undefined
    'aria-invalid': true | undefined
  }) => ReactNode
}

/** A control with its label, its hint and, next to it, why it was refused. */
export function Field({ name, label, hint, problem, children }: FieldProps) {
  const described = [hint && `${name}-hint`, problem && `${name}-problem`].filter(Boolean).join(' ')
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      {hint && (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p className="problem" id={`${name}-problem`}>
          <Icon name="warning" />
          {problem}
        </p>
      )}
      {children({
        id: name,
        name,
        'aria-describedby': described || undefined,
        'aria-invalid': problem ? true : undefined,
      })}
    </div>
  )
}
