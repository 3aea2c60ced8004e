import type { Coded, Language, Names } from '@keyun/api'
import { pinyin } from 'pinyin-pro'

/** What a data file says of one entry. */
export type Source = {
  readonly code: string
  readonly zh: string
  readonly en?: string | undefined
  /** Where the tree differs from what the code says. */
  readonly parent?: string | undefined
  /** Pinyin initials where the dictionary has the wrong reading. */
  readonly initials?: string | undefined
  /** Other names that search finds. */
  readonly aliases?: readonly string[] | undefined
}

export type Entry = {
  readonly code: string
  readonly parentCode: string | null
  /** Short codes from the root down, a dot after each: `51.5101.510104.` */
  readonly path: string
  /** 1 is the top. */
  readonly level: number
  readonly name: Names
  /** Dropped by a newer version of its table: it still has a name, but is not offered. */
  readonly isRetired: boolean
}

/** A code table in memory, so that pages and rules need no query. */
export type Tree<S extends Source = Source> = {
  get(code: string): Entry | undefined
  /** The code itself where the table does not know it. */
  name(code: string, language: Language): string
  coded(code: string): Coded
  pathOf(code: string): string | undefined
  /** From the top down, without the entry itself. */
  ancestors(code: string): readonly Entry[]
  /** Codes from the top down to the entry itself; the code alone where the table does not know it. */
  lineage(code: string): string[]
  /** In the order of codes; the tops of the tree for null. */
  children(code: string | null): readonly Entry[]
  /** Every entry that is offered, in the order of codes; the same array until something is added. */
  all(): readonly Entry[]
  /** What the file said of an entry. */
  source(code: string): S | undefined
  /** Is `code` the same as `ancestor` or under it? */
  isWithin(code: string, ancestor: string): boolean
  /** By code, name or pinyin initials, best first; ties in the order of codes. */
  search(words: string): readonly Entry[]
  /** Adds entries, or replaces those with the same code. */
  add(sources: readonly S[], options?: { isRetired?: boolean }): void
}

export type Shape = {
  /** The next code up that could exist, or null at the top. */
  readonly parentOf: (code: string) => string | null
  /** A code as it stands in paths. */
  readonly short?: (code: string) => string
}

export function tree<S extends Source>(shape: Shape, sources: readonly S[]): Tree<S> {
  const known = new Map<string, Entry>()
  const sourceOf = new Map<string, S>()
  let under = new Map<string | null, Entry[]>()
  let offered: Entry[] = []
  let initials: Map<string, string> | undefined

  const add = (added: readonly S[], { isRetired = false } = {}) => {
    const fresh = new Map(added.map((source) => [source.code, source]))
    // Parents first, whatever the order of the file.
    for (const source of [...fresh.values()].sort((a, b) => byCode(a.code, b.code))) {
      const parent = parentIn(source)
      known.set(source.code, {
        code: source.code,
        parentCode: parent?.code ?? null,
        path: `${parent?.path ?? ''}${shape.short?.(source.code) ?? source.code}.`,
        level: (parent?.level ?? 0) + 1,
        name: { zh: source.zh, en: source.en ?? source.zh },
        isRetired,
      })
      sourceOf.set(source.code, source)
    }
    offered = [...known.values()].filter((entry) => !entry.isRetired).sort((a, b) => byCode(a.code, b.code))
    under = Map.groupBy(offered, (entry) => entry.parentCode)
    initials = undefined
  }

  const parentIn = ({ code, parent }: S): Entry | undefined => {
    for (let up = parent ?? shape.parentOf(code); up !== null; up = shape.parentOf(up)) {
      const entry = known.get(up)
      if (entry) return entry
    }
    return undefined
  }

  const ancestors = (code: string): Entry[] => {
    const above: Entry[] = []
    let entry = known.get(code)
    while (entry?.parentCode) {
      entry = known.get(entry.parentCode)
      if (entry) above.unshift(entry)
    }
    return above
  }

  const search = (words: string): Entry[] => {
    const wanted = words.normalize('NFKC').trim().toLowerCase()
    if (!wanted) return []
    initials ??= new Map(offered.map((entry) => [entry.code, initialsOf(entry.name.zh, sourceOf.get(entry.code))]))
    const found: { entry: Entry; rank: number }[] = []
    for (const entry of offered) {
      const rank = rankOf(entry, wanted, initials.get(entry.code) ?? '', sourceOf.get(entry.code)?.aliases ?? [])
      if (rank !== undefined) found.push({ entry, rank })
    }
    return found.sort((a, b) => a.rank - b.rank || a.entry.level - b.entry.level).map(({ entry }) => entry)
  }

  add(sources)
  return {
    get: (code) => known.get(code),
    name: (code, language) => known.get(code)?.name[language] ?? code,
    coded: (code) => ({ code, name: known.get(code)?.name ?? { zh: code, en: code } }),
    pathOf: (code) => known.get(code)?.path,
    ancestors,
    lineage: (code) => [...ancestors(code).map((entry) => entry.code), code],
    children: (code) => under.get(code) ?? [],
    all: () => offered,
    source: (code) => sourceOf.get(code),
    isWithin: (code, ancestor) => {
      const above = known.get(ancestor)?.path
      return above !== undefined && known.get(code)?.path.startsWith(above) === true
    },
    search,
    add,
  }
}

const byCode = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** The lower the better; undefined where nothing fits. */
function rankOf(entry: Entry, wanted: string, initials: string, aliases: readonly string[]): number | undefined {
  const code = entry.code.toLowerCase()
  const { zh, en } = entry.name
  const chinese = zh.toLowerCase()
  const english = en === zh ? '' : en.toLowerCase()
  if (code === wanted || chinese === wanted || english === wanted) return 0
  if (aliases.includes(wanted)) return 1
  if (initials === wanted) return 2
  if (chinese.startsWith(wanted)) return 3
  if (code.startsWith(wanted)) return 4
  if (initials.startsWith(wanted)) return 5
  if (english.startsWith(wanted)) return 6
  if (chinese.includes(wanted)) return 7
  if (english.includes(` ${wanted}`) || aliases.some((alias) => alias.startsWith(wanted))) return 8
  return undefined
}

/** First letters of the pinyin of each character, other letters and digits as they are: 绵阳市 → `mys`. */
function initialsOf(zh: string, source: Source | undefined): string {
  if (source?.initials) return source.initials
  const first = pinyin(zh, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'consecutive' })
  return first
    .join('')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
}
