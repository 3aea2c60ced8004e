import { type NeedStatus, needAction, needStatus } from '@keyun/api'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diagram } from '../../platform/workflow.ts'
import { gatePass, type NeedItem, needWorkflow, passesGate } from './workflow.ts'

const passing: NeedItem = { gateProblem: 3, gateTargets: 3, gateTerms: 2, gateClarity: 2, publishedAt: new Date() }
const at = (status: NeedStatus, item: Partial<NeedItem> = {}) => ({ ...passing, ...item, status })

test.each(needWorkflow.steps)('$from: $action by the $by leads to $to', ({ from, action, to, by }) => {
  expect(needWorkflow.next(at(from), action, [by])).toBe(to)
  expect(needWorkflow.actions(at(from), [by])).toContain(action)
})

test('whoever is not named by a row cannot take it, and is offered nothing', () => {
  for (const { from, action, by } of needWorkflow.steps) {
    const others = (['owner', 'reviewer', 'operator', 'clock', 'market'] as const).filter(
      (role) => !needWorkflow.steps.some((step) => step.from === from && step.action === action && step.by === role),
    )
    expect(others).not.toContain(by)
    for (const role of others) {
      expect(() => needWorkflow.next(at(from), action, [role])).toThrow(/not yours/)
      expect(needWorkflow.actions(at(from), [role])).not.toContain(action)
    }
  }
  for (const status of needStatus.options) expect(needWorkflow.actions(at(status), [])).toEqual([])
})

test('a step that no row has is refused as a conflict', () => {
  for (const status of needStatus.options) {
    for (const action of needAction.options) {
      if (needWorkflow.steps.some((step) => step.from === status && step.action === action)) continue
      expect(() => needWorkflow.next(at(status), action, ['owner'])).toThrow(
        expect.objectContaining({ kind: 'conflict', code: 'workflow/no-such-step' }),
      )
    }
  }
})

test('every status is reached from a draft, and every action is in a row', () => {
  const reached = new Set<NeedStatus>(['draft'])
  for (let more = true; more; ) {
    const next = needWorkflow.steps.filter((step) => reached.has(step.from) && !reached.has(step.to))
    for (const { to } of next) reached.add(to)
    more = next.length > 0
  }
  expect([...reached].sort()).toEqual([...needStatus.options].sort())
  expect(new Set(needWorkflow.steps.map((step) => step.action))).toEqual(new Set(needAction.options))
})

test('only what is over stays for good', () => {
  const final = needStatus.options.filter((status) => !needWorkflow.steps.some((step) => step.from === status))
  expect(final).toEqual(['solved', 'referred', 'closed_unmet'])
})

test('timed steps are the clock’s and name the date they wait for', () => {
  for (const step of needWorkflow.steps) expect(step.by === 'clock').toBe(step.within !== undefined)
})

test('the gate: any 0 blocks, fewer than 10 of 20 do not publish, an unscored axis does not pass', () => {
  const axis = fc.option(fc.integer({ min: 0, max: 5 }))
  fc.assert(
    fc.property(axis, axis, axis, axis, (gateProblem, gateTargets, gateTerms, gateClarity) => {
      const axes = [gateProblem, gateTargets, gateTerms, gateClarity]
      const expected = axes.includes(null)
        ? 'gate-not-scored'
        : axes.includes(0)
          ? 'gate-axis-zero'
          : axes.reduce<number>((sum, points) => sum + (points ?? 0), 0) < gatePass
            ? 'gate-below-pass'
            : null
      expect(passesGate({ gateProblem, gateTargets, gateTerms, gateClarity, publishedAt: null })).toBe(expected)
    }),
    { seed: 2, numRuns: 500 },
  )
})

test.each([
  ['gate-not-scored', { gateClarity: null }],
  ['gate-axis-zero', { gateProblem: 5, gateTargets: 5, gateTerms: 5, gateClarity: 0 }],
  ['gate-below-pass', { gateProblem: 3, gateTargets: 2, gateTerms: 2, gateClarity: 2 }],
] as const)(
  'a submitted need that fails the gate with %s cannot be published, and the step is not offered',
  (code, axes) => {
    expect(() => needWorkflow.next(at('submitted', axes), 'publish', ['reviewer'])).toThrow(
      expect.objectContaining({ kind: 'unprocessable', code: `workflow/${code}` }),
    )
    expect(needWorkflow.actions(at('submitted', axes), ['reviewer'])).not.toContain('publish')
  },
)

test('a need withdrawn before it was ever public cannot be restored past the gate', () => {
  const never = at('withdrawn', { publishedAt: null })
  expect(() => needWorkflow.next(never, 'restore', ['operator'])).toThrow(/never-published/)
})

test('the rows are a state diagram', () => {
  expect(diagram(needWorkflow.steps).split('\n')).toHaveLength(needWorkflow.steps.length + 1)
})
