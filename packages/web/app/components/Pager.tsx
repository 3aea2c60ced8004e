import { addressWith } from '../portal/address.ts'
import { useMessages, useSurroundings } from '../portal/surroundings.tsx'
import { Link } from './Link.tsx'

/** Links to the pages of a search: the neighbours, the first and the last. */
export function Pager({ page, pages }: { readonly page: number; readonly pages: number }) {
  const t = useMessages()
  const { path, search } = useSurroundings()
  if (pages <= 1) return null
  const to = (number: number) => addressWith(path, search, { page: number === 1 ? null : String(number) })
  return (
    <nav className="pager" aria-label={t.search.pages}>
      <ul className="plain inline">
        {page > 1 && (
          <li>
            <Link to={to(page - 1)} rel="prev">
              {t.search.previous}
            </Link>
          </li>
        )}
        {shown(page, pages).map((number, index, all) => (
          <li key={number} className={number - (all[index - 1] ?? 0) > 1 ? 'gap' : undefined}>
            <Link
              to={to(number)}
              aria-label={t.search.page(number)}
              aria-current={number === page ? 'page' : undefined}
            >
              {number}
            </Link>
          </li>
        ))}
        {page < pages && (
          <li>
            <Link to={to(page + 1)} rel="next">
              {t.search.next}
            </Link>
          </li>
        )}
      </ul>
    </nav>
  )
}

/** The first, the last and the neighbours of the page, in order. */
export function shown(page: number, pages: number): number[] {
  return [...new Set([1, page - 1, page, page + 1, pages])].filter((n) => n >= 1 && n <= pages).sort((a, b) => a - b)
}
