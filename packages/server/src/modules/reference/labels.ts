import { files } from './files.ts'
import { fields, industries } from './trees.ts'

/**
 * Labels of other platforms, such as `电子信息-计算机软件` or `制造业——医药制造业`, as codes of our tables. Null where a label
 * is too broad or unknown: no code is better than a wrong one.
 */
export function fieldOf(label: string): string | null {
  const parts = tidy(label).split(separator).filter(Boolean)
  const [top = '', last = ''] = [parts[0], parts.at(-1)]
  for (const part of parts.slice(1).reverse()) {
    const code = fieldCodes.get(part)
    if (code) return code
  }
  const above = fieldCodes.get(top)
  if (above) return parts.length > 1 ? (longestWithin(last, above) ?? above) : above
  const industry = industryOf(label)
  return industry ? fieldOfIndustry(industry) : longestWithin(last)
}

/** The field that most of an industry's work falls into, by the longest code that says so. */
export function fieldOfIndustry(code: string): string | null {
  for (let up = code; up.length > 0; up = up.slice(0, -1)) {
    const field = fieldCodesByIndustry.get(up)
    if (field) return field
  }
  return null
}

/** GB/T 4754 code of a label: a code, a name, or names from section down; cut-off and slightly miswritten names too. */
export function industryOf(label: string): string | null {
  const bare = label.normalize('NFKC').trim().toUpperCase()
  if (/^[A-T]?\d{2,4}$|^[A-T]$/.test(bare)) return industries.get(bare)?.code ?? industryByDigits.get(bare) ?? null
  let found: string | null = null
  for (const part of tidy(label).split(separator)) {
    const wanted = plain(part)
    if (wanted.length >= 2) found = industryNamed(wanted, found) ?? found
  }
  return found
}

/** Between the levels of a label: — and - and > and the like, but not 、, which is part of names. */
const separator = /\s*(?:[-—–]+|[>/|;\\]+)\s*/

const fieldCodes = new Map<string, string>()
const fieldCodesByIndustry = new Map<string, string>()
for (const entry of files.fields.entries) {
  for (const name of [entry.zh, entry.en ?? entry.zh, ...(entry.aliases ?? [])]) fieldCodes.set(tidy(name), entry.code)
  for (const code of entry.industries ?? []) fieldCodesByIndustry.set(code, entry.code)
}
for (const { code } of fields.all()) fieldCodes.set(code, code)

/** The longest known name inside a part, of the field `above` where given. One-letter names would be found everywhere. */
function longestWithin(part: string, above = ''): string | null {
  let best = ''
  for (const [name, code] of fieldCodes) {
    if (name.length > Math.max(1, best.length) && code.startsWith(above) && part.includes(name)) best = name
  }
  return fieldCodes.get(best) ?? null
}

function tidy(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim()
}

type Named = { readonly code: string; readonly name: string }

/** Higher levels first, so that 教育 is the section before it is the division. */
const named: readonly Named[] = industries
  .all()
  .toSorted((a, b) => a.level - b.level)
  .map(({ code, name }) => ({ code, name: plain(name.zh) }))
const byName = Map.groupBy(named, ({ name }) => name)
const labels = new Map(Object.entries(files.industries.labels).map(([name, code]) => [plain(name), code]))
const industryByDigits = new Map(industries.all().map(({ code }) => [code.length === 1 ? code : code.slice(1), code]))

/** Within the entry above where that finds something, else anywhere. */
function industryNamed(wanted: string, above: string | null): string | null {
  const isInside = ({ code }: Named) => above !== null && code !== above && code.startsWith(above)
  const exact = byName.get(wanted) ?? []
  return (
    exact.find(isInside)?.code ??
    exact[0]?.code ??
    labels.get(wanted) ??
    named.find((entry) => isInside(entry) && isCutOff(wanted, entry.name))?.code ??
    named.find((entry) => isCutOff(wanted, entry.name))?.code ??
    nearest(named.filter(isInside), wanted, 0.6) ??
    sectionAtBeginning(wanted) ??
    nearest(named, wanted, 0.8)
  )
}

/** Lists of several sections run together come without any separator: the first one counts. */
function sectionAtBeginning(wanted: string): string | null {
  return named.find(({ code, name }) => code.length === 1 && wanted.startsWith(name))?.code ?? null
}

const isCutOff = (wanted: string, name: string) =>
  wanted.length >= 4 && wanted.length >= name.length * 0.6 && name.startsWith(wanted)

/** The most alike name by Dice's coefficient over pairs of characters, if at least `least`; names of four or more. */
function nearest(candidates: readonly Named[], wanted: string, least: number): string | null {
  if (wanted.length < 4) return null
  const pairs = pairsOf(wanted)
  let best: { code: string; likeness: number } | undefined
  for (const { code, name } of candidates) {
    if (Math.abs(name.length - wanted.length) > wanted.length * 0.5) continue
    const others = pairsOfNames.get(code) ?? pairsOf(name)
    pairsOfNames.set(code, others)
    let shared = 0
    for (const pair of pairs) if (others.has(pair)) shared += 1
    const likeness = (2 * shared) / (pairs.size + others.size)
    if (likeness >= least && likeness > (best?.likeness ?? 0)) best = { code, likeness }
  }
  return best?.code ?? null
}

/** Kept once made: there are 2 000 names, and an import asks thousands of times. */
const pairsOfNames = new Map<string, ReadonlySet<string>>()

function pairsOf(text: string): Set<string> {
  const pairs = new Set<string>()
  for (let at = 0; at + 1 < text.length; at += 1) pairs.add(text.slice(at, at + 2))
  return pairs
}

/** A name without what writers vary: punctuation, brackets, “and”. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s、,，;；·()（）及和与]+/g, '')
}
