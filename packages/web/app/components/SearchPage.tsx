import type { Facet } from '@keyun/api'
import type { ComponentType } from 'react'
import { addressWith } from '../portal/address.ts'
import { useAddress, useMessages, useSurroundings } from '../portal/surroundings.tsx'
import { Cards } from './Cards.tsx'
import { Empty } from './Empty.tsx'
import { Chosen, Facets } from './Facets.tsx'
import { Icon } from './Icon.tsx'
import { Link } from './Link.tsx'
import { Page } from './Page.tsx'
import { Pager } from './Pager.tsx'
import { SearchForm } from './SearchForm.tsx'

type Found<Item> = {
  readonly items: readonly Item[]
  readonly total: number
  readonly page: number
  readonly pages: number
  readonly facets: readonly Facet[]
  readonly isReady: boolean
}
type Sort = 'relevance' | 'newest' | 'price' | 'budget' | 'deadline'

type Props<Item> = {
  readonly what: 'offerings' | 'needs' | 'people' | 'organisations'
  readonly found: Found<Item>
  readonly as: ComponentType<{ readonly item: Item }>
  /** The orders this list knows; the first is the usual one. */
  readonly sorts?: readonly Sort[]
}

/** Search over one kind of item: words, filters, order, pages, all in the address. */
export function SearchPage<Item extends { readonly id: string }>({ what, found, as, sorts = [] }: Props<Item>) {
  const t = useMessages()
  const { search } = useSurroundings()
  const parameters = new URLSearchParams(search)
  const words = parameters.get('q') ?? ''
  const keep = Object.fromEntries([...parameters].filter(([name]) => name !== 'q' && name !== 'page'))
  const { title, lead, example } = t.search[what]
  return (
    <Page title={words ? `${words} · ${title}` : title} description={lead} isUnlisted={search !== ''}>
      <h1>{title}</h1>
      <p className="lead">{lead}</p>
      <SearchForm action={`/${what}`} words={words} placeholder={example} keep={keep} />
      <div className="with-filters">
        <Facets of={found.facets} />
        <div id="results" className="results" tabIndex={-1}>
          <h2 className="unseen">{t.search.results}</h2>
          <div className="results-bar">
            <p role="status">
              {words ? t.search.foundFor(found.total, words) : t.search.found(found.total)}
              {found.pages > 1 && <span className="hint"> {t.search.pageOf(found.page, found.pages)}</span>}
            </p>
            <Sorting of={words ? sorts : sorts.filter((sort) => sort !== 'relevance')} />
          </div>
          <Chosen of={found.facets} />
          {!found.isReady && (
            <p className="note">
              <Icon name="info" />
              {t.search.notReady}
            </p>
          )}
          {found.items.length > 0 ? <Cards of={found.items} as={as} /> : <Nothing what={what} words={words} />}
          <Pager page={found.page} pages={found.pages} />
        </div>
      </div>
    </Page>
  )
}

function Sorting({ of }: { of: readonly Sort[] }) {
  const t = useMessages()
  const { path, search } = useSurroundings()
  if (of.length < 2) return null
  const current = new URLSearchParams(search).get('sort') ?? of[0]
  return (
    <nav className="sorting" aria-label={t.search.sort}>
      <ul className="plain inline">
        {of.map((sort, index) => (
          <li key={sort}>
            <Link
              to={addressWith(path, search, { sort: index === 0 ? null : sort })}
              aria-current={sort === current ? 'true' : undefined}
              rel="nofollow"
            >
              {t.search.sorts[sort]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** As short as a problem may be to be matched by meaning. */
const problemLeast = 4

function Nothing({ what, words }: { what: Props<never>['what']; words: string }) {
  const t = useMessages()
  const address = useAddress()
  const isProblem = words.trim().length >= problemLeast && (what === 'offerings' || what === 'needs')
  return (
    <Empty say={t.search.none}>
      <p>{t.search.noneAdvice}</p>
      <form method="post" action={address('/try')} className="choices">
        {isProblem ? (
          <button className="button" type="submit" name="text" value={words}>
            {t.search.noneTryThese}
          </button>
        ) : (
          <Link className="button" to="/try">
            {t.search.noneTry}
          </Link>
        )}{' '}
        <Link className="button quiet" to={`/${what}`}>
          {t.search.noneReset}
        </Link>
      </form>
    </Empty>
  )
}
