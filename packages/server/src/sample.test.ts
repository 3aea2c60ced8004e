import { homeApi, matchingApi, offeringsApi, searchApi } from '@keyun/api'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { refreshNeed } from './modules/matching/service.ts'
import { disciplines, fields, industries, regions } from './modules/reference/index.ts'
import { system } from './platform/context.ts'
import { listJobs } from './platform/jobs.ts'
import { silent } from './platform/report.ts'
import { seedSample } from './sample.ts'
import { readSample } from './sampleFiles.ts'
import { testApp } from './testing.ts'

const sample = await readSample()
const { organisations, people, teams, offerings, needs } = sample

/** Long texts of every item, by its key. */
const texts: [key: string, texts: (string | null)[]][] = [
  ...organisations.map((row) => [row.key, [row.intro]] as [string, string[]]),
  ...people.map((row) => [row.key, [row.intro, row.studio?.motto ?? null]] as [string, (string | null)[]]),
  ...teams.map((row) => [row.key, [row.intro]] as [string, string[]]),
  ...offerings.map(
    (row) =>
      [row.key, [row.problem, row.description, ...row.scenarios, row.differentiators, row.evidenceNote]] as [
        string,
        (string | null)[],
      ],
  ),
  ...needs.map(
    (row) =>
      [row.key, [row.problem, row.situation, row.tried, row.constraints, row.matchedDetails]] as [
        string,
        (string | null)[],
      ],
  ),
]

/** What stands twice, with where. */
function repeated(entries: readonly (readonly [what: string, where: string])[]): string[] {
  return [...Map.groupBy(entries, ([what]) => what)]
    .map(([what, found]) => [what, new Set(found.map(([, where]) => where))] as const)
    .filter(([, where]) => where.size > 1)
    .map(([what, where]) => `${[...where].join(', ')}: ${what}`)
}

test('the sample is large enough to look at: offerings, needs, organisations, people', () => {
  expect(offerings.length).toBeGreaterThanOrEqual(300)
  expect(needs.length).toBeGreaterThanOrEqual(200)
  expect(organisations.length).toBeGreaterThanOrEqual(60)
  expect(people.length).toBeGreaterThanOrEqual(120)
})

test('all 21 cities have offerings, needs, organisations and people', () => {
  const cities = regions
    .all()
    .filter((region) => region.level === 2)
    .map(({ code }) => code)
  expect(cities).toHaveLength(21)
  const cityOf = (code: string) => regions.lineage(code)[1]
  for (const rows of [offerings, needs, organisations, people]) {
    const there = new Set(rows.map((row) => cityOf(row.region)))
    expect(cities.filter((city) => !there.has(city))).toEqual([])
  }
})

test('no two items share a sentence', () => {
  const sentences = texts.flatMap(([key, parts]) =>
    parts
      .flatMap((part) => (part ?? '').split(/[。！？；\n]/))
      .map((sentence) => sentence.trim())
      .filter((sentence) => [...sentence].length >= 8)
      .map((sentence) => [sentence, key] as const),
  )
  expect(sentences.length).toBeGreaterThan(3_000)
  expect(repeated(sentences)).toEqual([])
})

test('every title and every name is there once', () => {
  expect(repeated([...offerings, ...needs].map((row) => [row.title, row.key]))).toEqual([])
  expect(repeated([...organisations, ...teams].map((row) => [row.name, row.key]))).toEqual([])
  expect(repeated(people.map((row) => [row.name, row.key]))).toEqual([])
  expect(repeated(people.flatMap((row) => (row.studio ? [[row.studio.name, row.key] as const] : [])))).toEqual([])
})

test('every key is used once, and every reference leads somewhere', () => {
  const all = [...organisations, ...people, ...teams, ...offerings, ...needs].map((row) => row.key)
  expect(all.filter((key, position) => all.indexOf(key) !== position)).toEqual([])
  const keysOf = (rows: readonly { key: string }[]) => new Set(rows.map((row) => row.key))
  const [inOrganisations, inPeople, inTeams] = [keysOf(organisations), keysOf(people), keysOf(teams)]
  for (const row of [...people, ...teams, ...offerings, ...needs]) {
    expect(inOrganisations.has(row.organisation), `${row.key} → ${row.organisation}`).toBe(true)
  }
  for (const row of teams) {
    for (const key of [row.lead, ...row.members]) expect(inPeople.has(key), `${row.key} → ${key}`).toBe(true)
  }
  for (const { key, owner } of offerings) {
    expect(Object.values(owner).filter(Boolean), key).toHaveLength(1)
    if (owner.person) expect(inPeople.has(owner.person), `${key} → ${owner.person}`).toBe(true)
    if (owner.team) expect(inTeams.has(owner.team), `${key} → ${owner.team}`).toBe(true)
    if (owner.organisation) expect(inOrganisations.has(owner.organisation), `${key} → ${owner.organisation}`).toBe(true)
  }
})

test('every code is one of the tables', () => {
  const unknown: string[] = []
  const check = (key: string, tree: { get(code: string): unknown }, codes: readonly (string | null)[]) =>
    unknown.push(...codes.filter((code) => code !== null && !tree.get(code)).map((code) => `${key}: ${code}`))
  for (const row of [...organisations, ...people, ...offerings, ...needs]) check(row.key, regions, [row.region])
  for (const row of organisations) check(row.key, industries, [row.industry])
  for (const row of [...people, ...offerings, ...needs]) {
    check(row.key, fields, [row.field])
    check(row.key, disciplines, [row.discipline])
  }
  for (const row of [...offerings, ...needs]) check(row.key, industries, row.industries)
  for (const row of offerings)
    check(
      row.key,
      regions,
      row.servesRegions.map((code) => code.padEnd(6, '0')),
    )
  expect(unknown).toEqual([])
})

test('achievements say what sets them apart, and every target has a number, a unit and a way to test it', () => {
  const mute = offerings.filter((row) => row.kind === 'achievement' && !row.differentiators)
  expect(mute.map((row) => row.key)).toEqual([])
  const vague = needs.filter((row) => row.targets.length === 0)
  expect(vague.map((row) => row.key)).toEqual([])
})

test('scenarios are short phrases, and what sets an offering apart is said in sentences', () => {
  const odd = offerings.filter(
    ({ scenarios, differentiators }) =>
      scenarios.some((phrase) => /[。；|]/.test(phrase) || phrase.length > 24) ||
      (differentiators !== null && !differentiators.endsWith('。')),
  )
  expect(odd.map(({ key }) => key)).toEqual([])
})

test('what is said twice is found, and where', () => {
  expect(
    repeated([
      ['甲', 'a'],
      ['乙', 'a'],
      ['甲', 'b'],
      ['乙', 'a'],
    ]),
  ).toEqual(['a, b: 甲'])
})

test('an empty market is filled once, and every item is marked as sample data, found and matched', async () => {
  const { call, database, live } = await testApp()
  const { db } = database
  await seedSample(db, silent)
  await seedSample(db, silent) // a market that holds something is left alone
  const home = await call(homeApi.home, {})
  const figures = Object.fromEntries(home.figures.map(({ code, value }) => [code, value]))
  expect(figures).toMatchObject({
    offerings: offerings.length,
    needs: needs.length,
    people: people.length,
    organisations: organisations.length,
  })
  expect(home.isSample).toBe(true)
  expect(home.cities.filter((city) => city.needs === 0 || city.offerings === 0)).toEqual([])
  expect(home.fields.filter((field) => field.needs === 0 || field.offerings === 0)).toEqual([])
  const { rows } = await sql`select origin_kind as kind from needs.need union select origin_kind from offerings.offering
    union select origin_kind from identity.person union select origin_kind from identity.organisation`.execute(db)
  expect(rows).toEqual([{ kind: 'sample' }])
  expect((await listJobs(db)).map((job) => job.task)).toEqual(['matching.everything'])

  await live.ready()
  await live.catchUp()
  expect(await live.verify()).toEqual({ missing: 0, superfluous: 0, outdated: 0 })
  const [offering] = (await call(offeringsApi.list, {})).items
  const title = offering?.title ?? ''
  expect((await call(searchApi.offerings, { query: { q: title } })).items[0]?.title).toBe(title)

  // Every tenth need, here and now; the whole run is a matter of the journeys.
  const ids = (await sql<{ id: string }>`select id from needs.need order by origin_external_id`.execute(db)).rows
  const few = ids.filter((_, position) => position % 10 === 0)
  const unmatched: string[] = []
  for (const { id } of few) {
    await refreshNeed({ db, caller: system('test'), now: new Date() }, live, id)
    const { items } = await call(matchingApi.forNeed, { params: { id } })
    if (items.length === 0) unmatched.push(id)
  }
  expect(unmatched.length).toBeLessThan(few.length / 5)
})
