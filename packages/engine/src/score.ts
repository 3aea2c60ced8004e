import { conditions } from './conditions.ts'
import { defaultModel } from './model.ts'
import type { Condition, Hit, Model, Score, Willing } from './types.ts'

/** Scores a hit that answers a need. Without `willing` that side is neutral. */
export function score(hit: Hit, willing?: Willing, model: Model = defaultModel): Score {
  const found = willing ? conditions(willing, model) : []
  const able = ableOf(hit, model)
  const meeting = willingOf(found, model)
  const order = able * (1 - model.willingShare + model.willingShare * meeting)
  return { able, willing: meeting, probability: null, order, parts: { ...hit.parts, conditions: found } }
}

function ableOf({ score, parts }: Hit, { able }: Model): number {
  if (score <= 0) return 0
  const good = Math.min(able.most, able.least + able.perWord / Math.max(1, parts.queryWords))
  const odds = (score / good) ** able.steepness
  return odds / (1 + odds)
}

function willingOf(found: readonly Condition[], { willing, neutral }: Model): number {
  let sum = 0
  let total = 0
  for (const { code, value } of found) {
    sum += willing[code] * value
    total += willing[code]
  }
  return total > 0 ? sum / total : neutral
}
