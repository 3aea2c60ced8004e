import type { Coded } from '@keyun/api'
import { useMessages, useName } from '../portal/surroundings.tsx'
import { Facts } from './Cards.tsx'
import { Link } from './Link.tsx'
import { Said } from './Said.tsx'

type Props = {
  readonly section: 'offerings' | 'needs' | 'people' | 'organisations'
  readonly region?: Coded | null
  readonly industries?: readonly Coded[]
  readonly field?: Coded | null
  readonly discipline?: Coded | null
  readonly keywords?: readonly string[]
}

/** How an item is classified, each entry a search for others like it. */
export function SearchLinks({ section, region, industries = [], field, discipline, keywords = [] }: Props) {
  const t = useMessages()
  const name = useName()
  const filter = (parameter: string, of: readonly (Coded | null | undefined)[]) =>
    of.filter((entry) => entry != null).map((entry) => [name(entry.name), `${parameter}=${entry.code}`] as const)
  const words = (of: readonly string[]) => of.map((word) => [word, `q=${encodeURIComponent(word)}`] as const)
  const links = (queries: readonly (readonly [text: string, query: string])[]) =>
    queries.length > 0 && <Links to={`/${section}`} of={queries} />
  const { details } = t
  return (
    <Facts
      of={[
        [details.region, links(filter('region', [region]))],
        [details.industry, links(filter('industry', industries))],
        [details.field, links(filter('field', [field]))],
        [details.discipline, links(words(discipline ? [name(discipline.name)] : []))],
        [details.keywords, links(words(keywords))],
      ]}
    />
  )
}

function Links({ to, of }: { to: string; of: readonly (readonly [text: string, query: string])[] }) {
  return (
    <ul className="plain inline links">
      {of.map(([text, query]) => (
        <li key={query}>
          <Link to={`${to}?${query}`}>
            <Said text={text} />
          </Link>
        </li>
      ))}
    </ul>
  )
}
