import type { Entry } from './tree.ts'
import { regions } from './trees.ts'

/**
 * The region a text speaks of, by full or short names of what is loaded: the deepest one if all names lie on one line of
 * the tree, else the region that holds them all. Null where nothing is named beyond doubt.
 *
 * Short names hide in other words (推**广安**全, 投**资中**, **小金**属), so they count only where a name can begin and end;
 * names that are words or better known elsewhere count only after the region they lie in.
 */
export function regionOf(text: string): string | null {
  const places = placesIn(text.normalize('NFKC'))
  const found = distinct(places)
  const [first] = found
  if (!first) return null
  const deepest = found.reduce((best, entry) => (entry.level > best.level ? entry : best), first)
  if (found.every((entry) => deepest.path.startsWith(entry.path))) return deepest.code
  const common = [...regions.ancestors(first.code), first].filter((above) =>
    found.every((entry) => entry.path.startsWith(above.path)),
  )
  return common.at(-1)?.code ?? null
}

type Form = {
  readonly text: string
  readonly entry: Entry
  /** Three characters or more: long enough not to hide in other words. */
  readonly isFull: boolean
  /** Also a word or another place: short, it counts only after the region it lies in. */
  readonly isCommon: boolean
}
type Place = { readonly at: number; readonly end: number; readonly entry: Entry }

const han = /\p{Script=Han}/u
const suffixes = '省市区县州'
/** After one of these a place name can begin. */
const before = /(?:[在于位到自由赴驻至向为和与及或的是]|来自|公司|企业|单位)$/u
/** Before one of these a place name can end. */
const after =
  /^(?:地区|境内|本地|当地|当|本|某|企业|公司|高新|经开|经济|开发区|大学|学院|校区|工程|农业|科技|工业|技术|的|等|有|和|与|及|或|[一二三四五六七八九十百两几数各])/u

function placesIn(text: string): Place[] {
  const candidates: (Place & { form: Form })[] = []
  for (const form of forms()) {
    for (let at = text.indexOf(form.text); at >= 0; at = text.indexOf(form.text, at + 1)) {
      candidates.push({ at, end: at + form.text.length, entry: form.entry, form })
    }
  }
  candidates.sort((a, b) => a.at - b.at || b.end - a.end || a.entry.level - b.entry.level)
  const places: Place[] = []
  for (const candidate of candidates) {
    const last = places.at(-1)
    if (last && candidate.at < last.end) continue // 阿坝 is the prefecture before it is the county
    if (stands(candidate, text, places)) places.push(candidate)
  }
  return places
}

function stands({ at, end, entry, form }: Place & { form: Form }, text: string, earlier: readonly Place[]): boolean {
  const previous = earlier.at(-1)
  const follows =
    previous?.end === at && previous.entry.level < entry.level && entry.path.startsWith(previous.entry.path)
  if (follows) return true
  if (form.isCommon) return form.isFull && isUnique(form.text) && begins(text, at)
  if (form.isFull) return isUnique(form.text)
  const next = text.slice(end, end + 4)
  // 长宁区 is not our 长宁县, and 冷凉山区 not 凉山.
  if (next !== '' && suffixes.includes(next.charAt(0))) return false
  const isListed = previous !== undefined && /^[、,，和与及或]$/u.test(text.slice(previous.end, at))
  if (isListed) return true
  const isEnded = suffixes.includes(form.text.at(-1) ?? '') || ends(next)
  return entry.level > 2 ? begins(text, at) && isEnded : begins(text, at) || after.test(next)
}

function begins(text: string, at: number): boolean {
  return at === 0 || !han.test(text.charAt(at - 1)) || before.test(text.slice(Math.max(0, at - 2), at))
}

function ends(next: string): boolean {
  return next === '' || !han.test(next.charAt(0)) || after.test(next)
}

function distinct(places: readonly Place[]): Entry[] {
  return [...new Map(places.map(({ entry }) => [entry.code, entry])).values()]
}

let compiled: { of: readonly Entry[]; forms: readonly Form[]; counts: ReadonlyMap<string, number> } | undefined

const forms = () => compile().forms
/** 市中区 is in two cities: the city must be named. */
const isUnique = (name: string) => compile().counts.get(name) === 1

function compile() {
  const entries = regions.all()
  if (compiled?.of === entries) return compiled
  const list = entries.flatMap(formsOf)
  const counts = new Map<string, number>()
  for (const { text } of list) counts.set(text, (counts.get(text) ?? 0) + 1)
  compiled = { of: entries, forms: list, counts }
  return compiled
}

function formsOf(entry: Entry): Form[] {
  const source = regions.source(entry.code)
  const full = entry.name.zh
  const short = source?.short ?? full.replace(/(?:特别行政区|自治区|[省市区县州])$/u, '')
  const isCommon = source?.common === true
  const names = [full, ...(source?.aliases ?? [])]
  return [
    ...names.map((text) => ({ text, entry, isCommon, isFull: text.length >= 3 })),
    ...(short.length >= 2 && short !== full ? [{ text: short, entry, isCommon, isFull: short.length >= 3 }] : []),
  ]
}
