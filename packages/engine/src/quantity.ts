import { plain } from './normalise.ts'
import type { Quantity } from './types.ts'
import { parseUnit, type Unit } from './unit.ts'

/** A quantity found in a text, in the base of its dimension as well as written. */
export interface Measured extends Quantity {
  readonly dimension: string
  /** Ends in the base unit. */
  readonly base: { readonly min: number | null; readonly max: number | null }
}

/** Numbers with units in a text, with comparisons (`≥`, 不低于, 以上 …) and ranges (`180~260`). At most 50. */
export function quantities(text: string): Measured[] {
  const found: Measured[] = []
  for (const match of plain(text).replace(/\s+/gu, ' ').matchAll(pattern)) {
    // The groups are those named in the pattern; the compiler cannot know.
    const measured = read(match.groups as unknown as Groups, match[0].trim())
    if (measured) found.push(measured)
    if (found.length === 50) break
  }
  return found
}

/**
 * Does what is offered meet what is needed? Null where units differ in kind or it is left unsaid: "≥ 180" offered says
 * nothing about "≥ 200" needed.
 */
export function meets(needed: Measured, offered: Measured): boolean | null {
  if (needed.dimension !== offered.dimension) return null
  const low = needed.base.min
  const high = needed.base.max
  const { min, max } = offered.base
  if (low !== null && low === high) {
    // Whether more or less than a plain value would do is not said.
    return min !== null && max !== null && atLeast(low, min) && atLeast(max, low) ? true : null
  }
  if (low !== null && high !== null) {
    // A point within is enough; a range must cover what is asked.
    if (min === null || max === null) return null
    if (min === max) return atLeast(min, low) && atLeast(high, min)
    return atLeast(low, min) && atLeast(max, high)
  }
  if (low !== null) return max !== null ? atLeast(max, low) : min !== null && atLeast(min, low) ? true : null
  if (high !== null) return min !== null ? atLeast(high, min) : max !== null && atLeast(high, max) ? true : null
  return null
}

/** With room for the rounding of unit conversions. */
function atLeast(a: number, b: number): boolean {
  return a >= b - 1e-9 * Math.max(Math.abs(a), Math.abs(b))
}

const number = String.raw`[-−]?\d{1,15}(?:,\d{3})*(?:\.\d{1,15})?`
const scale = '[万亿]?'
const unit = String.raw`(?:%|‰|°C|°F|°|[A-Za-zµμΩ][A-Za-zµμΩ%]{0,5}[²³]?\d?(?:[/·][A-Za-zµμΩ]{1,6}[²³]?\d?){0,2}|毫米|厘米|微米|纳米|千米|公里|米|毫克|千克|公斤|克|吨|毫秒|秒|分钟|小时|天|个月|年|毫升|升|立方米|平方米|兆帕|千帕|帕|千瓦时|度|千瓦|兆瓦|瓦|伏|安|赫兹|分贝|万元|元|次|倍|转)`
const pattern = new RegExp(
  `(?<before>≥|≧|>=|>|≤|≦|<=|<|大于等于|小于等于|不低于|不少于|不小于|至少|大于|超过|高于|优于|达到|小于|低于|不超过|不高于|不大于|少于|至多)? ?` +
    String.raw`(?<![A-Za-z\d.])(?<from>${number})(?<fromScale>${scale}) ?(?<fromUnit>${unit})? ?` +
    `(?:(?:~|-|–|—|至|到) ?(?<to>${number})(?<toScale>${scale}) ?(?<toUnit>${unit})?)? ?(?<after>以上|以下|以内|之内)?`,
  'gu',
)
const lower = /^(?:≥|≧|>=?|大于|不低于|不少于|不小于|至少|超过|高于|优于|达到)/u
const upper = /^(?:≤|≦|<=?|小于|低于|不超过|不高于|不大于|少于|至多)/u

interface Groups {
  readonly before?: string
  readonly from: string
  readonly fromScale: string
  readonly fromUnit?: string
  readonly to?: string
  readonly toScale?: string
  readonly toUnit?: string
  readonly after?: string
}

function read(groups: Groups, text: string): Measured | null {
  const written = groups.toUnit ?? groups.fromUnit
  const unit = written && parseUnit(written)
  if (!unit) return null
  if (written === '年' && Number(groups.from) > 999) return null
  const first = readNumber(groups.from, groups.fromScale || (groups.to ? (groups.toScale ?? '') : ''))
  const ends =
    groups.to === undefined ? opened(first, groups) : ordered(first, readNumber(groups.to, groups.toScale ?? ''))
  const based = { min: inBase(ends.min, unit), max: inBase(ends.max, unit) }
  return { ...ends, unit: written, text, dimension: unit.dimension, base: based }
}

type Ends = { readonly min: number | null; readonly max: number | null }

function opened(value: number, { before = '', after = '' }: Groups): Ends {
  if (lower.test(before) || after === '以上') return { min: value, max: null }
  if (upper.test(before) || after !== '') return { min: null, max: value }
  return { min: value, max: value }
}

function ordered(a: number, b: number): Ends {
  return { min: Math.min(a, b), max: Math.max(a, b) }
}

function readNumber(digits: string, scale: string): number {
  const value = Number(digits.replaceAll(',', '').replace('−', '-'))
  return value * (scale === '万' ? 1e4 : scale === '亿' ? 1e8 : 1)
}

function inBase(value: number | null, { factor, offset }: Unit): number | null {
  return value === null ? null : value * factor + offset
}
