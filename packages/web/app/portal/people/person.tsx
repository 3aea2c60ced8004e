import { identityApi, offeringsApi, type Person as PersonItem } from '@keyun/api'
import { Facts, OfferingCard } from '../../components/Cards.tsx'
import { DetailPage, Section } from '../../components/DetailPage.tsx'
import type { Thing } from '../../components/JsonLd.tsx'
import { Link } from '../../components/Link.tsx'
import { Paragraphs } from '../../components/Paragraphs.tsx'
import { Said } from '../../components/Said.tsx'
import { SearchLinks } from '../../components/SearchLinks.tsx'
import { Shelf } from '../../components/Shelf.tsx'
import { Tag } from '../../components/Tag.tsx'
import type { Args, Props } from '../context.ts'
import { idOf, organisationThing, pageOf } from '../detail.ts'
import { useMessages, useName } from '../surroundings.tsx'

export async function loader(args: Args) {
  const id = idOf(args)
  const [person, offerings] = await Promise.all([
    args.context.call(identityApi.person, { params: { id } }),
    args.context.call(offeringsApi.list, { query: { person: id, ...pageOf(args, 'offerings') } }),
  ])
  return { person, offerings }
}

export default function Person({ loaderData: { person, offerings } }: Props<typeof loader>) {
  const t = useMessages()
  const words = t.details.person
  return (
    <DetailPage
      section="people"
      title={person.name}
      description={person.intro}
      tags={
        <>
          {person.honorific && (
            <span>
              <Said text={person.honorific} />
            </span>
          )}
          <Tag>{t.terms.personRole[person.role]}</Tag>
        </>
      }
      origin={person.origin}
      facts={<Glance of={person} />}
      updatedAt={person.updatedAt}
      region={person.region}
      structured={structured(person)}
    >
      <Section id="intro" title={words.intro}>
        <Paragraphs text={person.intro} />
      </Section>
      <Section id="expertise" title={words.expertise}>
        <SearchLinks section="people" {...person} keywords={person.expertise} />
      </Section>
      <Shelf id="offerings" title={words.offerings} of={offerings} as={OfferingCard} none={words.noOfferings} />
    </DetailPage>
  )
}

function Glance({ of: { organisation, teams, region, discipline } }: { of: PersonItem }) {
  const t = useMessages()
  const name = useName()
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
          t.details.person.teams,
          teams.length > 0 && (
            <ul key="teams" className="plain inline links">
              {teams.map((team) => (
                <li key={team.id}>
                  <Link to={`/teams/${team.id}`}>
                    <Said text={team.name} />
                  </Link>
                </li>
              ))}
            </ul>
          ),
        ],
        [t.details.discipline, discipline && <Said key="discipline" text={name(discipline.name)} />],
        [t.details.region, name(region.name)],
      ]}
    />
  )
}

function structured(person: PersonItem): Thing {
  return {
    '@type': 'Person',
    name: person.name,
    jobTitle: person.honorific ?? undefined,
    description: person.intro,
    knowsAbout: person.expertise,
    worksFor: organisationThing(person.organisation),
    workLocation: { '@type': 'Place', name: person.region.name.zh },
  }
}
