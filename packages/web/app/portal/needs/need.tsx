import { matchingApi, type Need as NeedItem, type NeedStatus, needsApi } from '@keyun/api'
import { Facts } from '../../components/Cards.tsx'
import { DetailPage, Jump, Section } from '../../components/DetailPage.tsx'
import type { Thing } from '../../components/JsonLd.tsx'
import { Link } from '../../components/Link.tsx'
import { MatchSection } from '../../components/MatchList.tsx'
import { Paragraphs } from '../../components/Paragraphs.tsx'
import { Said } from '../../components/Said.tsx'
import { SearchLinks } from '../../components/SearchLinks.tsx'
import { Steps } from '../../components/Steps.tsx'
import { Tag } from '../../components/Tag.tsx'
import { CooperationModes, Deadline, Money } from '../../components/Terms.tsx'
import type { Args, Props } from '../context.ts'
import { idOf, priceOf } from '../detail.ts'
import { useMessages, useName } from '../surroundings.tsx'
import { Targets } from './targets.tsx'

export async function loader(args: Args) {
  const params = { id: idOf(args) }
  const [need, matches] = await Promise.all([
    args.context.call(needsApi.get, { params }),
    args.context.call(matchingApi.forNeed, { params, query: {} }),
  ])
  return { need, matches }
}

export default function Need({ loaderData: { need, matches } }: Props<typeof loader>) {
  const t = useMessages()
  const words = t.details.need
  const { items } = matches
  return (
    <DetailPage
      section="needs"
      title={need.title}
      description={need.summary}
      tags={
        <>
          <Tag tone="accent">{t.terms.needStatus[need.status]}</Tag>
          {need.isHardProblem && <Tag tone="accent">{t.terms.hardProblem}</Tag>}
        </>
      }
      origin={need.origin}
      status={<Status of={need.status} />}
      facts={<Glance of={need} />}
      publishedAt={need.publishedAt}
      updatedAt={need.updatedAt}
      region={need.region}
      structured={structured(need)}
    >
      {items.length > 0 && <Jump to="#matches">{words.jump(items.length)}</Jump>}
      <Part id="problem" title={words.problem} text={need.problem} />
      <Part id="situation" title={words.situation} text={need.situation} />
      <Part id="tried" title={words.tried} text={need.tried} />
      {need.targets.length > 0 && (
        <Section id="targets" title={words.targets}>
          <Targets of={need.targets} />
        </Section>
      )}
      <Part id="constraints" title={words.constraints} text={need.constraints} />
      <Section id="terms" title={words.terms}>
        <Facts
          of={[
            [words.ip, need.ipStance && words.ipStance[need.ipStance]],
            [words.decisionOwner, need.decisionOwner && <Said key="office" text={need.decisionOwner} />],
            [words.disclosureTitle, words.disclosure[need.disclosure]],
          ]}
        />
      </Section>
      <Section id="classification" title={t.details.classification}>
        <SearchLinks section="needs" {...need} />
      </Section>
      <MatchSection of={matches} words={words} instead={<Instead of={need} />} />
    </DetailPage>
  )
}

function Part({ id, title, text }: { id: string; title: string; text: string | null }) {
  if (!text) return null
  return (
    <Section id={id} title={title}>
      <Paragraphs text={text} />
    </Section>
  )
}

/** The steps that needs go through in public; a need that left this way shows none as its place. */
const steps: readonly (NeedStatus | null)[] = [null, 'submitted', 'published', 'matched', 'contracted', 'solved']

function Status({ of }: { of: NeedStatus }) {
  const t = useMessages()
  const words = t.details.need
  const now = steps.indexOf(of)
  return (
    <>
      {now > 0 && <Steps label={words.steps} of={words.stepNames} now={now} />}
      <p>{words.status[of]}</p>
    </>
  )
}

function Glance({ of: need }: { of: NeedItem }) {
  const t = useMessages()
  const name = useName()
  return (
    <Facts
      of={[
        [t.terms.budget, <Money key="budget" of={need.budget} />],
        [t.terms.deadline, <Deadline key="deadline" of={need.deadline} />],
        [
          t.terms.cooperationLabel,
          need.cooperation.length > 0 ? <CooperationModes key="modes" of={need.cooperation} /> : t.details.notSaid,
        ],
        [
          t.details.belongsTo,
          need.organisation && (
            <Link key="organisation" to={`/organisations/${need.organisation.id}`}>
              <Said text={need.organisation.name} />
            </Link>
          ),
        ],
        [t.details.region, need.region && name(need.region.name)],
      ]}
    />
  )
}

function Instead({ of: { field } }: { of: NeedItem }) {
  const t = useMessages()
  const name = useName()
  const { noneBrowse, noneSearch, nonePeople } = t.details.need
  return (
    <ul>
      {field && (
        <li>
          <Link to={`/offerings?field=${field.code}`}>{noneBrowse(name(field.name))}</Link>
        </li>
      )}
      <li>
        <Link to="/try">{noneSearch}</Link>
      </li>
      <li>
        <Link to={field ? `/people?field=${field.code}` : '/people'}>{nonePeople}</Link>
      </li>
    </ul>
  )
}

function structured(need: NeedItem): Thing {
  return {
    '@type': 'Demand',
    name: need.title,
    description: need.problem.slice(0, 500),
    itemOffered: { '@type': 'Service', name: need.title, category: need.field?.name.zh },
    priceSpecification: priceOf(need.budget),
    areaServed: need.region?.name.zh,
    availabilityStarts: need.publishedAt ?? undefined,
    validThrough: need.deadline ?? undefined,
  }
}
