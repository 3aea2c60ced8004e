import type { Problem } from '@keyun/api'
import { useMessages, useSurroundings } from '../portal/surroundings.tsx'
import { Link } from './Link.tsx'
import { Page } from './Page.tsx'
import { SearchForm } from './SearchForm.tsx'

type Props = { readonly status: number; readonly problem?: Problem | undefined }

/** What happened, in words, and where to go from here. */
export function ErrorPage({ status, problem }: Props) {
  const t = useMessages()
  const { requestId } = useSurroundings()
  const { title, explain } = t.errors.byStatus[status] ?? t.errors.other
  return (
    <Page title={title} isUnlisted>
      <div className="narrow">
        <h1>{title}</h1>
        <p className="lead">{explain}</p>
        {problem?.errors && status === 400 && (
          <>
            <h2>{t.errors.parts}</h2>
            <ul>
              {problem.errors.map(({ path }) => (
                <li key={path}>
                  <code>{path.replace(/^(query|params|body)\./, '')}</code>
                </li>
              ))}
            </ul>
          </>
        )}
        <h2>{t.errors.search}</h2>
        <SearchForm action="/offerings" placeholder={t.search.offerings.example} />
        <h2>{t.errors.elsewhere}</h2>
        <ul className="plain inline choices">
          {(['offerings', 'needs', 'people', 'organisations'] as const).map((entry) => (
            <li key={entry}>
              <Link className="button quiet" to={`/${entry}`}>
                {t.shell[entry]}
              </Link>
            </li>
          ))}
        </ul>
        <p className="hint">
          {t.errors.code(status)} · {t.errors.number(requestId)}
        </p>
      </div>
    </Page>
  )
}
