import type { Facet } from '@keyun/api'
import type { Messages } from '../messages/zh.ts'
import { addressWith, toggled } from '../portal/address.ts'
import { useMessages, useName, useSurroundings } from '../portal/surroundings.tsx'
import { Icon } from './Icon.tsx'
import { Link } from './Link.tsx'

type Value = Facet['values'][number]
type FacetsProps = { readonly of: readonly Facet[] }

const shownAtOnce = 8
/** Nobody should have to open a list for fewer than this. */
const hiddenLeast = 3

/** Filters as links with counts: the address is the state. On phones a sheet that the address opens. */
export function Facets({ of }: FacetsProps) {
  const t = useMessages()
  const chosen = of.flatMap((facet) => facet.values.filter((value) => value.isSelected)).length
  return (
    <>
      <a className="button quiet open-filters" href="#filters">
        <Icon name="filter" />
        {chosen ? t.search.filtersChosen(chosen) : t.search.filters}
      </a>
      <section id="filters" className="filters" aria-label={t.search.filters} tabIndex={-1}>
        {of
          .filter((facet) => facet.values.length > 0)
          .map((facet) => (
            <Group key={facet.name} facet={facet} />
          ))}
        <a className="button close-filters" href="#results">
          {t.search.backToResults}
        </a>
      </section>
    </>
  )
}

function Group({ facet }: { facet: Facet }) {
  const t = useMessages()
  const most = facet.values.length < shownAtOnce + hiddenLeast ? facet.values.length : shownAtOnce
  const first = facet.values.filter((value, index) => index < most || value.isSelected)
  const rest = facet.values.filter((value) => !first.includes(value))
  return (
    <div className="facet">
      <h2>{facetName(facet.name, t)}</h2>
      <Values facet={facet} of={first} />
      {rest.length > 0 && (
        <details>
          <summary>{t.search.more(rest.length)}</summary>
          <Values facet={facet} of={rest} />
        </details>
      )}
    </div>
  )
}

function Values({ facet, of }: { facet: Facet; of: readonly Value[] }) {
  const t = useMessages()
  const { path, search } = useSurroundings()
  const label = useValueName()
  return (
    <ul className="plain">
      {of.map((value) => (
        <li key={value.value}>
          <Link
            to={addressWith(path, search, { [facet.name]: toggled(search, facet.name, value.value) })}
            aria-current={value.isSelected ? 'true' : undefined}
            rel="nofollow"
          >
            {value.isSelected && <Icon name="check" />}
            <span>{label(facet.name, value)}</span>
            <small>{value.count}</small>
            {value.isSelected && <span className="unseen">{t.search.selected}</span>}
          </Link>
        </li>
      ))}
    </ul>
  )
}

/** What is chosen, each with a way to drop it, and all at once. */
export function Chosen({ of }: FacetsProps) {
  const t = useMessages()
  const { path, search } = useSurroundings()
  const label = useValueName()
  const chosen = of.flatMap((facet) =>
    facet.values.filter((value) => value.isSelected).map((value) => ({ facet: facet.name, value })),
  )
  if (chosen.length === 0) return null
  const none = Object.fromEntries(of.map((facet) => [facet.name, null]))
  return (
    <ul className="plain inline chosen" aria-label={t.search.chosen}>
      {chosen.map(({ facet, value }) => (
        <li key={`${facet}=${value.value}`}>
          <Link
            className="chip"
            to={addressWith(path, search, { [facet]: toggled(search, facet, value.value) })}
            aria-label={t.search.removeFilter(label(facet, value))}
            rel="nofollow"
          >
            {label(facet, value)}
            <Icon name="cross" />
          </Link>
        </li>
      ))}
      <li>
        <Link className="reset" to={addressWith(path, search, none)}>
          {t.search.reset}
        </Link>
      </li>
    </ul>
  )
}

function facetName(name: string, t: Messages): string {
  return name in t.search.facets ? t.search.facets[name as keyof Messages['search']['facets']] : name
}

/** A value in words: our own words for closed lists, the code table's name for the rest. */
function useValueName(): (facet: string, value: Value) => string {
  const t = useMessages()
  const name = useName()
  const own: Record<string, Readonly<Record<string, string>>> = {
    kind: t.terms.offeringKind,
    cooperation: t.terms.cooperation,
    role: t.terms.personRole,
    type: t.terms.organisationType,
    maturity: t.search.values.maturity,
    price: t.search.values.money,
    budget: t.search.values.money,
    origin: t.search.values.origin,
  }
  return (facet, value) => own[facet]?.[value.value] ?? (value.name ? name(value.name) : value.value)
}
