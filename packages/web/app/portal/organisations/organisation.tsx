import { identityApi, needsApi, type Organisation as OrganisationItem, offeringsApi } from '@keyun/api'
import { Facts, hasSize, NeedCard, OfferingCard } from '../../components/Cards.tsx'
import { DetailPage, Section } from '../../components/DetailPage.tsx'
import type { Thing } from '../../components/JsonLd.tsx'
import { Members } from '../../components/Members.tsx'
import { Paragraphs } from '../../components/Paragraphs.tsx'
import { Said } from '../../components/Said.tsx'
import { Shelf } from '../../components/Shelf.tsx'
import { Tag } from '../../components/Tag.tsx'
import type { Args, Props } from '../context.ts'
import { idOf, pageOf } from '../detail.ts'
import { useMessages, useName } from '../surroundings.tsx'

export async function loader(args: Args) {
  const id = idOf(args)
  const { context } = args
  const [organisation, offerings, needs] = await Promise.all([
    context.call(identityApi.organisation, { params: { id } }),
    context.call(offeringsApi.list, { query: { organisation: id, limit: 10, ...pageOf(args, 'offerings') } }),
    context.call(needsApi.list, { query: { organisation: id, limit: 10, ...pageOf(args, 'needs') } }),
  ])
  return { organisation, offerings, needs }
}

export default function Organisation({ loaderData }: Props<typeof loader>) {
  const { organisation, offerings, needs } = loaderData
  const t = useMessages()
  const words = t.details.organisation
  return (
    <DetailPage
      section="organisations"
      title={organisation.name}
      description={organisation.intro}
      tags={<Tag>{t.terms.organisationType[organisation.type]}</Tag>}
      origin={organisation.origin}
      facts={<Glance of={organisation} />}
      updatedAt={organisation.updatedAt}
      region={organisation.region}
      structured={structured(organisation)}
    >
      <Section id="intro" title={words.intro}>
        <Paragraphs text={organisation.intro} />
      </Section>
      <Shelf id="needs" title={words.needs} of={needs} as={NeedCard} none={words.noNeeds} />
      <Shelf id="offerings" title={words.offerings} of={offerings} as={OfferingCard} none={words.noOfferings} />
      {organisation.members.length > 0 && (
        <Section id="members" title={words.members(organisation.members.length)}>
          <Members of={organisation.members} />
        </Section>
      )}
    </DetailPage>
  )
}

function Glance({ of: organisation }: { of: OrganisationItem }) {
  const { size, foundedYear, industry, region } = organisation
  const t = useMessages()
  const name = useName()
  const words = t.details.organisation
  return (
    <Facts
      of={[
        [words.size, hasSize(organisation) && size && t.terms.organisationSize[size]],
        [words.founded, foundedYear !== null && words.foundedIn(foundedYear)],
        [t.details.industry, industry && <Said key="industry" text={name(industry.name)} />],
        [t.details.region, name(region.name)],
      ]}
    />
  )
}

function structured(organisation: OrganisationItem): Thing {
  return {
    '@type': 'Organization',
    name: organisation.name,
    description: organisation.intro,
    foundingDate: organisation.foundedYear === null ? undefined : String(organisation.foundedYear),
    address: { '@type': 'PostalAddress', addressCountry: 'CN', addressRegion: organisation.region.name.zh },
  }
}
