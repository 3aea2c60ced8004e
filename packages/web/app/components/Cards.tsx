import type {
  NeedCard as Need,
  OfferingCard as Offering,
  OrganisationCard as Organisation,
  PersonCard as Person,
} from '@keyun/api'
import type { ComponentType, ReactNode } from 'react'
import { useMessages, useName } from '../portal/surroundings.tsx'
import { Link } from './Link.tsx'
import { Said } from './Said.tsx'
import { OriginMark, Tag } from './Tag.tsx'
import { CooperationModes, Deadline, Maturity, Money } from './Terms.tsx'

type CardsProps<Item> = { readonly of: readonly Item[]; readonly as: ComponentType<{ readonly item: Item }> }

/** A list of items, each as its card. */
export function Cards<Item extends { readonly id: string }>({ of, as: Card }: CardsProps<Item>) {
  return (
    <ul className="plain cards">
      {of.map((item) => (
        <li key={item.id}>
          <Card item={item} />
        </li>
      ))}
    </ul>
  )
}

/** What an item is worth knowing for, as pairs of name and value; empty ones are left out. */
export function Facts({ of }: { readonly of: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="facts">
      {of
        .filter(([, value]) => value !== null && value !== false)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

/** Words in a row with dots between them; empty ones are left out. */
export function Line({ of }: { readonly of: readonly (string | false | null | undefined)[] }) {
  return (
    <p className="line">
      {of
        .filter((words): words is string => Boolean(words))
        .map((words) => (
          <span key={words}>
            <Said text={words} />
          </span>
        ))}
    </p>
  )
}

function Heading({ to, title, children }: { to: string; title: string; children?: ReactNode }) {
  return (
    <div className="heading">
      <h3>
        <Link to={to}>
          <Said text={title} />
        </Link>
      </h3>
      {children}
    </div>
  )
}

export function NeedCard({ item }: { readonly item: Need }) {
  const t = useMessages()
  const name = useName()
  return (
    <article className="card">
      <Heading to={`/needs/${item.id}`} title={item.title}>
        {item.isHardProblem && <Tag tone="accent">{t.terms.hardProblem}</Tag>}
        {item.status !== 'published' && <Tag>{t.terms.needStatus[item.status]}</Tag>}
        <OriginMark origin={item.origin} />
      </Heading>
      <p className="summary">
        <Said text={item.summary} />
      </p>
      <Facts
        of={[
          [t.terms.budget, <Money key="budget" of={item.budget} />],
          [t.terms.deadline, item.deadline && <Deadline key="deadline" of={item.deadline} />],
          [
            t.terms.cooperationLabel,
            item.cooperation.length > 0 && <CooperationModes key="modes" of={item.cooperation} />,
          ],
        ]}
      />
      <Line
        of={[item.organisation?.name, item.region && name(item.region.name), item.field && name(item.field.name)]}
      />
    </article>
  )
}

export function OfferingCard({ item }: { readonly item: Offering }) {
  const t = useMessages()
  const name = useName()
  return (
    <article className="card">
      <Heading to={`/offerings/${item.id}`} title={item.title}>
        <Tag>{t.terms.offeringKind[item.kind]}</Tag>
        {item.status !== 'published' && <Tag>{t.terms.offeringStatus[item.status]}</Tag>}
        <OriginMark origin={item.origin} />
      </Heading>
      <p className="summary">
        <Said text={item.problem ?? item.summary} />
      </p>
      <Facts
        of={[
          [t.terms.price, <Money key="price" of={item.price} />],
          [t.terms.maturityLabel, item.maturity && <Maturity key="maturity" of={item.maturity} />],
          [
            t.terms.cooperationLabel,
            item.cooperation.length > 0 && <CooperationModes key="modes" of={item.cooperation} />,
          ],
        ]}
      />
      <Line
        of={[
          item.owner?.name,
          item.organisation?.name === item.owner?.name ? null : item.organisation?.name,
          item.region && name(item.region.name),
          item.field && name(item.field.name),
        ]}
      />
    </article>
  )
}

export function PersonCard({ item }: { readonly item: Person }) {
  const t = useMessages()
  const name = useName()
  return (
    <article className="card">
      <Heading to={`/people/${item.id}`} title={item.name}>
        {item.honorific && (
          <span className="hint">
            <Said text={item.honorific} />
          </span>
        )}
        <Tag>{t.terms.personRole[item.role]}</Tag>
        <OriginMark origin={item.origin} />
      </Heading>
      <p className="summary">
        <Said text={item.intro} />
      </p>
      <Keywords of={item.expertise} />
      <Line of={[item.organisation?.name, name(item.region.name), item.field && name(item.field.name)]} />
    </article>
  )
}

export function OrganisationCard({ item }: { readonly item: Organisation }) {
  const t = useMessages()
  const name = useName()
  return (
    <article className="card">
      <Heading to={`/organisations/${item.id}`} title={item.name}>
        <Tag>{t.terms.organisationType[item.type]}</Tag>
        <OriginMark origin={item.origin} />
      </Heading>
      <p className="summary">
        <Said text={item.intro} />
      </p>
      <Line
        of={[
          name(item.region.name),
          item.industry && name(item.industry.name),
          hasSize(item) && item.size && t.terms.organisationSize[item.size],
        ]}
      />
    </article>
  )
}

/** Size classes are those of businesses; for a school or an office they say nothing. */
export const hasSize = ({ type }: Pick<Organisation, 'type'>): boolean =>
  type === 'enterprise' || type === 'cooperative'

function Keywords({ of }: { readonly of: readonly string[] }) {
  if (of.length === 0) return null
  return (
    <ul className="plain inline keywords">
      {of.map((word) => (
        <li key={word}>
          <Said text={word} />
        </li>
      ))}
    </ul>
  )
}
