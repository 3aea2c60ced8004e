import type { homeApi, ReplyOf } from '@keyun/api'
import { useMessages, useName } from '../portal/surroundings.tsx'
import { Link } from './Link.tsx'

type City = ReplyOf<typeof homeApi.home>['cities'][number]

/** Column and row of Sichuan's 21 cities in a schematic of 6 × 5 tiles; no boundaries are drawn or implied. */
const places: Readonly<Record<string, readonly [column: number, row: number]>> = {
  '513200': [1, 0],
  '510700': [2, 0],
  '510800': [3, 0],
  '511900': [4, 0],
  '513300': [0, 1],
  '510100': [1, 1],
  '510600': [2, 1],
  '510900': [3, 1],
  '511300': [4, 1],
  '511700': [5, 1],
  '511800': [0, 2],
  '511400': [1, 2],
  '512000': [2, 2],
  '511000': [3, 2],
  '511600': [4, 2],
  '513400': [0, 3],
  '511100': [1, 3],
  '510300': [2, 3],
  '510500': [3, 3],
  '510400': [0, 4],
  '511500': [2, 4],
}

/** A city a tile, darker with more items; a plain list of links to screen readers and for other provinces. */
export function TileMap({ of }: { readonly of: readonly City[] }) {
  const t = useMessages()
  const name = useName()
  const totals = of.map(({ needs, offerings }) => needs + offerings)
  const isSchematic = of.length > 0 && of.every(({ region }) => region.code in places)
  return (
    <ul className={isSchematic ? 'plain tiles placed' : 'plain tiles'}>
      {of.map(({ region, needs, offerings }) => {
        const [column, row] = places[region.code] ?? [0, 0]
        const shade = shadeOf(needs + offerings, totals)
        return (
          <li key={region.code} className={isSchematic ? `x${column} y${row}` : undefined}>
            <Link to={`/cities/${region.code}`} className={`shade${shade}`}>
              <span>{t.terms.shortRegion(name(region.name))}</span>
              <small>{needs + offerings}</small>
              <span className="unseen">{t.home.cityCounts(needs, offerings)}</span>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}

/** 0 for none, else 1 to 4 by quarter of those that have any. */
export function shadeOf(total: number, totals: readonly number[]): 0 | 1 | 2 | 3 | 4 {
  if (total === 0) return 0
  const some = totals.filter((other) => other > 0)
  const below = some.filter((other) => other < total).length
  return (Math.min(3, Math.floor((below / some.length) * 4)) + 1) as 1 | 2 | 3 | 4
}
