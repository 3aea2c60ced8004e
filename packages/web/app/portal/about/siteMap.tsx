import { homeApi } from '@keyun/api'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import type { Args, Props } from '../context.ts'
import { useMessages, useName } from '../surroundings.tsx'

export const loader = async ({ context }: Args) => (await context.call(homeApi.home, {})).cities

const groups = [
  ['/', '/try', '/offerings', '/needs', '/people', '/organisations', '/publish'],
  ['/about', '/how-matching-works', '/figures', '/accessibility', '/privacy', '/preferences'],
] as const

/** Every page of the site, and every city. */
export default function SiteMap({ loaderData: cities }: Props<typeof loader>) {
  const t = useMessages()
  const name = useName()
  const { title, lead, headings } = t.about.siteMap
  const names: Readonly<Record<(typeof groups)[number][number], string>> = {
    '/': t.shell.home,
    '/try': t.tryIt.title,
    '/offerings': t.shell.offerings,
    '/needs': t.shell.needs,
    '/people': t.shell.people,
    '/organisations': t.shell.organisations,
    '/publish': t.shell.publish,
    '/about': t.shell.about,
    '/how-matching-works': t.shell.howMatchingWorks,
    '/figures': t.shell.figures,
    '/accessibility': t.shell.accessibility,
    '/privacy': t.shell.privacy,
    '/preferences': t.shell.preferences,
  }
  return (
    <Page title={title} description={lead} crumbs={[]}>
      <h1>{title}</h1>
      <p className="lead">{lead}</p>
      {groups.map((group, index) => (
        <section key={group[0]} className="block">
          <h2>{headings[index]}</h2>
          <ul className="plain links-list">
            {group.map((to) => (
              <li key={to}>
                <Link to={to}>{names[to]}</Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <section className="block">
        <h2>{t.home.citiesTitle}</h2>
        <ul className="plain links-list">
          {cities.map(({ region }) => (
            <li key={region.code}>
              <Link to={`/cities/${region.code}`}>{name(region.name)}</Link>
            </li>
          ))}
        </ul>
      </section>
    </Page>
  )
}
