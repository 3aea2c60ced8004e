import { useMessages } from '../portal/surroundings.tsx'
import { Link } from './Link.tsx'
import { Said } from './Said.tsx'

type Member = {
  readonly id: string
  readonly name: string
  readonly isLead?: boolean
  readonly honorific?: string | null
  readonly expertise?: readonly string[]
}

/** People in short: name, title, what they know. */
export function Members({ of }: { readonly of: readonly Member[] }) {
  const t = useMessages()
  return (
    <ul className="plain members">
      {of.map(({ id, name, isLead, honorific, expertise = [] }) => (
        <li key={id}>
          <Link to={`/people/${id}`}>
            <Said text={name} />
          </Link>
          <span className="hint">
            {' '}
            <Said
              text={[isLead && t.details.team.lead, honorific, expertise.slice(0, 3).join(t.terms.listSeparator)]
                .filter(Boolean)
                .join(' · ')}
            />
          </span>
        </li>
      ))}
    </ul>
  )
}
