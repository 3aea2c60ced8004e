import type { Site } from './site.ts'

export interface Route {
  readonly name: string
  /** In Chinese; `/en` in front makes it English. */
  readonly path: string
  readonly status: number
}

/** Every public page, the pages of one item by an item that shows as much as possible. */
export async function publicRoutes({ database: { pool } }: Site): Promise<Route[]> {
  const one = async (query: string): Promise<string> => {
    const { rows } = await pool.query<{ id: string }>(query)
    if (!rows[0]) throw new Error(`The sample has no row for ${query}`)
    return rows[0].id
  }
  const need = await one('select need_id as id from matching.candidate group by 1 order by count(*) desc, 1 limit 1')
  const offering = await one(
    'select offering_id as id from matching.candidate group by 1 order by count(*) desc, 1 limit 1',
  )
  const gone = await one(
    "update needs.need set status = 'withdrawn' where id = (select max(id::text)::uuid from needs.need) returning id",
  )
  const found = (name: string, path: string): Route => ({ name, path, status: 200 })
  return [
    found('home', '/'),
    found('box for a text', '/try'),
    found('publishing', '/publish'),
    found('search of offerings', '/offerings'),
    found('search of offerings, filtered', '/offerings?q=%E6%9F%91%E6%A9%98&kind=achievement'),
    found('search of needs', '/needs'),
    found('search without a result', '/needs?q=zzzzqqqq'),
    found('search of people', '/people'),
    found('search of organisations', '/organisations'),
    found('need', `/needs/${need}`),
    found('offering', `/offerings/${offering}`),
    found('person', `/people/${await one('select person_id as id from offerings.studio order by 1 limit 1')}`),
    found('team', `/teams/${await one('select id from identity.team order by 1 limit 1')}`),
    found('studio', `/studios/${await one('select id from offerings.studio order by 1 limit 1')}`),
    found(
      'organisation',
      `/organisations/${await one('select organisation_id as id from needs.need group by 1 order by count(*) desc, 1 limit 1')}`,
    ),
    found('city', '/cities/510700'),
    found('about', '/about'),
    found('how matching works', '/how-matching-works'),
    found('figures', '/figures'),
    found('accessibility', '/accessibility'),
    found('privacy', '/privacy'),
    found('site map', '/site-map'),
    found('preferences', '/preferences'),
    { name: 'page that never was', path: '/nowhere', status: 404 },
    { name: 'need that was withdrawn', path: `/needs/${gone}`, status: 410 },
    { name: 'address that cannot be read', path: '/needs?region=here', status: 400 },
  ]
}
