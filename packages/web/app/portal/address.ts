import type { Endpoint, InputOf } from '@keyun/api'

/** What of an address an endpoint understands; the rest (a messenger's own parameters, empty boxes) is left alone. */
export function fromAddress<E extends Endpoint>(endpoint: E, request: Request): InputOf<E>['query' & keyof InputOf<E>] {
  const names = 'shape' in endpoint.query ? Object.keys(endpoint.query.shape as object) : [] // of an object schema
  const given = new URL(request.url).searchParams
  const query: Record<string, string> = {}
  for (const name of names) {
    const value = given.get(name)
    if (value) query[name] = value
  }
  return query as InputOf<E>['query' & keyof InputOf<E>] // the endpoint parses it; a refusal becomes a 400 page
}

/** The same address with some parameters changed; null and '' remove one. The page number starts over. */
export function addressWith(path: string, search: string, changes: Readonly<Record<string, string | null>>): string {
  const parameters = new URLSearchParams(search)
  parameters.delete('page')
  for (const [name, value] of Object.entries(changes)) {
    if (value) parameters.set(name, value)
    else parameters.delete(name)
  }
  const query = parameters.toString().replaceAll('%2C', ',')
  return query ? `${path}?${query}` : path
}

/** The values of a parameter that holds several, separated by commas. */
export const valuesOf = (search: string, name: string): string[] =>
  (new URLSearchParams(search).get(name) ?? '').split(',').filter(Boolean)

/** Adds a value to such a parameter, or takes it out. */
export function toggled(search: string, name: string, value: string): string | null {
  const values = valuesOf(search, name)
  const changed = values.includes(value) ? values.filter((other) => other !== value) : [...values, value]
  return changed.join(',') || null
}

/** Only a path of this site: no scheme, no `//host`, no backslash that a browser would read as a slash. */
export function localPath(back: string | undefined): string | null {
  if (!back?.startsWith('/') || back.length > 2_000) return null
  const { origin, pathname, search } = new URL(back, 'http://site.invalid')
  return origin === 'http://site.invalid' && !pathname.startsWith('//') ? pathname + search : null
}
