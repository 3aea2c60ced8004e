import { needsApi, offeringsApi } from '@keyun/api'
import { en } from '../../messages/en.ts'
import { zh } from '../../messages/zh.ts'
import type { Args } from '../context.ts'
import { xmlDocument, xmlText } from './xml.ts'

/** Of each kind. */
const newest = 20

/** RSS 2.0 of what has just become public, newest first. */
export async function loader({ context }: Args): Promise<Response> {
  const t = { zh, en }[context.lang]
  const { feed } = t.details
  const { publicUrl, siteName } = context.settings
  const [needs, offerings] = await Promise.all([
    context.call(needsApi.list, { query: { limit: newest } }),
    context.call(offeringsApi.list, { query: { limit: newest } }),
  ])
  const items = [
    ...needs.items.map((item) => ({ ...item, path: `/needs/${item.id}`, name: feed.need(item.title) })),
    ...offerings.items.map((item) => ({ ...item, path: `/offerings/${item.id}`, name: feed.offering(item.title) })),
  ].sort((a, b) => (b.publishedAt ?? '').localeCompare(a.publishedAt ?? ''))
  const at = (path: string) => xmlText(publicUrl + context.address(path))
  const body = items.map(
    ({ path, name, summary, publishedAt, field }) =>
      `<item><title>${xmlText(name)}</title><link>${at(path)}</link><guid isPermaLink="true">${at(path)}</guid>` +
      `<description>${xmlText(summary)}</description>` +
      (field ? `<category>${xmlText(field.name[context.lang])}</category>` : '') +
      `${publishedAt ? `<pubDate>${new Date(publishedAt).toUTCString()}</pubDate>` : ''}</item>`,
  )
  return xmlDocument(
    `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>${xmlText(`${siteName[context.lang]} · ${feed.title}`)}</title>
<link>${at('/')}</link>
<atom:link href="${at('/rss.xml')}" rel="self" type="application/rss+xml"/>
<description>${xmlText(feed.description)}</description>
<language>${context.lang === 'zh' ? 'zh-cn' : 'en'}</language>
${body.join('\n')}
</channel></rss>`,
    'application/rss+xml',
  )
}
