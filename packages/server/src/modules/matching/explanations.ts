import type { Explanation as Reply } from '@keyun/api'
import type { ConditionValue, Explanation } from '@keyun/engine'
import { regions } from '../reference/index.ts'

/**
 * Bounds of `able` for the words that pages use. Of 748 pairs graded by hand on a real marketplace, the share judged at
 * least related was 9 % below .30, 26 % to .36, 50 % to .65 and 75 % above (2026-11-23, engine 0.1.0).
 */
export const strongFrom = 0.65
const goodFrom = 0.36

export function gradeOf(able: number): 'strong' | 'good' | 'possible' {
  if (able >= strongFrom) return 'strong'
  return able >= goodFrom ? 'good' : 'possible'
}

/** The engine's explanation in the contract's words: places by their names, quantities as written. */
export function toExplanation(explanation: Explanation): Reply {
  return {
    elements: explanation.elements.map(({ kind, text, weight, state, evidence, sharedTerms, comparison }) => ({
      kind,
      text,
      weight,
      state,
      evidence,
      shared: [...sharedTerms],
      comparison: comparison && {
        needed: comparison.needed.text,
        offered: comparison.offered.text,
        met: comparison.met,
      },
    })),
    share: explanation.share,
    conditions: explanation.conditions.map(({ code, state, need, offering }) => ({
      code,
      state,
      need: code === 'region' ? place(need) : plain(need),
      offering: code === 'region' ? place(offering) : plain(offering),
    })),
    wouldHelp: explanation.wouldHelp.map(({ code, element }) => ({ code, element })),
  }
}

type Value = Reply['conditions'][number]['need']

function plain(value: ConditionValue): Value {
  return Array.isArray(value) ? [...value] : (value as string | number | null) // the array case is gone
}

/** A lineage of region codes as the name of its last one. */
function place(value: ConditionValue): Value {
  const code = Array.isArray(value) ? value.at(-1) : value
  return typeof code === 'string' ? (regions.get(code)?.name ?? null) : null
}
