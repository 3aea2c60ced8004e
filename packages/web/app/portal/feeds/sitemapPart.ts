import { homeApi } from '@keyun/api'
import { data } from 'react-router'
import { type Args, localised } from '../context.ts'
import { xmlDocument, xmlText } from './xml.ts'

const pages = [
  '/',
  '/offerings',
  '/needs',
  '/people',
  '/organisations',
  '/about',
  '/how-matching-works',
  '/figures',
  '/accessibility',
  '/privacy',
  '/site-map',
]
const folders = {
  need: 'needs',
  offering: 'offerings',
  person: 'people',
  organisation: 'organisations',
  studio: 'studios',
} as const

/** `/sitemaps/pages.xml` and `/sitemaps/0.xml` …: every address in both languages. */
export async function loader({ context, params }: Args): Promise<Response> {
  const part = /^(pages|\d{1,3})\.xml$/.exec(params.part ?? '')?.[1]
  if (!part) throw data(null, { status: 404 })
  const entries = part === 'pages' ? await ownPages(context) : await items(context, Number(part))
  if (!entries) throw data(null, { status: 404 })
  const { publicUrl } = context.settings
  const urls = entries.flatMap(({ path, day }) =>
    (['zh', 'en'] as const).map(
      (language) =>
        `<url><loc>${xmlText(publicUrl + localised(language, path))}</loc>${day ? `<lastmod>${day}</lastmod>` : ''}</url>`,
    ),
  )
  return xmlDocument(`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join('\n')}\n</urlset>`)
}

type Entry = { readonly path: string; readonly day?: string }

async function ownPages(context: Args['context']): Promise<Entry[]> {
  const { cities } = await context.call(homeApi.home, { query: {} })
  return [...pages, ...cities.map(({ region }) => `/cities/${region.code}`)].map((path) => ({ path }))
}

async function items(context: Args['context'], part: number): Promise<Entry[] | null> {
  const { parts, entries } = await context.call(homeApi.sitemap, { query: { part } })
  if (part >= parts) return null
  return entries.map(({ kind, id, updatedAt }) => ({ path: `/${folders[kind]}/${id}`, day: updatedAt.slice(0, 10) }))
}
