import { matchingApi, type Offering as OfferingItem, offeringsApi } from '@keyun/api'
import { Facts } from '../../components/Cards.tsx'
import { DetailPage, Jump, Section } from '../../components/DetailPage.tsx'
import type { Thing } from '../../components/JsonLd.tsx'
import { Link } from '../../components/Link.tsx'
import { MatchSection } from '../../components/MatchList.tsx'
import { Paragraphs } from '../../components/Paragraphs.tsx'
import { Said } from '../../components/Said.tsx'
import { SearchLinks } from '../../components/SearchLinks.tsx'
import { Tag } from '../../components/Tag.tsx'
import { CooperationModes, Maturity, Money } from '../../components/Terms.tsx'
import type { Args, Props } from '../context.ts'
import { idOf, organisationThing, priceOf } from '../detail.ts'
import { useMessages, useName } from '../surroundings.tsx'
import { Proof } from './proof.tsx'

/** Needs quote more than offerings do; with these the page stays within 12 KB. */
const needsShown = 8

export async function loader(args: Args) {
  const params = { id: idOf(args) }
  const [offering, matches] = await Promise.all([
    args.context.call(offeringsApi.get, { params }),
    args.context.call(matchingApi.forOffering, { params, query: { limit: needsShown } }),
  ])
  return { offering, matches }
}

export default function Offering({ loaderData: { offering, matches } }: Props<typeof loader>) {
  const t = useMessages()
  const words = t.details.offering
  const { items } = matches
  return (
    <DetailPage
      section="offerings"
      title={offering.title}
      description={offering.problem ?? offering.summary}
      tags={
        <>
          <Tag tone="accent">{t.terms.offeringStatus[offering.status]}</Tag>
          <Tag>{t.terms.offeringKind[offering.kind]}</Tag>
        </>
      }
      origin={offering.origin}
      status={<p>{words.status[offering.status]}</p>}
      confirmedAt={offering.origin.kind === 'imported' ? null : offering.confirmedAt} // nobody has been asked yet
      facts={<Glance of={offering} />}
      publishedAt={offering.publishedAt}
      updatedAt={offering.updatedAt}
      region={offering.region}
      isUnlisted={offering.status === 'stale'}
      structured={structured(offering)}
    >
      {items.length > 0 && <Jump to="#matches">{words.jump(items.length)}</Jump>}
      {offering.problem && (
        <Section id="problem" title={words.problem}>
          <Paragraphs text={offering.problem} />
        </Section>
      )}
      <Section id="description" title={words.description}>
        <Paragraphs text={offering.description} />
      </Section>
      {offering.scenarios.length > 0 && (
        <Section id="scenarios" title={words.scenarios}>
          <ul>
            {offering.scenarios.map((scenario) => (
              <li key={scenario}>
                <Said text={scenario} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {offering.differentiators && (
        <Section id="differentiators" title={words.differentiators}>
          <Paragraphs text={offering.differentiators} />
        </Section>
      )}
      <Proof of={offering} />
      <Terms of={offering} />
      <Section id="classification" title={t.details.classification}>
        <SearchLinks section="offerings" {...offering} />
      </Section>
      <MatchSection of={matches} words={words} instead={<Instead of={offering} />} />
    </DetailPage>
  )
}

const ownerPages = { person: 'people', team: 'teams', organisation: 'organisations' } as const

function Glance({ of: offering }: { of: OfferingItem }) {
  const t = useMessages()
  const name = useName()
  const { owner, organisation, studio } = offering
  const words = t.details.offering
  return (
    <Facts
      of={[
        [t.terms.price, <Money key="price" of={offering.price} />],
        [t.terms.maturityLabel, offering.maturity && <Maturity key="maturity" of={offering.maturity} />],
        [
          t.terms.cooperationLabel,
          offering.cooperation.length > 0 ? (
            <CooperationModes key="modes" of={offering.cooperation} />
          ) : (
            t.details.notSaid
          ),
        ],
        [
          words.owner,
          owner && (
            <Link key="owner" to={`/${ownerPages[owner.kind]}/${owner.id}`}>
              <Said text={owner.name} />
            </Link>
          ),
        ],
        [
          words.studio,
          studio && (
            <Link key="studio" to={`/studios/${studio.id}`}>
              <Said text={studio.name} />
            </Link>
          ),
        ],
        [
          t.details.belongsTo,
          organisation && organisation.id !== owner?.id && (
            <Link key="organisation" to={`/organisations/${organisation.id}`}>
              <Said text={organisation.name} />
            </Link>
          ),
        ],
        [t.details.region, offering.region && name(offering.region.name)],
      ]}
    />
  )
}

function Terms({ of: { licenceFirst, hoursPerMonth, servesRegions } }: { of: OfferingItem }) {
  const t = useMessages()
  const name = useName()
  const words = t.details.offering
  if (!licenceFirst && hoursPerMonth === null && servesRegions.length === 0) return null
  return (
    <Section id="terms" title={words.terms}>
      <Facts
        of={[
          [words.licenceFirst, licenceFirst && words.licenceFirstYes],
          [words.hours, hoursPerMonth !== null && words.hoursPerMonth(hoursPerMonth)],
          [
            words.serves,
            servesRegions.length > 0 && servesRegions.map((region) => name(region.name)).join(t.terms.listSeparator),
          ],
        ]}
      />
    </Section>
  )
}

function Instead({ of: { field } }: { of: OfferingItem }) {
  const t = useMessages()
  const name = useName()
  const { noneBrowse, noneSearch } = t.details.offering
  return (
    <ul>
      {field && (
        <li>
          <Link to={`/needs?field=${field.code}`}>{noneBrowse(name(field.name))}</Link>
        </li>
      )}
      <li>
        <Link to="/needs">{noneSearch}</Link>
      </li>
    </ul>
  )
}

/** Finished things are products to search engines; knowledge and hands are services. */
function structured(offering: OfferingItem): Thing {
  const isProduct = offering.kind === 'achievement' || offering.kind === 'technology'
  const { owner, organisation } = offering
  const provider =
    owner?.kind === 'person' ? { '@type': 'Person', name: owner.name } : organisationThing(owner ?? organisation)
  return {
    '@type': isProduct ? 'Product' : 'Service',
    name: offering.title,
    description: (offering.problem ?? offering.description).slice(0, 500),
    category: offering.field?.name.zh,
    ...(isProduct ? { keywords: offering.keywords.join(',') } : { provider, areaServed: offering.region?.name.zh }),
    offers: {
      '@type': 'Offer',
      seller: provider,
      priceCurrency: 'CNY',
      priceSpecification: priceOf(offering.price),
      availabilityStarts: offering.publishedAt ?? undefined,
    },
  }
}
