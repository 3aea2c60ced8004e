import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/** Which module may use which, through its `index.ts`. An arrow that nothing uses is taken out. */
const map: Record<string, readonly string[]> = {
  reference: [],
  identity: ['reference'],
  offerings: ['identity', 'reference'],
  needs: ['identity', 'reference'],
  search: ['needs', 'offerings', 'identity', 'reference'],
  matching: ['needs', 'offerings', 'search', 'reference'],
  imports: ['needs', 'offerings', 'matching', 'search', 'reference'],
  indicators: ['needs', 'offerings', 'matching', 'identity', 'reference'],
}

/** What a package may import of the others. `web` reaches the server by `context.call` alone. */
const packages: Record<string, readonly string[]> = {
  engine: [],
  api: [],
  server: ['@keyun/api', '@keyun/engine'],
  web: ['@keyun/api'],
  cli: ['@keyun/api', '@keyun/engine', '@keyun/server'],
}

/** Read views, which other modules may join in SQL: public columns of public rows. */
const views = ['offerings.document', 'needs.document', 'identity.person_document', 'identity.organisation_document']
const nameViews = ['identity.person_name', 'identity.team_name', 'identity.organisation_name']
const published = [...views, ...nameViews]

/** Reads across, and writes nothing. */
const readsAcross = ['indicators']

/** Files at the top of the server that modules may use: generated table types, all events, all permissions. */
const common = ['tables.ts', 'events.ts', 'policy.ts']

const root = fileURLToPath(new URL('.', import.meta.url))
const packagesFolder = join(root, '../..')

type Source = { path: string; text: string; imports: string[] }

function sources(folder: string): Source[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(?!test[A-Z]|testing).*(?<!\.test|\.d)\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/node_modules|\/(dist|build|\.react-router)\//.test(path))
    .map((path) => {
      const text = readFileSync(path, 'utf8')
      const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, name]) => name ?? '')
      return { path, text, imports }
    })
}

const server = sources(root)
const inServer = (path: string) => relative(root, path)
const moduleOf = (path: string) => /^modules\/(\w+)\//.exec(inServer(path))?.[1]
const targetOf = (source: Source, name: string) => (name.startsWith('.') ? join(dirname(source.path), name) : name)

/** Every import of one module from another: who, whom, and by which file. */
const arrows = server.flatMap((source) => {
  const from = moduleOf(source.path)
  return source.imports.flatMap((name) => {
    const target = targetOf(source, name)
    const to = moduleOf(target)
    return from && to && from !== to ? [{ from, to, file: inServer(source.path), target: inServer(target) }] : []
  })
})

test('the map names every module', () => {
  expect(readdirSync(join(root, 'modules')).sort()).toEqual(Object.keys(map).sort())
})

test.each(Object.keys(map))('%s uses the modules that its row of the map names, all of them and no other', (module) => {
  const used = new Set(arrows.filter((arrow) => arrow.from === module).map((arrow) => arrow.to))
  expect([...used].sort()).toEqual([...(map[module] ?? [])].sort())
})

test('no arrow of the map runs back', () => {
  const order = Object.keys(map)
  for (const [module, uses] of Object.entries(map)) {
    for (const used of uses) expect(order.indexOf(used), `${module} → ${used}`).toBeLessThan(order.indexOf(module))
  }
})

test('modules meet at their index.ts alone', () => {
  expect(arrows.filter(({ target }) => !target.endsWith('/index.ts'))).toEqual([])
})

test('modules use nothing of the top of the server but what is common', () => {
  const strange = server
    .filter((source) => moduleOf(source.path))
    .flatMap((source) => source.imports.map((name) => inServer(targetOf(source, name))))
    .filter((path) => /^\w+\.ts$/.test(path) && !common.includes(path))
  expect(strange).toEqual([])
})

test('the platform knows no module and nothing of the top but tables and events', () => {
  const known = server
    .filter((source) => inServer(source.path).startsWith('platform/'))
    .flatMap((source) => source.imports.map((name) => inServer(targetOf(source, name))))
    .filter((path) => path.startsWith('modules/') || /^\w+\.ts$/.test(path))
  expect([...new Set(known)].sort()).toEqual(['events.ts', 'tables.ts'])
})

/** Tables and views as SQL and Kysely name them: `needs.need`, `'offerings.document as offering'`. */
function tablesNamedIn(text: string): string[] {
  const schemas = [...Object.keys(map), 'platform'].join('|')
  const names = text.matchAll(
    new RegExp(`(?:['"]|\\b(?:from|join|into|update|table|only)\\s+)((?:${schemas})\\.\\w+)`, 'g'),
  )
  return [...new Set([...names].map(([, name]) => (name ?? '').replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)))]
}

test('tables are seen in SQL and in queries', () => {
  const text = "select x from needs.need n join identity.team_member m; db.selectFrom('matching.candidate as pair')"
  expect(tablesNamedIn(text)).toEqual(['needs.need', 'identity.team_member', 'matching.candidate'])
})

test('a schema is named in SQL by its own module alone; others join the views it publishes', () => {
  const trespasses = server.flatMap((source) => {
    const module = moduleOf(source.path)
    if (!module || readsAcross.includes(module)) return []
    return tablesNamedIn(source.text)
      .filter((table) => isTable(table) && !table.startsWith(`${module}.`) && !published.includes(table))
      .map((table) => `${inServer(source.path)}: ${table}`)
  })
  expect(trespasses).toEqual([])
})

test('SQL lives in stores', () => {
  const elsewhere = server
    .filter((source) => moduleOf(source.path) && !/\/(store|documents)\.ts$/.test(source.path))
    .filter((source) => !readsAcross.includes(moduleOf(source.path) ?? ''))
    .filter((source) => tablesNamedIn(source.text).some(isTable))
  expect(elsewhere.map((source) => inServer(source.path))).toEqual([])
})

test('who reads across writes nothing', () => {
  const writers = server
    .filter((source) => readsAcross.includes(moduleOf(source.path) ?? ''))
    .filter((source) => /\b(insertInto|updateTable|deleteFrom|insert into|delete from)\b/.test(source.text))
  expect(writers.map((source) => inServer(source.path))).toEqual([])
})

test('every published view is there, and the migrations publish no other', () => {
  expect([...tables.views].sort()).toEqual([...published].sort())
})

test.each(Object.keys(packages))('the package %s imports what its row names', (name) => {
  const own = name === 'web' ? join(packagesFolder, name, 'app') : join(packagesFolder, name, 'src')
  const used = sources(own).flatMap((source) => source.imports.filter((target) => target.startsWith('@keyun/')))
  const allowed = packages[name] ?? []
  expect(used.filter((target) => !allowed.some((one) => target === one || target.startsWith(`${one}/`)))).toEqual([])
})

test('no package reaches into the files of another', () => {
  const reaching = Object.keys(packages).flatMap((name) =>
    sources(join(packagesFolder, name, name === 'web' ? 'app' : 'src')).flatMap((source) =>
      source.imports
        .map((target) => targetOf(source, target))
        .filter((target) => target.startsWith(packagesFolder) && !target.startsWith(join(packagesFolder, name, '/')))
        .map((target) => `${relative(packagesFolder, source.path)} → ${relative(packagesFolder, target)}`),
    ),
  )
  expect(reaching).toEqual([])
})

test('the engine does no input or output, and the contract depends on zod alone', () => {
  const outside = (name: string) =>
    sources(join(packagesFolder, name, 'src')).flatMap((source) => source.imports.filter((one) => !one.startsWith('.')))
  const { dependencies = {} } = JSON.parse(readFileSync(join(packagesFolder, 'engine/package.json'), 'utf8'))
  expect(
    [...new Set(outside('engine'))].filter(
      (one) => !Object.keys(dependencies).some((known) => one === known || one.startsWith(`${known}/`)),
    ),
  ).toEqual([])
  expect([...new Set(outside('api'))]).toEqual(['zod'])
})

const tables = readTables()
function isTable(name: string): boolean {
  return tables.all.has(name)
}

/** What the migrations create. */
function readTables() {
  const folder = new URL('../migrations/', import.meta.url)
  const sql = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'))
  const created = [...sql.join('\n').matchAll(/create (table|view) (\w+\.\w+)/g)]
  return {
    all: new Set(created.map(([, , name]) => name ?? '')),
    views: created.filter(([, kind]) => kind === 'view').map(([, , name]) => name ?? ''),
  }
}
