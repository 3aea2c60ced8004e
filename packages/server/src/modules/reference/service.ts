import { audit } from '../../platform/audit.ts'
import { type Context, inTransaction, system } from '../../platform/context.ts'
import type { Db } from '../../platform/database.ts'
import { Refusal } from '../../platform/problems.ts'
import { takeTurn } from '../../platform/turns.ts'
import { announcedSpan } from './calendar.ts'
import { files, hashOf, homeProvince, type RegionFile, regionFile } from './files.ts'
import * as store from './store.ts'
import type { Entry, Source, Tree } from './tree.ts'
import { disciplines, fields, industries, regions, regionTree } from './trees.ts'

const trees: Record<store.TreeTable, Tree> = {
  region: regions as Tree, // it also takes what other tables do not have, all of it optional
  industry: industries as Tree,
  discipline: disciplines as Tree,
  field: fields as Tree,
}

type Part = {
  readonly name: string
  readonly file: { readonly standard: string; readonly edition: string; readonly hash: string }
  readonly entries: number
  readonly fill: (db: Db) => Promise<void>
}

const treePart = (
  table: store.TreeTable,
  name: string,
  file: (typeof files)['regions' | 'fields' | 'industries' | 'disciplines'],
): Part => ({
  name,
  file,
  entries: file.entries.length,
  fill: (db) => store.setEntries(db, table, name, entriesOf(trees[table], file.entries)),
})

const parts: readonly Part[] = [
  treePart('region', `regions/${homeProvince}`, files.regions),
  treePart('industry', 'industries', files.industries),
  treePart('discipline', 'disciplines', files.disciplines),
  treePart('field', 'fields', files.fields),
  {
    name: 'readiness',
    file: files.readiness,
    entries: files.readiness.levels.length,
    fill: (db) => store.setReadiness(db, files.readiness.levels.map(toReadinessRow)),
  },
  { name: 'calendar', file: files.calendar, entries: files.calendar.years.length, fill: fillCalendar },
]

/**
 * Brings the tables of `reference` in line with the data files, where a file has changed, and this process in line with
 * what the tables hold beyond them: other provinces and retired codes. Called at start, after the migrations.
 */
export async function loadReference(db: Db): Promise<void> {
  if (changed(await store.hashes(db)).length > 0) {
    await inTransaction({ db, caller: system('reference'), now: new Date() }, fillChanged)
  }
  await rememberRest(db)
}

/**
 * Loads another province from a JSON file of the same shape as `reference/regions/510000.json`, or a newer version of
 * one that was loaded so. Other processes know it from their next start on. Returns the number of its entries.
 */
export async function loadRegions(ctx: Context, text: string): Promise<{ province: string; entries: number }> {
  const file = parseRegions(text)
  const province = file.entries[0]?.code ?? ''
  if (province === homeProvince) {
    throw new Refusal(
      'conflict',
      'reference/own-province',
      `${homeProvince} comes with Keyun and follows its versions.`,
    )
  }
  const name = `regions/${province}`
  await inTransaction(ctx, async (inner) => {
    const { db } = inner
    await takeTurn(db, 'reference')
    await store.setVersion(db, { name, ...version(file), hash: hashOf(text) }, file.entries.length, file)
    await store.setEntries(db, 'region', name, regionTree(file.entries).all())
    await audit(inner, [
      { action: 'load', entity: 'region', entityId: null, detail: { province, entries: file.entries.length } },
    ])
  })
  await rememberRest(ctx.db)
  return { province, entries: file.entries.length }
}

async function fillChanged({ db }: Context): Promise<void> {
  await takeTurn(db, 'reference')
  for (const { name, file, entries, fill } of changed(await store.hashes(db))) {
    await store.setVersion(db, { name, ...version(file), hash: file.hash }, entries)
    await fill(db)
  }
}

function changed(hashes: ReadonlyMap<string, string>): Part[] {
  return parts.filter(({ name, file }) => hashes.get(name) !== file.hash)
}

async function rememberRest(db: Db): Promise<void> {
  for (const file of await store.loadedFiles(db)) regions.add(regionFile.parse(file).entries)
  for (const table of store.treeTables) {
    const gone = await store.retired(db, table)
    if (gone.length > 0) trees[table].add(gone.map(toSource), { isRetired: true })
  }
}

/** The announced years and one more, so that a date of next year is always there. */
function fillCalendar(db: Db): Promise<void> {
  const { from, to } = announcedSpan()
  return store.setCalendar(db, from, `${Number(to.slice(0, 4)) + 1}-12-31`)
}

function parseRegions(text: string): RegionFile {
  const refuse = (message: string) => new Refusal('unprocessable', 'reference/region-file', message)
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    throw refuse('The file is not JSON. Take reference/regions/510000.json as the pattern.')
  }
  const parsed = regionFile.safeParse(content)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw refuse(`The file cannot be used: ${issue?.path.join('.') || 'entries'}: ${issue?.message}`)
}

function entriesOf(tree: Tree, sources: readonly Source[]): Entry[] {
  return sources.map(({ code }) => tree.get(code)).filter((entry) => entry !== undefined)
}

const version = ({ standard, edition }: { standard: string; edition: string }) => ({ standard, edition })

const toSource = ({ code, zh, en, parent }: store.Retired): Source => ({ code, zh, en, parent: parent ?? undefined })

function toReadinessRow({
  level,
  zh,
  en,
  detailZh,
  detailEn,
}: (typeof files.readiness.levels)[number]): store.ReadinessRow {
  return { scheme: files.readiness.standard, level, nameZh: zh, nameEn: en, detailZh, detailEn }
}
