import type { Args } from '../context.ts'
import { file } from './xml.ts'

/** Searches may be followed (their pages say `noindex`); settings, tries and the API may not. */
export function loader({ context }: Args): Response {
  const closed = ['/preferences', '/try'].flatMap((path) => [path, `/en${path}`])
  const lines = [
    'User-agent: *',
    ...closed.map((path) => `Disallow: ${path}`),
    'Allow: /api/docs',
    'Disallow: /api/',
    '',
    `Sitemap: ${context.settings.publicUrl}/sitemap.xml`,
    '',
  ]
  return file(lines.join('\n'), 'text/plain')
}
