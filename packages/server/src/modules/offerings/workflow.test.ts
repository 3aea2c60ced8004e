import { type OfferingStatus, offeringAction, offeringStatus, offeringsApi } from '@keyun/api'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { system } from '../../platform/context.ts'
import { addOwnOffering } from '../../testItems.ts'
import { operator, testApp } from '../../testing.ts'
import { runClock } from './service.ts'
import { freshDays, type OfferingItem, offeringWorkflow, silentDays } from './workflow.ts'

const item: OfferingItem = { kind: 'achievement', differentiators: '寿命长一倍', intellectualProperty: [] }
const at = (status: OfferingStatus, some: Partial<OfferingItem> = {}) => ({ ...item, ...some, status })

test.each(offeringWorkflow.steps)('$from: $action by the $by leads to $to', ({ from, action, to, by }) => {
  expect(offeringWorkflow.next(at(from), action, [by])).toBe(to)
})

test('every status is reached from a draft, and every action is in a row', () => {
  const reached = new Set<OfferingStatus>(['draft'])
  for (let more = true; more; ) {
    const next = offeringWorkflow.steps.filter((step) => reached.has(step.from) && !reached.has(step.to))
    for (const { to } of next) reached.add(to)
    more = next.length > 0
  }
  expect([...reached].sort()).toEqual([...offeringStatus.options].sort())
  expect(new Set(offeringWorkflow.steps.map((step) => step.action))).toEqual(new Set(offeringAction.options))
})

test('nothing is deleted: what is removed stays removed, and an archived one can come back', () => {
  const final = offeringStatus.options.filter((status) => !offeringWorkflow.steps.some((step) => step.from === status))
  expect(final).toEqual(['removed'])
})

test('timed steps are the clock’s and name the date they wait for', () => {
  for (const step of offeringWorkflow.steps) expect(step.by === 'clock').toBe(step.within !== undefined)
})

test('an achievement says what sets it apart before it is reviewed and published; other kinds need not', () => {
  const mute = { differentiators: null }
  for (const [from, action, by] of [
    ['secrecy_declared', 'submit', 'owner'],
    ['needs_revision', 'resubmit', 'owner'],
    ['in_review', 'approve', 'reviewer'],
  ] as const) {
    expect(() => offeringWorkflow.next(at(from, mute), action, [by])).toThrow(/differentiators-missing/)
    expect(offeringWorkflow.actions(at(from, mute), [by])).not.toContain(action)
    expect(() => offeringWorkflow.next(at(from, { ...mute, kind: 'skill' }), action, [by])).not.toThrow()
  }
})

test('an unconfirmed offering is unlisted after 180 days and archived after 90 more; a word of its owner keeps it', async () => {
  const { call, database } = await testApp()
  const { db } = database
  const id = await addOwnOffering(database, 'in_review')
  const act = (action: 'approve' | 'confirm_alive') =>
    call(offeringsApi.act, { params: { id }, body: { action, reason: '电话确认' } }, operator)
  const clock = (days: number) =>
    runClock({ db, caller: system('clock'), now: new Date(Date.now() + days * 86_400_000) })
  const status = async () => (await call(offeringsApi.get, { params: { id } }, operator)).status
  const listed = async () => (await call(offeringsApi.list, {})).items.map((card) => card.id)

  await act('approve')
  expect(await clock(freshDays - 1)).toBe(0)
  expect(await clock(freshDays)).toBe(1)
  expect(await status()).toBe('stale')
  expect(await listed()).toEqual([])
  expect(await call(offeringsApi.get, { params: { id } })).toMatchObject({ status: 'stale' }) // the address still answers

  await act('confirm_alive')
  expect(await listed()).toEqual([id])
  expect(await clock(freshDays)).toBe(1)
  expect(await clock(freshDays + silentDays - 1)).toBe(0)
  expect(await clock(freshDays + silentDays)).toBe(1)
  expect(await status()).toBe('archived')
  await expect(call(offeringsApi.get, { params: { id } })).rejects.toMatchObject({ code: 'offering/gone' })

  const { rows } = await sql<{ action: string; actorKind: string }>`
    select action, actor_kind from platform.audit_event where entity_id = ${id} order by id`.execute(db)
  expect(rows.map((row) => `${row.actorKind} ${row.action}`)).toEqual([
    'operator offering.approve',
    'system offering.mark_stale',
    'operator offering.confirm_alive',
    'system offering.mark_stale',
    'system offering.archive',
  ])
})

test('a frozen offering is gone for visitors, and comes back when reinstated', async () => {
  const { call, database } = await testApp()
  const id = await addOwnOffering(database, 'published')
  const act = (action: 'freeze' | 'reinstate') =>
    call(offeringsApi.act, { params: { id }, body: { action, reason: '权属争议' } }, operator)
  expect((await act('freeze')).actions).toEqual(['reinstate', 'remove'])
  await expect(call(offeringsApi.get, { params: { id } })).rejects.toMatchObject({ code: 'offering/gone' })
  await act('reinstate')
  expect(await call(offeringsApi.get, { params: { id } })).toMatchObject({ status: 'published', actions: [] })
})
