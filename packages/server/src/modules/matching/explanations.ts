import type { Explanation as Reply } from '@keyun/api'
import { ABLE_SHOWN_MIN, type ConditionValue, type Explanation } from '@keyun/engine'
import { regions } from '../reference/index.ts'

/**
 * Bounds of `able` for the words that pages use. Of 731 pairs graded by hand on a real marketplace, the share judged at
 * least related was 10 % of 450 below .30, 26 % of 95 to .36, 51 % of 178 to .65 and 6 of 8 above (2026-11-23, engine
 * 0.1.0). The bounds were chosen on these same pairs, so they promise nothing for others; the highest rests on 8.
 */
export const strongFrom = 0.65
const goodFrom = 0.36

/** A match without one sentence that answers is never more than possible, however near in meaning. */
export function gradeOf(able: number, share: number): 'strong' | 'good' | 'possible' {
  if (share === 0) return 'possible'
  if (able >= strongFrom) return 'strong'
  return able >= goodFrom ? 'good' : 'possible'
}

/** What is neither near nor answered in any sentence only costs its reader time. */
export function isWorthReading(able: number, share: number): boolean {
  return able >= (share > 0 ? ABLE_SHOWN_MIN : goodFrom)
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

/** Places named at most. */
const placesNamed = 4

/** Region codes, lineages flattened in, as the names of the places they lead to. */
function place(value: ConditionValue): Value {
  const codes = (Array.isArray(value) ? value : [value]).filter((code) => typeof code === 'string')
  const ends = codes.filter((code) => !codes.some((other) => other !== code && regions.isWithin(other, code)))
  const found = ends.slice(0, placesNamed).flatMap((code) => regions.get(code)?.name ?? [])
  if (found.length === 0) return null
  return { zh: found.map(({ zh }) => zh).join('、'), en: found.map(({ en }) => en).join(', ') }
}
