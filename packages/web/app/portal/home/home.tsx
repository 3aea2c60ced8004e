import { homeApi, type ReplyOf } from '@keyun/api'
import type { ReactNode } from 'react'
import { Cards, NeedCard, OfferingCard } from '../../components/Cards.tsx'
import { Empty } from '../../components/Empty.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { TileMap } from '../../components/TileMap.tsx'
import type { Args, Props } from '../context.ts'
import { useAddress, useMessages, useName, useSurroundings } from '../surroundings.tsx'

export const loader = ({ context }: Args) => context.call(homeApi.home, {})
/** Newest items of each kind; phones show three. */
const shown = 4
type Home = ReplyOf<typeof homeApi.home>

export default function Home({ loaderData: home }: Props<typeof loader>) {
  const t = useMessages()
  const isEmpty = home.needs.length === 0 && home.offerings.length === 0
  return (
    <Page title={t.home.title} description={t.home.lead}>
      <Question />
      <Figures of={home.figures} />
      {isEmpty && <Empty say={t.home.empty} />}
      <div className="columns newest">
        <Newest title={t.home.newNeeds} all={t.home.allNeeds} to="/needs">
          <Cards of={home.needs.slice(0, shown)} as={NeedCard} />
        </Newest>
        <Newest title={t.home.newOfferings} all={t.home.allOfferings} to="/offerings">
          <Cards of={home.offerings.slice(0, shown)} as={OfferingCard} />
        </Newest>
      </div>
      <Steps />
      <div className="columns">
        <Fields of={home.fields} />
        <section className="block">
          <h2>{t.home.citiesTitle}</h2>
          <TileMap of={home.cities} />
          <p className="hint">{t.home.citiesNote}</p>
        </section>
      </div>
    </Page>
  )
}

/** The box of one sentence: what everything here begins with. */
function Question() {
  const t = useMessages()
  const address = useAddress()
  return (
    <section className="hero">
      <h1>{t.home.title}</h1>
      <p>{t.home.lead}</p>
      <form method="post" action={address('/try')}>
        <label className="unseen" htmlFor="text">
          {t.home.box}
        </label>
        <textarea id="text" name="text" rows={3} required minLength={4} maxLength={4000} placeholder={t.home.example} />
        <div className="choices">
          <button className="button" type="submit">
            <Icon name="search" />
            {t.home.find}
          </button>
          <Link className="button quiet" to="/publish">
            {t.home.publish}
          </Link>
        </div>
      </form>
    </section>
  )
}

const figureTarget = { offerings: '/offerings', needs: '/needs', people: '/people', organisations: '/organisations' }

/** Each figure with what it counts; a number without its definition is not shown. */
function Figures({ of }: { of: Home['figures'] }) {
  const t = useMessages()
  const { language } = useSurroundings()
  const number = new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en')
  const at = of[0] && new Date(of[0].at)
  return (
    <section className="block" aria-labelledby="figures">
      <h2 id="figures">{t.home.figuresTitle}</h2>
      <ul className="plain figures">
        {of.map((figure) => {
          const { name, definition } = t.home.figures[figure.code]
          const value = number.format(figure.value)
          const to = figure.code === 'matched_needs' ? null : figureTarget[figure.code]
          return (
            <li key={figure.code}>
              <p>
                <strong>{figure.of === null ? value : t.home.figuresOf(value, number.format(figure.of))}</strong>{' '}
                {to ? <Link to={to}>{name}</Link> : name}
              </p>
              <p className="hint">{definition}</p>
            </li>
          )
        })}
      </ul>
      {at && (
        <p className="hint">
          <time dateTime={at.toISOString()}>{t.home.figuresAt(clock(at))}</time> ·{' '}
          <Link to="/figures">{t.home.figuresMore}</Link>
        </p>
      )}
    </section>
  )
}

const minute = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
})
const clock = (at: Date) => minute.format(at)

type NewestProps = { title: string; all: string; to: string; children: ReactNode }

function Newest({ title, all, to, children }: NewestProps) {
  return (
    <section className="block">
      <div className="block-head">
        <h2>{title}</h2>
        <Link to={to}>
          {all}
          <Icon name="arrow" />
        </Link>
      </div>
      {children}
    </section>
  )
}

function Fields({ of }: { of: Home['fields'] }) {
  const t = useMessages()
  const name = useName()
  const some = of.filter(({ needs, offerings }) => needs + offerings > 0)
  if (some.length === 0) return null
  return (
    <section className="block">
      <h2>{t.home.fieldsTitle}</h2>
      <ul className="plain fields">
        {some.map(({ field, needs, offerings }) => (
          <li key={field.code}>
            <span>{name(field.name)}</span>
            <span className="links">
              <Link to={`/needs?field=${field.code}`}>{t.home.fieldNeeds(needs)}</Link>
              <Link to={`/offerings?field=${field.code}`}>{t.home.fieldOfferings(offerings)}</Link>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Steps() {
  const t = useMessages()
  const { title, items, more, note } = t.home.steps
  return (
    <section className="block" aria-labelledby="steps">
      <h2 id="steps">{title}</h2>
      <ol className="plain four-steps">
        {items.map(({ name, text }) => (
          <li key={name}>
            <h3>{name}</h3>
            <p>{text}</p>
          </li>
        ))}
      </ol>
      <p className="hint">
        {note} <Link to="/how-matching-works">{more}</Link>
      </p>
    </section>
  )
}
