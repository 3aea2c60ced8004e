import type { NeedMatch, OfferingMatch } from '@keyun/api'
import type { ReactNode } from 'react'
import { useMessages, useName, useSurroundings } from '../portal/surroundings.tsx'
import { Facts, Line } from './Cards.tsx'
import { Section } from './DetailPage.tsx'
import { Empty } from './Empty.tsx'
import { MatchSummary, Reasons } from './Explanation.tsx'
import { Link } from './Link.tsx'
import { Said } from './Said.tsx'
import { OriginMark, Tag } from './Tag.tsx'
import { CooperationModes, Deadline, dayOf, dayText, Maturity, Money } from './Terms.tsx'

type Match = OfferingMatch | NeedMatch

/** Reasons of this many matches are open from the start. */
const openAtFirst = 2

/** Matches, best first, each with the reasons for it. */
export function MatchList({ of }: { readonly of: readonly Match[] }) {
  return (
    <ol className="plain cards">
      {of.map((match) => (
        <li key={match.rank}>
          <MatchCard of={match} />
        </li>
      ))}
    </ol>
  )
}

function MatchCard({ of }: { of: Match }) {
  const t = useMessages()
  const isOffering = 'offering' in of
  const { id, title, origin } = isOffering ? of.offering : of.need
  return (
    <article className="card match">
      <div className="heading">
        <h3>
          <Link to={`/${isOffering ? 'offerings' : 'needs'}/${id}`}>
            {of.rank}. <Said text={title} />
          </Link>
        </h3>
        {isOffering && <Tag>{t.terms.offeringKind[of.offering.kind]}</Tag>}
        {!isOffering && of.need.isHardProblem && <Tag tone="accent">{t.terms.hardProblem}</Tag>}
        <OriginMark origin={origin} />
      </div>
      <MatchSummary grade={of.grade} explanation={of.explanation} />
      <details className="why" open={of.rank <= openAtFirst}>
        <summary>
          {t.tryIt.why}
          <span className="unseen">
            {' '}
            <Said text={title} />
          </span>
        </summary>
        <Reasons of={of.explanation} isBrief={of.rank > openAtFirst} />
      </details>
      {isOffering ? <OfferingFacts of={of.offering} /> : <NeedFacts of={of.need} />}
    </article>
  )
}

function OfferingFacts({ of }: { of: OfferingMatch['offering'] }) {
  const t = useMessages()
  const name = useName()
  return (
    <>
      <Facts
        of={[
          [t.terms.price, <Money key="price" of={of.price} />],
          [t.terms.maturityLabel, of.maturity && <Maturity key="maturity" of={of.maturity} />],
          [t.terms.cooperationLabel, of.cooperation.length > 0 && <CooperationModes key="modes" of={of.cooperation} />],
        ]}
      />
      <Line
        of={[
          of.owner?.name,
          of.organisation?.name === of.owner?.name ? null : of.organisation?.name,
          of.region && name(of.region.name),
        ]}
      />
    </>
  )
}

function NeedFacts({ of }: { of: NeedMatch['need'] }) {
  const t = useMessages()
  const name = useName()
  return (
    <>
      <Facts
        of={[
          [t.terms.budget, <Money key="budget" of={of.budget} />],
          [t.terms.deadline, of.deadline && <Deadline key="deadline" of={of.deadline} />],
          [t.terms.cooperationLabel, of.cooperation.length > 0 && <CooperationModes key="modes" of={of.cooperation} />],
        ]}
      />
      <Line of={[of.organisation?.name, of.region && name(of.region.name)]} />
    </>
  )
}

type SectionProps = {
  readonly of: {
    readonly items: readonly Match[]
    readonly state: 'ready' | 'pending'
    readonly generatedAt: string | null
  }
  readonly words: {
    readonly matches: string
    readonly matchesLead: string
    readonly none: string
    readonly noneWhy: string
  }
  /** What to do when there is no good match. */
  readonly instead: ReactNode
}

/** The matches of an item: being computed, none that is good enough, or a list with reasons. */
export function MatchSection({ of: { items, state, generatedAt }, words, instead }: SectionProps) {
  const t = useMessages()
  const { path } = useSurroundings()
  const { pending, pendingWhy, reload, how, generated } = t.details.matching
  return (
    <Section id="matches" title={words.matches}>
      <p className="hint">
        {words.matchesLead}
        {generatedAt && generated(dayText(dayOf(generatedAt), t.terms))} <Link to="/how-matching-works">{how}</Link>
      </p>
      {items.length > 0 ? (
        <MatchList of={items} />
      ) : state === 'pending' ? (
        <Empty say={pending}>
          <p>{pendingWhy}</p>
          <p>
            <Link className="button quiet" to={path}>
              {reload}
            </Link>
          </p>
        </Empty>
      ) : (
        <Empty say={words.none}>
          <p>{words.noneWhy}</p>
          {instead}
        </Empty>
      )}
    </Section>
  )
}
