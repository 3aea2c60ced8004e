import type { Explanation as Reply } from '@keyun/api'
import type { ConditionValue, Explanation } from '@keyun/engine'
import { regions } from '../reference/index.ts'

/** Bounds of `able` for the words that pages use; measured on the graded needs, see the engine's README. */
const strongFrom = 0.55
const goodFrom = 0.42

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
