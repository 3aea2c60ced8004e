import { useMessages } from '../portal/surroundings.tsx'
import { Link } from './Link.tsx'
import { Said } from './Said.tsx'

export type Crumb = { readonly name: string; readonly to: string }

export function Breadcrumbs({ crumbs, here }: { readonly crumbs: readonly Crumb[]; readonly here: string }) {
  const t = useMessages()
  return (
    <nav className="crumbs" aria-label={t.shell.breadcrumbs}>
      <ol className="plain inline">
        {[{ name: t.shell.home, to: '/' }, ...crumbs].map(({ name, to }) => (
          <li key={to}>
            <Link to={to}>{name}</Link>
          </li>
        ))}
        <li aria-current="page">
          <Said text={here} />
        </li>
      </ol>
    </nav>
  )
}
