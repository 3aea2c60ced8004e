import { conditions } from './conditions.ts'
import { defaultModel } from './model.ts'
import type { Clause, NeedElement, PreparedNeed, PreparedOffering } from './prepare.ts'
import { type Measured, meets } from './quantity.ts'
import type {
  Comparison,
  Condition,
  Element,
  ElementState,
  Explanation,
  Help,
  HelpCode,
  Model,
  Quantity,
  Willing,
} from './types.ts'

/** An element is addressed when the best sentence has this share of its weighted words, and two of them unless it has but one. */
const addressedFrom = 0.2

/** Which element of the need met what in the offering, which did not, and what would help. O(words of the need · sentences). */
export function explain(
  need: PreparedNeed,
  offering: PreparedOffering,
  willing?: Willing,
  model: Model = defaultModel,
): Explanation {
  const elements = need.elements.map((element) => explained(element, offering))
  const found = willing ? conditions(willing, model) : []
  const share = elements.reduce((sum, { state, weight }) => sum + (isGood(state) ? weight : 0), 0)
  return { elements, share: Math.min(1, share), conditions: found, wouldHelp: helpFor(elements, found, model) }
}

function isGood(state: ElementState): boolean {
  return state === 'met' || state === 'addressed'
}

function explained(element: NeedElement, offering: PreparedOffering): Element {
  const { kind, text, weight } = element
  const compared = compare(element, offering)
  const best = compared ? overlapOf(element, offering, compared.sentence) : bestSentence(element, offering)
  const addressed = best.overlap >= addressedFrom && best.shared.length >= Math.min(2, element.words.size)
  const state = compared ? (compared.comparison.met ? 'met' : 'not_met') : addressed ? 'addressed' : 'unmet'
  const hasEvidence = state !== 'unmet'
  return {
    kind,
    text,
    weight,
    state,
    evidence: hasEvidence ? offering.sentences[best.sentence]! : null,
    overlap: best.overlap,
    sharedTerms: hasEvidence ? best.shared : [],
    comparison: compared?.comparison ?? null,
  }
}

interface Overlap {
  readonly sentence: number
  /** Weighted share of the element's words, 0–1. */
  readonly overlap: number
  /** Weightiest first. */
  readonly shared: readonly string[]
}

function bestSentence(element: NeedElement, offering: PreparedOffering): Overlap {
  const sums = new Map<number, number>()
  for (const [word, weight] of element.words) {
    for (const sentence of offering.found.get(word) ?? []) sums.set(sentence, (sums.get(sentence) ?? 0) + weight)
  }
  let best = -1
  for (const [sentence, sum] of sums) {
    const lead = sum - (sums.get(best) ?? 0)
    if (lead > 0 || (lead === 0 && sentence < best)) best = sentence
  }
  return best < 0 ? { sentence: -1, overlap: 0, shared: [] } : overlapOf(element, offering, best)
}

function overlapOf(element: NeedElement, offering: PreparedOffering, sentence: number): Overlap {
  const words = offering.words[sentence]!
  const shared = [...element.words].filter(([word]) => words.has(word)).sort((a, b) => b[1] - a[1])
  const sum = shared.reduce((total, [, weight]) => total + weight, 0)
  return { sentence, overlap: element.total > 0 ? sum / element.total : 0, shared: shared.map(([word]) => word) }
}

interface Compared {
  readonly comparison: Comparison
  readonly sentence: number
}

/**
 * The comparison that tells most: what is not met before what is. Only targets are compared, since numbers elsewhere
 * describe how things are, and money never: the price belongs to the willing side.
 */
function compare(element: NeedElement, offering: PreparedOffering): Compared | null {
  if (element.kind !== 'target') return null
  let met: Compared | null = null
  for (const clause of element.clauses) {
    for (const needed of clause.quantities) {
      const offered = needed.dimension === 'money' ? null : closest(element, clause, needed, offering)
      if (!offered) continue
      const comparison = { needed: quantity(needed), offered: quantity(offered.quantity), met: offered.met }
      const found = { comparison, sentence: offered.sentence }
      if (!offered.met) return found
      met ??= found
    }
  }
  return met
}

/** Numbers are compared only where the words around them speak of the same thing: half of their weight shared. */
const sameThingFrom = 0.5

interface Offered {
  readonly quantity: Measured
  readonly met: boolean
  readonly sentence: number
}

/** The comparable quantity in the clause that shares most. */
function closest(element: NeedElement, clause: Clause, needed: Measured, offering: PreparedOffering): Offered | null {
  let best: Offered | null = null
  let bestShared = 0
  for (const other of offering.clauses) {
    const shared = sharedShare(clause.words, other.words, element.words)
    if (shared < sameThingFrom || shared <= bestShared) continue
    for (const quantity of other.quantities) {
      const met = meets(needed, quantity)
      if (met === null) continue
      best = { quantity, met, sentence: other.sentence }
      bestShared = shared
      break
    }
  }
  return best
}

/** Words that are quantities themselves say nothing of what is measured. */
function sharedShare(
  of: ReadonlySet<string>,
  other: ReadonlySet<string>,
  weights: ReadonlyMap<string, number>,
): number {
  let total = 0
  let shared = 0
  for (const word of of) {
    if (/^\d/u.test(word)) continue
    const weight = weights.get(word) ?? 0
    total += weight
    if (other.has(word)) shared += weight
  }
  return total > 0 ? shared / total : 0
}

function quantity({ min, max, unit, text }: Measured): Quantity {
  return { min, max, unit, text }
}

/** Suggestions beyond the most helpful of these are left out. */
const maxHelp = 8

function helpFor(elements: readonly Element[], found: readonly Condition[], model: Model): Help[] {
  const helps: (Help & { gain: number })[] = []
  elements.forEach((element, i) => {
    const code = helpCode(element)
    if (code) helps.push({ code, element: i, gain: element.weight * (1 - model.willingShare) })
  })
  const total = found.reduce((sum, { code }) => sum + model.willing[code], 0)
  for (const { code, state, value } of found) {
    if (state === 'fits') continue
    const gain = (model.willingShare * model.willing[code] * (1 - value)) / total
    helps.push({ code: state === 'unknown' ? `clarify_${code}` : `change_${code}`, element: null, gain })
  }
  helps.sort((a, b) => b.gain - a.gain)
  return helps.slice(0, maxHelp).map(({ code, element }) => ({ code, element }))
}

function helpCode({ kind, state }: Element): HelpCode | null {
  if (state === 'not_met') return 'better_value_for_target'
  return state === 'unmet' ? `evidence_for_${kind}` : null
}
