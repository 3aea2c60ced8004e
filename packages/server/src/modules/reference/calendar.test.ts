import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calendarDays } from './calendar.ts'
import { addWorkingDays, dayIn, isProvisional, isWorkingDay, workingDaysBetween } from './index.ts'

const anyDay = fc
  .integer({ min: Date.parse('2023-06-01') / 86_400_000, max: Date.parse('2028-06-01') / 86_400_000 })
  .map((number) => new Date(number * 86_400_000).toISOString().slice(0, 10))

test.each([
  ['2026-11-23', true, 'an ordinary Monday'],
  ['2026-11-22', false, 'an ordinary Sunday'],
  ['2026-10-10', true, 'a Saturday worked for National Day'],
  ['2026-10-07', false, 'the last day of the holiday'],
  ['2026-02-23', false, 'a Monday within Spring Festival'],
  ['2026-02-28', true, 'a Saturday worked for Spring Festival'],
  ['2025-09-28', true, 'a Sunday worked for National Day'],
  ['2025-10-08', false, 'the eighth day of the double holiday'],
  ['2024-02-18', true, 'a Sunday worked for Spring Festival'],
])('%s is a working day: %s (%s)', (day, expected) => {
  expect(isWorkingDay(day)).toBe(expected)
})

test.each([
  [2024, 251],
  [2025, 248],
  [2026, 248],
])('%i has %i working days', (year, days) => {
  expect(workingDaysBetween(`${year - 1}-12-31`, `${year}-12-31`)).toBe(days)
})

test('every announced holiday is free, and every moved day falls on a weekend', () => {
  for (const { day, isWorking, holiday } of calendarDays('2024-01-01', '2026-12-31')) {
    if (holiday) expect([day, isWorking]).toEqual([day, false])
    const weekday = new Date(day).getUTCDay()
    if (isWorking && (weekday === 0 || weekday === 6)) expect(holiday).toBeNull()
  }
})

test('a year without a notice counts weekends only and says that it is provisional', () => {
  expect(isProvisional('2027-10-01')).toBe(true)
  expect(isWorkingDay('2027-10-01')).toBe(true) // a Friday: the notice will make it a holiday
  expect(isProvisional('2026-12-31')).toBe(false)
})

test('two working days after the Thursday before the National Day week are in October', () => {
  expect(addWorkingDays('2026-09-29', 2)).toBe('2026-10-08')
  expect(addWorkingDays('2026-10-08', 2)).toBe('2026-10-10')
})

test('a day is that of Sichuan, not that of the server', () => {
  expect(dayIn(new Date('2026-11-22T15:59:59Z'))).toBe('2026-11-22')
  expect(dayIn(new Date('2026-11-22T16:00:00Z'))).toBe('2026-11-23')
  expect(dayIn(new Date('2026-12-30T16:00:00Z'), 1)).toBe('2027-01-01')
})

test('adding working days lands on a working day, and counting leads back', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 1, max: 60 }), (from, n) => {
      const to = addWorkingDays(from, n)
      expect(isWorkingDay(to)).toBe(true)
      expect(workingDaysBetween(from, to)).toBe(n)
      expect(workingDaysBetween(to, from)).toBe(-n)
    }),
    { numRuns: 200, seed: 1 },
  )
})

test('spans add up', () => {
  fc.assert(
    fc.property(anyDay, anyDay, anyDay, (...days) => {
      const [a, b, c] = days.sort() as [string, string, string]
      expect(workingDaysBetween(a, b) + workingDaysBetween(b, c)).toBe(workingDaysBetween(a, c))
    }),
    { numRuns: 100, seed: 1 },
  )
})

test.each(['2026-02-30', '2026-13-01', '26-01-01', '2026-1-1', '', '2026-01-01T00:00:00Z'])('%j is no day', (day) => {
  expect(() => isWorkingDay(day)).toThrow(RangeError)
})

test.each([-1, 0.5, Number.NaN, 1e9])('%d working days cannot be added', (n) => {
  expect(() => addWorkingDays('2026-01-01', n)).toThrow(RangeError)
})
