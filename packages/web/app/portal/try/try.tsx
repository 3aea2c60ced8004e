import { matchingApi, type ReplyOf } from '@keyun/api'
import { data } from 'react-router'
import { Empty } from '../../components/Empty.tsx'
import { ErrorSummary, Field } from '../../components/Form.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Link } from '../../components/Link.tsx'
import { MatchList } from '../../components/MatchList.tsx'
import { Page } from '../../components/Page.tsx'
import { Said } from '../../components/Said.tsx'
import type { Args, Props } from '../context.ts'
import { readFields, textProblem } from '../form.ts'
import { messagesIn, useAddress, useMessages } from '../surroundings.tsx'

/** As the endpoint's own schema has it. */
const bounds = [4, 4_000] as const

type Found = ReplyOf<typeof matchingApi.try>

/** Matches what was typed and shows it again with the result; nothing is stored. */
export async function action({ request, context }: Args) {
  const { text = '' } = await readFields(request)
  const body = matchingApi.try.body.safeParse({ text })
  if (!body.success) {
    const problem = textProblem(text, bounds, messagesIn(context.lang).errors)
    return data({ typed: text.slice(0, bounds[1] * 4).replaceAll('\0', ''), problem, found: null }, { status: 422 })
  }
  const found: Found = await context.call(matchingApi.try, { body: body.data })
  return data({ typed: body.data.text, problem: null, found })
}

export default function Try({ actionData }: Props<undefined, typeof action>) {
  const t = useMessages()
  const { typed = '', problem = null, found = null } = actionData ?? {}
  return (
    <Page title={t.tryIt.title} description={t.tryIt.lead} crumbs={[]} isUnlisted={actionData !== undefined}>
      <h1>{t.tryIt.title}</h1>
      <p className="lead">{t.tryIt.lead}</p>
      {problem && <ErrorSummary of={[{ name: 'text', message: problem }]} />}
      <Question typed={typed} problem={problem} />
      {found && <Result of={found} />}
    </Page>
  )
}

function Question({ typed, problem }: { typed: string; problem: string | null }) {
  const t = useMessages()
  const address = useAddress()
  return (
    <form method="post" action={address('/try')} className="narrow">
      <Field name="text" label={t.home.box} hint={t.tryIt.hint} problem={problem ?? undefined}>
        {(attributes) => (
          <textarea {...attributes} rows={4} required defaultValue={typed} placeholder={t.home.example} />
        )}
      </Field>
      <div className="choices">
        <button className="button" type="submit">
          <Icon name="search" />
          {t.home.find}
        </button>
        <span className="hint">{t.tryIt.notStored}</span>
      </div>
    </form>
  )
}

function Result({ of: { items, similarNeeds, isNearestOnly, isReady } }: { of: Found }) {
  const t = useMessages()
  if (!isReady) {
    return (
      <p className="note block" role="status">
        <Icon name="info" />
        {t.tryIt.notReady}
      </p>
    )
  }
  return (
    <>
      <section className="block" id="results">
        <h2>{isNearestOnly ? t.tryIt.nearest : t.tryIt.found(items.length)}</h2>
        {items.length > 0 ? (
          <>
            <p className="hint">{isNearestOnly ? t.tryIt.nearestAdvice : t.tryIt.howToRead}</p>
            <MatchList of={items} />
          </>
        ) : (
          <Empty say={t.tryIt.none}>
            <p>{t.tryIt.noneAdvice}</p>
            <p className="choices">
              <Link className="button quiet" to="/offerings">
                {t.home.allOfferings}
              </Link>{' '}
              <Link className="button quiet" to="/people">
                {t.details.need.nonePeople}
              </Link>
            </p>
          </Empty>
        )}
      </section>
      {similarNeeds.length > 0 && (
        <section className="block">
          <h2>{t.tryIt.similar}</h2>
          <ul className="plain links-list">
            {similarNeeds.map(({ id, title }) => (
              <li key={id}>
                <Link to={`/needs/${id}`}>
                  <Said text={title} />
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="block">
        <h2>{t.tryIt.next.title}</h2>
        <p>{t.tryIt.next.text}</p>
        <Link className="button quiet" to="/publish">
          {t.home.publish}
        </Link>
      </section>
    </>
  )
}
