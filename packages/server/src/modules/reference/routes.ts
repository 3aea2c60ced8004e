import { type ReferenceEntry, type ReferenceSource, referenceApi } from '@keyun/api'
import type { Serve } from '../../platform/http.ts'
import { notFound } from '../../platform/problems.ts'
import { calendarDays } from './calendar.ts'
import { files } from './files.ts'
import { readinessLevels } from './readiness.ts'
import type { Entry, Tree } from './tree.ts'
import { disciplines, fields, industries, regions } from './trees.ts'

export function referenceRoutes(serve: Serve): void {
  serve(referenceApi.regions.list, (_, { query }) => list(regions, files.regions, query))
  serve(referenceApi.regions.get, (_, { params }) => get(regions, 'region', params.code))
  serve(referenceApi.industries.list, (_, { query }) => list(industries, files.industries, query))
  serve(referenceApi.industries.get, (_, { params }) => get(industries, 'industry', params.code))
  serve(referenceApi.disciplines.list, (_, { query }) => list(disciplines, files.disciplines, query))
  serve(referenceApi.disciplines.get, (_, { params }) => get(disciplines, 'discipline', params.code))
  serve(referenceApi.fields.list, (_, { query }) => list(fields, files.fields, query))
  serve(referenceApi.fields.get, (_, { params }) => get(fields, 'field', params.code))
  serve(referenceApi.readiness, () => ({ source: toSource(files.readiness), items: [...readinessLevels] }))
  serve(referenceApi.calendar, (_, { query }) => {
    const items = calendarDays(query.from, query.to)
    return { source: toSource(files.calendar), items, workingDays: items.filter(({ isWorking }) => isWorking).length }
  })
}

type Reader = Pick<Tree, 'get' | 'ancestors' | 'children' | 'all' | 'isWithin' | 'search'>
type Query = { parent?: string | undefined; level?: number | undefined; q?: string | undefined; limit: number }

function list(tree: Reader, source: ReferenceSource, { parent, level, q, limit }: Query) {
  if (parent && !tree.get(parent)) throw notFound('entry', parent)
  const isWanted = (entry: Entry) =>
    (!level || entry.level === level) && (!parent || (entry.code !== parent && tree.isWithin(entry.code, parent)))
  const found = q || level ? (q ? tree.search(q) : tree.all()).filter(isWanted) : tree.children(parent ?? null)
  return {
    source: toSource(source),
    items: found.slice(0, limit).map((entry) => toEntry(tree, entry)),
    total: found.length,
  }
}

function get(tree: Reader, what: string, code: string) {
  const entry = tree.get(code)
  if (!entry) throw notFound(what, code)
  return {
    ...toEntry(tree, entry),
    ancestors: tree.ancestors(code).map(({ code, name }) => ({ code, name })),
    children: tree.children(code).map((child) => toEntry(tree, child)),
    isRetired: entry.isRetired,
  }
}

function toEntry(tree: Reader, { code, name, level, parentCode }: Entry): ReferenceEntry {
  return { code, name, level, parentCode, hasChildren: tree.children(code).length > 0 }
}

const toSource = ({ standard, title, edition }: ReferenceSource): ReferenceSource => ({ standard, title, edition })
