import type { Target } from '@keyun/api'
import { expect, test } from 'vitest'
import { required } from './targets.tsx'

const target: Target = { name: '', comparator: '≥', value: 0, maxValue: null, unit: '', method: null, must: true }
const said = (some: Partial<Target>) => required({ ...target, ...some }).replaceAll('\u00a0', ' ')

test('a target reads as people write it, with its unit and never broken in between', () => {
  expect(said({ comparator: '≤', value: 8, unit: '%' })).toBe('≤ 8 %')
  expect(said({ comparator: 'range', value: 15, maxValue: 25, unit: 'kPa' })).toBe('15–25 kPa')
  expect(said({ value: 1_000_000_000 })).toBe('≥ 1,000,000,000')
  expect(said({ value: 2026, unit: '年' })).toBe('≥ 2026 年')
  expect(said({ comparator: '=', value: 0.000_05, unit: 'mg/L' })).toBe('= 0.00005 mg/L')
  expect(said({ comparator: '≤', value: -40.5, unit: '℃' })).toBe('≤ -40.5 ℃')
})
