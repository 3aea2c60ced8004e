import { homeApi, searchApi } from '@keyun/api'
import { data } from 'react-router'
import { Cards, NeedCard, OfferingCard } from '../../components/Cards.tsx'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { TileMap } from '../../components/TileMap.tsx'
import type { Args, Props } from '../context.ts'
import { useMessages, useName } from '../surroundings.tsx'

/** Items of each list; the rest is a link away. */
const shown = 5

export async function loader({ context, params: { code = '' } }: Args) {
  const { cities } = await context.call(homeApi.home, {})
  const city = cities.find(({ region }) => region.code === code)
  if (!city) throw data(null, { status: 404 })
  const query = { region: code }
  const [needs, offerings, people, organisations] = await Promise.all([
    context.call(searchApi.needs, { query: { ...query, sort: 'newest' } }),
    context.call(searchApi.offerings, { query: { ...query, sort: 'newest' } }),
    context.call(searchApi.people, { query }),
    context.call(searchApi.organisations, { query }),
  ])
  return {
    city,
    cities,
    needs: { items: needs.items.slice(0, shown), total: needs.total },
    offerings: { items: offerings.items.slice(0, shown), total: offerings.total },
    people: people.total,
    organisations: organisations.total,
  }
}

export default function City({ loaderData }: Props<typeof loader>) {
  const { city, cities, needs, offerings, people, organisations } = loaderData
  const t = useMessages()
  const name = useName()(city.region.name)
  const { code } = city.region
  const words = t.search.city
  return (
    <Page title={words.title(name)} description={words.lead(name)} crumbs={[]}>
      <h1>{words.title(name)}</h1>
      <p className="lead">{words.lead(name)}</p>
      <div className="columns">
        <section className="block">
          <h2>{words.needs}</h2>
          {needs.items.length > 0 ? <Cards of={needs.items} as={NeedCard} /> : <p>{words.noNeeds}</p>}
          <p className="after">
            <Link to={`/needs?region=${code}`}>{words.allNeeds(needs.total)}</Link>
          </p>
        </section>
        <section className="block">
          <h2>{words.offerings}</h2>
          {offerings.items.length > 0 ? <Cards of={offerings.items} as={OfferingCard} /> : <p>{words.noOfferings}</p>}
          <p className="after">
            <Link to={`/offerings?region=${code}`}>{words.allOfferings(offerings.total)}</Link>
          </p>
        </section>
      </div>
      <ul className="plain inline choices block">
        <li>
          <Link className="button quiet" to={`/people?region=${code}`}>
            {words.people(people)}
          </Link>
        </li>
        <li>
          <Link className="button quiet" to={`/organisations?region=${code}`}>
            {words.organisations(organisations)}
          </Link>
        </li>
      </ul>
      <section className="block narrow">
        <h2>{words.other}</h2>
        <TileMap of={cities} />
        <p className="hint">{t.home.citiesNote}</p>
      </section>
    </Page>
  )
}
