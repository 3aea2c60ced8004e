import { identityApi, offeringsApi, type Team as TeamItem } from '@keyun/api'
import { Facts, OfferingCard } from '../../components/Cards.tsx'
import { DetailPage, Section } from '../../components/DetailPage.tsx'
import type { Thing } from '../../components/JsonLd.tsx'
import { Link } from '../../components/Link.tsx'
import { Members } from '../../components/Members.tsx'
import { Paragraphs } from '../../components/Paragraphs.tsx'
import { Said } from '../../components/Said.tsx'
import { Shelf } from '../../components/Shelf.tsx'
import { Tag } from '../../components/Tag.tsx'
import type { Args, Props } from '../context.ts'
import { idOf, organisationThing } from '../detail.ts'
import { useMessages } from '../surroundings.tsx'

export async function loader(args: Args) {
  const { context } = args
  const team = await context.call(identityApi.team, { params: { id: idOf(args) } })
  const member = team.members[0]
  // Offerings are listed by person, which includes those of the person's teams.
  const list = member && (await context.call(offeringsApi.list, { query: { person: member.id, limit: 100 } }))
  const offerings = list?.items.filter(({ owner }) => owner?.kind === 'team' && owner.id === team.id) ?? []
  return { team, offerings }
}

export default function Team({ loaderData: { team, offerings } }: Props<typeof loader>) {
  const t = useMessages()
  const words = t.details.team
  return (
    <DetailPage
      section="people"
      title={team.name}
      description={team.intro}
      tags={<Tag>{words.title}</Tag>}
      origin={team.origin}
      facts={<Glance of={team} />}
      region={null}
      structured={structured(team)}
    >
      <Section id="intro" title={words.intro}>
        <Paragraphs text={team.intro} />
      </Section>
      <Section id="members" title={words.members(team.members.length)}>
        <Members of={team.members} />
      </Section>
      <Shelf
        id="offerings"
        title={words.offerings}
        of={{ items: offerings }}
        as={OfferingCard}
        none={words.noOfferings}
      />
    </DetailPage>
  )
}

function Glance({ of: { organisation, members } }: { of: TeamItem }) {
  const t = useMessages()
  const leads = members.filter(({ isLead }) => isLead)
  return (
    <Facts
      of={[
        [
          t.details.belongsTo,
          organisation && (
            <Link key="organisation" to={`/organisations/${organisation.id}`}>
              <Said text={organisation.name} />
            </Link>
          ),
        ],
        [
          t.details.team.lead,
          leads.length > 0 && <Said key="lead" text={leads.map(({ name }) => name).join(t.terms.listSeparator)} />,
        ],
      ]}
    />
  )
}

function structured(team: TeamItem): Thing {
  return {
    '@type': 'Organization',
    name: team.name,
    description: team.intro,
    parentOrganization: organisationThing(team.organisation),
    member: team.members.map(({ name }) => ({ '@type': 'Person', name })),
  }
}
