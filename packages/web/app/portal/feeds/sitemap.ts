import { homeApi } from '@keyun/api'
import type { Args } from '../context.ts'
import { xmlDocument, xmlText } from './xml.ts'

/** The index of the maps: one of our own pages, and as many of items as there are parts. */
export async function loader({ context }: Args): Promise<Response> {
  const { parts } = await context.call(homeApi.sitemap, { query: {} })
  const names = ['pages', ...Array.from({ length: parts }, (_, part) => String(part))]
  const maps = names.map(
    (name) => `<sitemap><loc>${xmlText(`${context.settings.publicUrl}/sitemaps/${name}.xml`)}</loc></sitemap>`,
  )
  return xmlDocument(
    `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${maps.join('\n')}\n</sitemapindex>`,
  )
}
