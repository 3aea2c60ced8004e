import type { Language } from '@keyun/api'
import { prefix, type RouteConfig, route } from '@react-router/dev/routes'

/** Every page, as one table: address → file under `app/portal`. */
const pages: readonly (readonly [path: string, file: string])[] = [
  ['', 'home/home.tsx'],
  ['try', 'try/try.tsx'],
  ['publish', 'publish/publish.tsx'],
  ['needs', 'needs/search.tsx'],
  ['offerings', 'offerings/search.tsx'],
  ['people', 'people/search.tsx'],
  ['organisations', 'organisations/search.tsx'],
  ['cities/:code', 'cities/city.tsx'],
  ['about', 'about/about.tsx'],
  ['how-matching-works', 'about/matching.tsx'],
  ['figures', 'about/figures.tsx'],
  ['accessibility', 'about/accessibility.tsx'],
  ['privacy', 'about/privacy.tsx'],
  ['site-map', 'about/siteMap.tsx'],
  ['preferences', 'preferences/preferences.tsx'],
  ['*', 'missing.ts'],
]

const inLanguage = (language: Language) =>
  pages.map(([path, file]) => route(path, `portal/${file}`, { id: `${language}:${path}` }))

export default [...inLanguage('zh'), ...prefix('en', inLanguage('en'))] satisfies RouteConfig
