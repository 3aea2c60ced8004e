import { offeringsApi, type Studio as StudioItem } from '@keyun/api'
import { Facts, OfferingCard } from '../../components/Cards.tsx'
import { DetailPage } from '../../components/DetailPage.tsx'
import type { Thing } from '../../components/JsonLd.tsx'
import { Link } from '../../components/Link.tsx'
import { Said } from '../../components/Said.tsx'
import { Shelf } from '../../components/Shelf.tsx'
import { Tag } from '../../components/Tag.tsx'
import type { Args, Props } from '../context.ts'
import { idOf } from '../detail.ts'
import { useMessages } from '../surroundings.tsx'

export const loader = (args: Args) => args.context.call(offeringsApi.studio, { params: { id: idOf(args) } })

const ownerPages = { person: 'people', team: 'teams', organisation: 'organisations' } as const

export default function Studio({ loaderData: studio }: Props<typeof loader>) {
  const t = useMessages()
  const words = t.details.studio
  const { owner, offerings, motto } = studio
  return (
    <DetailPage
      section="people"
      title={studio.name}
      description={motto ?? studio.name}
      tags={<Tag tone="accent">{words.title}</Tag>}
      origin={studio.origin}
      status={
        motto && (
          <p className="lead">
            <Said text={motto} />
          </p>
        )
      }
      facts={
        <Facts
          of={[
            [
              words.owner,
              <Link key="owner" to={`/${ownerPages[owner.kind]}/${owner.id}`}>
                <Said text={owner.name} />
              </Link>,
            ],
          ]}
        />
      }
      updatedAt={studio.updatedAt}
      region={offerings[0]?.region ?? null}
      structured={structured(studio)}
    >
      <Shelf
        id="offerings"
        title={words.offerings(offerings.length)}
        of={{ items: offerings }}
        as={OfferingCard}
        none={words.noOfferings}
      />
    </DetailPage>
  )
}

function structured({ name, motto, owner, offerings }: StudioItem): Thing {
  return {
    '@type': 'CollectionPage',
    name,
    description: motto ?? undefined,
    author: { '@type': owner.kind === 'person' ? 'Person' : 'Organization', name: owner.name },
    mainEntity: {
      '@type': 'ItemList',
      numberOfItems: offerings.length,
      itemListElement: offerings.map(({ title }, index) => ({ '@type': 'ListItem', position: index + 1, name: title })),
    },
  }
}
