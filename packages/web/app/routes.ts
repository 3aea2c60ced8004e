import type { Language } from '@keyun/api'
import { prefix, type RouteConfig, route } from '@react-router/dev/routes'

/** Every page, as one table: address → file under `app/portal`. */
const pages: readonly (readonly [path: string, file: string])[] = [
  ['', 'home/home.tsx'],
  ['try', 'try/try.tsx'],
  ['publish', 'publish/publish.tsx'],
  ['needs', 'needs/search.tsx'],
  ['needs/:id', 'needs/need.tsx'],
  ['offerings', 'offerings/search.tsx'],
  ['offerings/:id', 'offerings/offering.tsx'],
  ['people', 'people/search.tsx'],
  ['people/:id', 'people/person.tsx'],
  ['teams/:id', 'teams/team.tsx'],
  ['studios/:id', 'studios/studio.tsx'],
  ['organisations', 'organisations/search.tsx'],
  ['organisations/:id', 'organisations/organisation.tsx'],
  ['cities/:code', 'cities/city.tsx'],
  ['about', 'about/about.tsx'],
  ['how-matching-works', 'about/matching.tsx'],
  ['figures', 'about/figures.tsx'],
  ['accessibility', 'about/accessibility.tsx'],
  ['privacy', 'about/privacy.tsx'],
  ['site-map', 'about/siteMap.tsx'],
  ['preferences', 'preferences/preferences.tsx'],
  ['rss.xml', 'feeds/rss.ts'],
  ['*', 'missing.ts'],
]

const inLanguage = (language: Language) =>
  pages.map(([path, file]) => route(path, `portal/${file}`, { id: `${language}:${path}` }))

/** For machines: one for all languages. */
const feeds = [
  route('sitemap.xml', 'portal/feeds/sitemap.ts'),
  route('sitemaps/:part', 'portal/feeds/sitemapPart.ts'),
  route('robots.txt', 'portal/feeds/robots.ts'),
]

export default [...feeds, ...inLanguage('zh'), ...prefix('en', inLanguage('en'))] satisfies RouteConfig
