import { files, type RegionSource } from './files.ts'
import { type Shape, type Tree, tree } from './tree.ts'

const regionShape: Shape = {
  parentOf: (code) => {
    if (code.endsWith('0000')) return null
    return code.endsWith('00') ? `${code.slice(0, 2)}0000` : `${code.slice(0, 4)}00`
  },
  short: regionPrefix,
}
const industryShape: Shape = {
  parentOf: (code) => (code.length === 1 ? null : code.length === 3 ? code.slice(0, 1) : code.slice(0, -1)),
}
const disciplineShape: Shape = { parentOf: (code) => (code.length === 3 ? null : code.slice(0, -2)) }
const fieldShape: Shape = { parentOf: (code) => (code.includes('.') ? code.slice(0, code.indexOf('.')) : null) }

/** Province, cities and counties by GB/T 2260; other provinces join by `loadRegions`. */
export const regions = regionTree(files.regions.entries)
/** GB/T 4754-2017. */
export const industries = tree(industryShape, files.industries.entries)
/** GB/T 13745-2009. */
export const disciplines = tree(disciplineShape, files.disciplines.entries)
/** Keyun's own technical fields. */
export const fields = tree(fieldShape, files.fields.entries)

/** What the codes of all that lies in a region begin with: 510000 → `51`, 510700 → `5107`. */
export function regionPrefix(code: string): string {
  return code.replace(/(?:0000|00)$/, '')
}

export function regionTree(sources: readonly RegionSource[]): Tree<RegionSource> {
  return tree(regionShape, sources)
}
