import type { CalendarDay, Names } from '@keyun/api'
import { type CalendarYear, files } from './files.ts'

const dayMs = 86_400_000
/** Asia/Shanghai has been UTC+8 without summer time since 1992. */
const shanghaiMs = 8 * 3_600_000
/** Some forty years: more is a mistake, and would be counted day by day. */
const mostDays = 10_000

const holidays = new Map<string, Names>()
const workedWeekends = new Set<string>()
const announced = new Set<number>()
for (const year of files.calendar.years) learn(year)

/** Is this plain day (`2026-10-10`) worked in China? Where a year is not announced, weekends alone are free. */
export function isWorkingDay(day: string): boolean {
  const weekend = isWeekend(dayNumber(day))
  if (holidays.has(day)) return false
  return !weekend || workedWeekends.has(day)
}

/** True while the State Council has not announced the year: holidays may still come in between. */
export function isProvisional(day: string): boolean {
  dayNumber(day)
  return !announced.has(Number(day.slice(0, 4)))
}

/** The n-th working day after `from`, which itself does not count; `from` for 0. */
export function addWorkingDays(from: string, n: number): string {
  if (!Number.isInteger(n) || n < 0 || n > mostDays)
    throw new RangeError(`${n} is not a number of days from 0 to ${mostDays}`)
  let number = dayNumber(from)
  for (let left = n; left > 0; ) {
    number += 1
    if (isWorkingDay(dayOf(number))) left -= 1
  }
  return dayOf(number)
}

/** Working days after `from` up to and with `to`; negative where `to` is the earlier one. */
export function workingDaysBetween(from: string, to: string): number {
  const start = dayNumber(from)
  const end = dayNumber(to)
  if (end < start) return -workingDaysBetween(to, from)
  if (end - start > 2 * mostDays) throw new RangeError(`${from} and ${to} are too far apart`)
  let count = 0
  for (let number = start + 1; number <= end; number += 1) if (isWorkingDay(dayOf(number))) count += 1
  return count || 0
}

/** The plain day in Asia/Shanghai at this moment, or so many days after it. Deadlines and clocks go by these days, not by UTC's. */
export function dayIn(moment: Date, daysAfter = 0): string {
  return new Date(moment.getTime() + shanghaiMs + daysAfter * dayMs).toISOString().slice(0, 10)
}

/** Each day from `from` to `to`, both with it. */
export function calendarDays(from: string, to: string): CalendarDay[] {
  const end = dayNumber(to)
  const days: CalendarDay[] = []
  for (let number = dayNumber(from); number <= end; number += 1) {
    const day = dayOf(number)
    days.push({
      day,
      isWorking: isWorkingDay(day),
      holiday: holidays.get(day) ?? null,
      isProvisional: isProvisional(day),
    })
  }
  return days
}

/** First and last day of the years that are announced. */
export function announcedSpan(): { from: string; to: string } {
  const years = [...announced]
  return { from: `${Math.min(...years)}-01-01`, to: `${Math.max(...years)}-12-31` }
}

function learn({ year, holidays: announcedHolidays, working }: CalendarYear): void {
  announced.add(year)
  for (const day of working) workedWeekends.add(day)
  for (const { zh, en, from, to } of announcedHolidays) {
    for (let number = dayNumber(from); number <= dayNumber(to); number += 1) holidays.set(dayOf(number), { zh, en })
  }
}

/** Days since 1970-01-01, a Thursday. */
function dayNumber(day: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
  // 2026-02-30 would be read as 2 March by some engines.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day) throw new RangeError(`${day} is not a day`)
  return ms / dayMs
}

function dayOf(number: number): string {
  return new Date(number * dayMs).toISOString().slice(0, 10)
}

function isWeekend(number: number): boolean {
  const sinceSunday = (((number + 4) % 7) + 7) % 7
  return sinceSunday === 0 || sinceSunday === 6
}
