import { needStatus, needsApi, offeringStatus } from '@keyun/api'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type Caller, newId } from './platform/context.ts'
import { toProblem } from './platform/problems.ts'
import { keyunPolicy } from './policy.ts'
import { addOwnNeed, addOwnOffering } from './testItems.ts'
import { operator, testApp, testDatabase } from './testing.ts'

const callers: Caller[] = [{ kind: 'visitor' }, { kind: 'system', name: 'clock' }, operator]

/** The states of every kind of row that a permission is about. */
const statesOf: Record<string, readonly string[]> = {
  need: needStatus.options,
  offering: offeringStatus.options,
  person: ['draft', 'active', 'suspended', 'erased'],
  organisation: ['draft', 'active', 'suspended', 'closed'],
  team: ['active', 'closed'],
}
const tableOf: Record<string, string> = {
  need: 'needs.need',
  offering: 'offerings.offering',
  person: 'identity.person',
  organisation: 'identity.organisation',
  team: 'identity.team',
}

test('the rule in process and the rule in SQL agree on every caller, permission and state', async () => {
  const database = await testDatabase()
  const { db } = database
  for (const status of needStatus.options) await addOwnNeed(database, status)
  for (const status of offeringStatus.options) await addOwnOffering(database, status)
  for (const status of statesOf.person ?? []) {
    await sql`insert into identity.person (id, name, role, region_code, status)
      values (${newId()}, '甲', 'scientist', '510100', ${status})`.execute(db)
  }
  for (const status of statesOf.organisation ?? []) {
    await sql`insert into identity.organisation (id, name, type, region_code, status)
      values (${newId()}, '乙', 'society', '510100', ${status})`.execute(db)
  }
  for (const status of statesOf.team ?? []) {
    await sql`insert into identity.team (id, name, status) values (${newId()}, '丙', ${status})`.execute(db)
  }

  let cells = 0
  for (const permission of new Set(keyunPolicy.rules.map((rule) => rule.permission))) {
    const entity = permission.split('.')[0] ?? ''
    const table = tableOf[entity]
    if (!table) continue
    for (const caller of callers) {
      const { rows } = await sql<{ status: string; isAllowed: boolean }>`
        select status, ${keyunPolicy.where(caller, permission, 'item')} as is_allowed
        from ${sql.table(table)} as item`.execute(db)
      expect(new Set(rows.map((row) => row.status))).toEqual(new Set(statesOf[entity]))
      for (const row of rows) {
        expect(row.isAllowed, `${caller.kind} ${permission} ${row.status}`).toBe(
          keyunPolicy.allows(caller, permission, row),
        )
        cells++
      }
    }
  }
  expect(cells).toBeGreaterThan(150)
})

test('what no rule names is nobody’s', () => {
  for (const caller of callers) {
    expect(keyunPolicy.permits(caller, 'need.burn')).toBe(false)
    expect(keyunPolicy.allows(caller, 'need.burn', { status: 'published' })).toBe(false)
  }
})

test('who may ask what: every endpoint and every kind of caller', async () => {
  const { router } = await testApp()
  const matrix = router
    .endpoints()
    .map((endpoint) => {
      const may = callers.filter((caller) => keyunPolicy.permits(caller, endpoint.permission)).map(({ kind }) => kind)
      return `${endpoint.method} ${endpoint.path} ${endpoint.permission}: ${may.join(' ') || 'nobody'}`
    })
    .sort()
  expect(matrix).toMatchInlineSnapshot(`
    [
      "GET /api/home home.read: visitor system operator",
      "GET /api/needs need.read: visitor system operator",
      "GET /api/needs/:id need.read: visitor system operator",
      "GET /api/needs/:id/matches need.read: visitor system operator",
      "GET /api/offerings offering.read: visitor system operator",
      "GET /api/offerings/:id offering.read: visitor system operator",
      "GET /api/offerings/:id/matches offering.read: visitor system operator",
      "GET /api/organisations/:id organisation.read: visitor system operator",
      "GET /api/people/:id person.read: visitor system operator",
      "GET /api/reference/calendar reference.read: visitor system operator",
      "GET /api/reference/disciplines reference.read: visitor system operator",
      "GET /api/reference/disciplines/:code reference.read: visitor system operator",
      "GET /api/reference/fields reference.read: visitor system operator",
      "GET /api/reference/fields/:code reference.read: visitor system operator",
      "GET /api/reference/industries reference.read: visitor system operator",
      "GET /api/reference/industries/:code reference.read: visitor system operator",
      "GET /api/reference/readiness reference.read: visitor system operator",
      "GET /api/reference/regions reference.read: visitor system operator",
      "GET /api/reference/regions/:code reference.read: visitor system operator",
      "GET /api/search/needs need.read: visitor system operator",
      "GET /api/search/offerings offering.read: visitor system operator",
      "GET /api/search/organisations organisation.read: visitor system operator",
      "GET /api/search/people person.read: visitor system operator",
      "GET /api/search/suggestions search.suggest: visitor system operator",
      "GET /api/sitemap home.read: visitor system operator",
      "GET /api/studios/:id offering.read: visitor system operator",
      "GET /api/teams/:id team.read: visitor system operator",
      "POST /api/matching/try matching.try: visitor system operator",
      "POST /api/needs/:id/actions need.act: system operator",
      "POST /api/offerings/:id/actions offering.act: system operator",
    ]
  `)
})

test('a state is visible to visitors or it is not: the golden list', () => {
  const visible = Object.entries(statesOf).map(([entity, states]) => [
    entity,
    states.filter((status) => keyunPolicy.allows({ kind: 'visitor' }, `${entity}.read`, { status })).join(' '),
  ])
  expect(Object.fromEntries(visible)).toMatchInlineSnapshot(`
    {
      "need": "published matched contracted solved",
      "offering": "published reserved stale",
      "organisation": "active",
      "person": "active",
      "team": "active",
    }
  `)
})

test('over HTTP everybody is a visitor: what is for staff is refused as a problem document', async () => {
  const { app, database } = await testApp()
  const id = await addOwnNeed(database, 'published')
  const refused = await app.inject({ method: 'POST', url: `/api/needs/${id}/actions`, payload: { action: 'withdraw' } })
  expect(refused.json()).toMatchObject({ status: 403, type: 'urn:problem:policy/not-allowed' })
})

test('a need shows itself to a visitor exactly when its state is public', async () => {
  const { call, database } = await testApp()
  for (const status of needStatus.options) {
    const id = await addOwnNeed(database, status)
    const found = await call(needsApi.get, { params: { id } }).then(
      () => 200,
      (error) => toProblem(error, '').status,
    )
    const isPublic = keyunPolicy.allows({ kind: 'visitor' }, 'need.read', { status })
    expect(found, status).toBe(isPublic ? 200 : status === 'expired' ? 410 : 404)
    expect((await call(needsApi.get, { params: { id } }, operator)).status).toBe(status)
  }
})

test('names of people and organisations that are hidden appear in no reply', async () => {
  const { app, database } = await testApp()
  const id = await addOwnOffering(database, 'published')
  const need = await addOwnNeed(database, 'published')
  const before = await app.inject(`/api/offerings/${id}`)
  expect(before.json().owner.name).toBe('绵阳叶片制造有限公司')
  await sql`update identity.organisation set status = 'suspended'`.execute(database.db)
  for (const url of [`/api/offerings/${id}`, `/api/needs/${need}`, '/api/needs', '/api/offerings', '/api/home']) {
    expect((await app.inject(url)).body).not.toContain('绵阳叶片制造')
  }
})
