import type { Names } from '@keyun/api'
import { fields, industries, regions } from '../reference/index.ts'

/** Values of one facet on a page. */
const most = 24

const trees: Record<string, { name(code: string): Names | null; levelOf(code: string): number }> = {
  region: { name: (code) => regions.coded(code).name, levelOf: (code) => regions.lineage(code).length - 1 },
  field: { name: (code) => fields.coded(code).name, levelOf: (code) => fields.lineage(code).length - 1 },
  industry: { name: (code) => industries.coded(code).name, levelOf: (code) => industries.lineage(code).length - 1 },
}
/** The level that is shown when nothing is chosen: cities of the province, fields, industry sections. */
const firstLevel: Record<string, number> = { region: 1, field: 0, industry: 0 }
const parentOf = (name: string, code: string): string | undefined => {
  const lineage =
    name === 'region' ? regions.lineage(code) : name === 'field' ? fields.lineage(code) : industries.lineage(code)
  return lineage.at(-2)
}

/** Which of the counted values are worth showing: of a tree the first level, and what lies under what was chosen. */
export function shownValues(name: string, counted: readonly string[], chosen: readonly string[]): string[] {
  const tree = trees[name]
  if (!tree) return [...new Set([...chosen, ...counted])].slice(0, most)
  const open = counted.filter((code) => {
    if (tree.levelOf(code) === firstLevel[name]) return true
    const parent = parentOf(name, code)
    return parent !== undefined && chosen.includes(parent)
  })
  return [...new Set([...chosen, ...open])].slice(0, most + chosen.length)
}

/** Names of a code table's entry; null where the interface words the value. */
export function nameOfValue(name: string, value: string): Names | null {
  return trees[name]?.name(value) ?? null
}
