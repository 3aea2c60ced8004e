import { wordsOf } from './analyse.ts'
import { type Measured, quantities } from './quantity.ts'
import { sentences } from './sentences.ts'
import type { ElementKind, NeedText, OfferingText, TargetText } from './types.ts'

/** What is done once for a need, however many offerings it is explained with. */
export interface PreparedNeed {
  readonly elements: readonly NeedElement[]
}

export interface NeedElement {
  readonly kind: ElementKind
  readonly text: string
  /** Share of the need, 0–1; all add up to 1. */
  readonly weight: number
  /** Distinct words with what they say, and the sum of that. */
  readonly words: ReadonlyMap<string, number>
  readonly total: number
  readonly clauses: readonly Clause[]
}

/** What is done once for an offering. */
export interface PreparedOffering {
  readonly sentences: readonly string[]
  /** Distinct words of each sentence. */
  readonly words: readonly ReadonlySet<string>[]
  /** word → numbers of the sentences that have it, ascending */
  readonly found: ReadonlyMap<string, readonly number[]>
  readonly clauses: readonly (Clause & { readonly sentence: number })[]
}

/** A part of a sentence that gives quantities, with the words around them: what the numbers are about. */
export interface Clause {
  readonly words: ReadonlySet<string>
  readonly quantities: readonly Measured[]
}

/** Elements beyond the weightiest of these are dropped: nobody reads more. */
const maxElements = 12
/** Longer texts are explained by their beginning. */
const maxSentences = 200
const maxLength = 20_000

/** `weight`: how much a word says, usually `index.weight`; without it every word weighs the same. */
export function prepareNeed(need: NeedText, weight: (word: string) => number = () => 1): PreparedNeed {
  const drafts: Draft[] = [draft('problem', need.title, titleFactor, weight)]
  for (const target of need.targets ?? []) drafts.push(targetDraft(target, weight))
  for (const text of need.constraints ?? []) drafts.push(draft('constraint', text, 1, weight))
  for (const text of sentences(need.body.slice(0, maxLength)).slice(0, maxSentences))
    drafts.push(sentenceDraft(text, weight))
  const distinct = [...new Map(drafts.map((one) => [one.text, one])).values()]
  const telling = distinct.filter((one) => one.words.size > 0)
  const kept = new Set([...telling].sort((a, b) => b.mass - a.mass).slice(0, maxElements))
  const elements = telling.filter((one) => kept.has(one))
  const mass = elements.reduce((sum, one) => sum + one.mass, 0)
  return { elements: elements.map(({ mass: own, ...element }) => ({ ...element, weight: mass > 0 ? own / mass : 0 })) }
}

export function prepareOffering(offering: OfferingText): PreparedOffering {
  const texts = [
    ...new Set([offering.title, ...(offering.keywords ?? []), ...sentences(offering.body.slice(0, maxLength))]),
  ]
    .filter((text) => text.trim() !== '')
    .slice(0, maxSentences)
  const words = texts.map((text) => new Set(wordsOf(text)))
  const found = new Map<string, number[]>()
  words.forEach((set, sentence) => {
    for (const word of set) {
      const list = found.get(word)
      if (list) list.push(sentence)
      else found.set(word, [sentence])
    }
  })
  const clauses = texts.flatMap((text, sentence) => clausesOf(text).map((clause) => ({ ...clause, sentence })))
  return { sentences: texts, words, found, clauses }
}

type Draft = Omit<NeedElement, 'weight'> & { readonly mass: number }

/** A title says in ten characters what a body says in two hundred. */
const titleFactor = 2
/** What is wanted counts for more than how things are today. */
const wantedFactor = 1.5
const backgroundFactor = 0.5

function draft(kind: ElementKind, text: string, factor: number, weight: (word: string) => number): Draft {
  const words = new Map(wordsOf(text).map((word) => [word, Math.max(0, weight(word))]))
  const total = [...words.values()].reduce((sum, value) => sum + value, 0)
  // The square root keeps one long sentence from being the whole need.
  return { kind, text: text.trim(), words, total, mass: factor * Math.sqrt(total), clauses: clausesOf(text) }
}

function targetDraft({ name, value, unit }: TargetText, weight: (word: string) => number): Draft {
  return draft('target', `${name} ${value}${unit ?? ''}`, wantedFactor, weight)
}

function sentenceDraft(text: string, weight: (word: string) => number): Draft {
  const measured = clausesOf(text).some((clause) => clause.quantities.length)
  if (measured && /指标|要求|达到|不低于|不超过|以上|以下|以内|[≥≤><]|[大小高低]于/u.test(text)) {
    return draft('target', text, wantedFactor, weight)
  }
  if (/不得|不可(?!避免)|必须|禁止|不影响|不损伤|兼顾|前提|[要应需]符合|满足.{0,20}标准/u.test(text)) {
    return draft('constraint', text, 1, weight)
  }
  const isWanted = /寻求|需求|需要|希望|急需|要求|解决|开发|研发|实现|提高|提升|降低|改进/u.test(text)
  const isBackground = /^(?:目前|现有|随着|近年|传统|公司|我公司|企业|本公司|当前|由于)/u.test(text)
  return draft('problem', text, isWanted ? wantedFactor : isBackground ? backgroundFactor : 1, weight)
}

/** The clauses of a sentence that give quantities, but for those that tell how things are today or elsewhere. */
function clausesOf(text: string): Clause[] {
  if (!/\d/u.test(text)) return []
  const clauses: Clause[] = []
  for (const clause of text.slice(0, maxLength).split(/[，、；。!！?？;]|,(?!\d)/u)) {
    if (!/\d/u.test(clause) || /只能|目前|现有|传统/u.test(clause)) continue
    const found = quantities(clause)
    if (found.length) clauses.push({ words: new Set(wordsOf(clause)), quantities: found })
  }
  return clauses
}
