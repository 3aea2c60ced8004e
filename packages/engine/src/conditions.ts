import { defaultModel } from './model.ts'
import type { Condition, ConditionCode, ConditionValue, Model, NeedTerms, OfferingTerms, Willing } from './types.ts'

/** What of the willing side fits, hinders or is not known, always in the same order. */
export function conditions({ need, offering, today }: Willing, model: Model = defaultModel): Condition[] {
  const judged: [ConditionCode, Judgement][] = [
    ['kind', kind(need, offering)],
    ['cooperation', cooperation(need, offering)],
    ['price', price(need, offering)],
    ['readiness', readiness(need, offering)],
    ['region', region(need, offering)],
    ['deadline', deadline(need, offering, today)],
    ['freshness', freshness(offering, today)],
  ]
  return judged.map(([code, { value, need, offering }]) => ({
    code,
    state: value === null ? 'unknown' : value >= 1 ? 'fits' : 'hinders',
    value: value ?? model.neutral,
    need,
    offering,
  }))
}

/** `value` is null where either side is silent. */
interface Judgement {
  readonly value: number | null
  readonly need: ConditionValue
  readonly offering: ConditionValue
}

/** Another kind than asked for is worth a look still. */
function kind({ kinds = [] }: NeedTerms, { kind = null }: OfferingTerms): Judgement {
  const value = kinds.length && kind ? (kinds.includes(kind) ? 1 : 0.3) : null
  return { value, need: kinds.length ? kinds : null, offering: kind }
}

/** One mode in common is enough; without any, people may still agree on one. */
function cooperation({ cooperation: wanted = [] }: NeedTerms, { cooperation: given = [] }: OfferingTerms): Judgement {
  const value = wanted.length && given.length ? (wanted.some((mode) => given.includes(mode)) ? 1 : 0.2) : null
  return { value, need: wanted.length ? wanted : null, offering: given.length ? given : null }
}

/** From 1 within the budget down to 0 at twice the budget, by the lowest price given. */
function price({ budgetYuan }: NeedTerms, { priceFromYuan, priceToYuan }: OfferingTerms): Judgement {
  const budget = known(budgetYuan)
  const asked = known(priceFromYuan) ?? known(priceToYuan)
  const value = budget === null || asked === null ? null : asked <= budget ? 1 : Math.max(0, 2 - asked / budget)
  return { value, need: budget, offering: asked }
}

/** A quarter less for every level that is missing. */
function readiness({ readinessNeeded }: NeedTerms, { readiness: level }: OfferingTerms): Judgement {
  const needed = known(readinessNeeded)
  const given = known(level)
  const value = needed === null || given === null ? null : Math.max(0, Math.min(1, 1 - (needed - given) / 4))
  return { value, need: needed, offering: given }
}

/** Regions served count as said; without them, any code in common (the province, say) fits and distance hinders a little. */
function region(
  { region: place = [] }: NeedTerms,
  { region: home = [], regionsServed = [] }: OfferingTerms,
): Judgement {
  const reach = regionsServed.length ? regionsServed : home
  const near = place.some((code) => reach.includes(code))
  const value = place.length && reach.length ? (near ? 1 : regionsServed.length ? 0.2 : 0.5) : null
  return { value, need: place.at(-1) ?? null, offering: regionsServed.length ? regionsServed : (home.at(-1) ?? null) }
}

function deadline({ deadline: until }: NeedTerms, { leadTimeDays }: OfferingTerms, today: string): Judgement {
  const left = daysBetween(today, until)
  const days = known(leadTimeDays)
  const value = left === null ? null : left < 0 ? 0 : days === null ? null : days <= left ? 1 : 0
  return { value, need: left === null ? null : (until ?? null), offering: days }
}

/** Confirmed within 180 days is fresh (when owners are asked); worth nothing after two years. */
function freshness({ confirmedAt }: OfferingTerms, today: string): Judgement {
  const age = daysBetween(confirmedAt, today)
  const value = age === null ? null : Math.max(0, Math.min(1, 1 - (age - 180) / (730 - 180)))
  return { value, need: null, offering: age === null ? null : (confirmedAt ?? null) }
}

function known(number: number | null | undefined): number | null {
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

/** Whole days; null unless both are dates. */
function daysBetween(from: string | null | undefined, to: string | null | undefined): number | null {
  const days = Math.floor((Date.parse(to ?? '') - Date.parse(from ?? '')) / 86_400_000)
  return Number.isNaN(days) ? null : days
}
