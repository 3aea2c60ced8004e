/** The text of one item, by field. Any string is fine: empty, emoji, lone surrogates, 100 000 characters. */
export interface Fields {
  readonly title: string
  readonly keywords?: readonly string[]
  readonly body?: string
}

/** Words kept whole, phrases that carry no meaning on a market, and words too common to weigh. */
export interface Lexicon {
  readonly words: readonly string[]
  readonly boilerplate: readonly string[]
  readonly stopWords: readonly string[]
}

/** Distinct terms in code point order, with their field-weighted frequencies (> 0) beside them. */
export interface Terms {
  readonly terms: readonly string[]
  readonly weights: readonly number[]
}

/** What `analyse` makes of a text: two token spaces that are searched apart and fused. Plain JSON. */
export interface Tokens {
  /** `analyserVersion` at the time; an index refuses tokens of another version. */
  readonly analyser: string
  readonly words: Terms
  readonly bigrams: Terms
}

/** One item of an index. Texts are not kept: the host passes them to `explain`. */
export interface Doc {
  readonly id: string
  /** Given by the host (a row version, say) and given back by `index.version(id)`. */
  readonly stamp: string
  readonly tokens: Tokens
  /** Hierarchical codes come with all their prefixes, so that equality is enough: `region: ['51', '5101', '510104']`. */
  readonly attributes: Readonly<Record<string, readonly string[]>>
  /** Finite numbers to filter and sort by; null or absent where unknown. */
  readonly numbers: Readonly<Record<string, number | null>>
  readonly suggestions?: readonly Suggestible[]
}

/** A text that `suggest` may offer, and the keys it is found by besides itself (pinyin, initials …). */
export interface Suggestible {
  readonly text: string
  readonly keys: readonly string[]
}

export interface Filter {
  /** Any of the values, for every attribute named. An empty list does not restrict. */
  readonly attributes?: Readonly<Record<string, readonly string[]>>
  readonly numbers?: Readonly<Record<string, NumberRange>>
}

/** Both ends inclusive. Items without the number pass only with `orMissing`. */
export interface NumberRange {
  readonly min?: number
  readonly max?: number
  readonly orMissing?: boolean
}

/** How an item answers a query. Every part is absolute: 1 is what the query itself would get, 0 is nothing shared. */
export interface HitParts {
  /** BM25 over words, as a share of the query's self-score. */
  readonly words: number
  /** The same over character bigrams. */
  readonly bigrams: number
  /** Cosine in the learned space, negative values cut to 0; 0 where the index has none. */
  readonly semantic: number
  /** Share of the query's weighted words that occur at all. */
  readonly coverage: number
  /** Distinct words of the query: the longer it is, the smaller the share that even a good answer has. */
  readonly queryWords: number
}

export interface Hit {
  readonly id: string
  /** The fused parts, in [0, 1]; comparable between queries. */
  readonly score: number
  readonly parts: HitParts
}

/** What finds candidates. `Index` is one; a search server can be another. */
export interface Retriever {
  /** The `k` best items that pass the filter and share something with the query, best first, ties by id. */
  retrieve(query: Tokens, filter: Filter, k: number): Promise<Hit[]>
}

export interface BrowseQuery {
  /** Nothing, or tokens without terms: every item. */
  readonly query?: Tokens
  readonly filter?: Filter
  /** Items without the number come last in either direction; ties by id. Default: relevance. */
  readonly order?: 'relevance' | { readonly by: string; readonly direction: 'asc' | 'desc' }
  readonly offset?: number
  /** Default 20. */
  readonly limit?: number
  /** Attributes to count. */
  readonly facets?: readonly string[]
}

export interface FacetCount {
  readonly value: string
  readonly count: number
}

export interface BrowsePage {
  readonly total: number
  /** `score` is 0 and the parts are 0 where there was no query. */
  readonly hits: readonly Hit[]
  /** By count, then value. The counts of an attribute ignore the filter on that attribute itself. */
  readonly facets: Readonly<Record<string, readonly FacetCount[]>>
}

export interface Suggestion {
  readonly text: string
  /** In how many items. */
  readonly count: number
}

/** An immutable part of an index, as bytes that a host may save, share between threads and open again. */
export interface Segment {
  readonly bytes: Uint8Array
  /** Documents inside. */
  readonly size: number
}

export interface SegmentOptions {
  /** Back the bytes with a SharedArrayBuffer, so that other threads can open them without a copy. */
  readonly shared?: boolean
  /** Learn a semantic space from these documents. Default: true from 200 documents on. */
  readonly semantics?: boolean
  /** Further texts to learn that space from: the other side of the market, say. */
  readonly background?: Iterable<Tokens>
}

export interface IndexOptions {
  /** Use the semantic space of the segments where there is one. Default true. */
  readonly semantics?: boolean
}

export interface Index extends Retriever {
  readonly size: number
  has(id: string): boolean
  /** In code point order. */
  ids(): string[]
  /** The stamp the document came with. */
  version(id: string): string | undefined
  /** The document as it was put (terms sorted, `null` numbers left out). */
  doc(id: string): Doc | undefined
  /** Adds or replaces; visible in the next query. */
  put(doc: Doc): void
  /** True where there was one. */
  remove(id: string): boolean
  /** One step of tidying over at most `maxDocuments` documents; true while there is more to do. Answers never change. */
  merge(maxDocuments: number): boolean
  /** Everything alive as one segment: what a host saves. */
  compact(options?: SegmentOptions): Segment
  /** `retrieve`, at once. */
  search(query: Tokens, filter: Filter, k: number): Hit[]
  /** How well the named items answer the query, in the order named; absent ones are left out. */
  measure(query: Tokens, ids: readonly string[]): Hit[]
  browse(query: BrowseQuery): BrowsePage
  /** Texts of which the text itself or a key begins with the prefix; by count, then text. */
  suggest(prefix: string, limit: number): Suggestion[]
  /** Inverse document frequency of a word as `analyse` gives it, ≥ 0; a word never seen weighs most. */
  weight(word: string): number
}

/** What the need's side asks for besides a solution. Leave out what is not known. */
export interface NeedTerms {
  readonly kinds?: readonly string[]
  readonly cooperation?: readonly string[]
  /** Whole yuan (CNY). */
  readonly budgetYuan?: number | null
  /** Technology readiness 1–9 that is needed at least. */
  readonly readinessNeeded?: number | null
  /** The code with all its prefixes, shortest first: `['51', '5101', '510104']`. */
  readonly region?: readonly string[]
  /** ISO date by which the need must be met. */
  readonly deadline?: string | null
}

/** What the offering's side brings and asks. Leave out what is not known. */
export interface OfferingTerms {
  readonly kind?: string | null
  readonly cooperation?: readonly string[]
  readonly priceFromYuan?: number | null
  readonly priceToYuan?: number | null
  readonly readiness?: number | null
  readonly region?: readonly string[]
  /** Codes of the regions served, each with all that lies in it; empty or absent: not said. */
  readonly regionsServed?: readonly string[]
  /** Days until it can be delivered. */
  readonly leadTimeDays?: number | null
  /** ISO date on which somebody last confirmed it. */
  readonly confirmedAt?: string | null
}

export interface Willing {
  readonly need: NeedTerms
  readonly offering: OfferingTerms
  /** ISO date: the engine has no clock. */
  readonly today: string
}

export type ConditionCode = 'kind' | 'cooperation' | 'price' | 'readiness' | 'region' | 'deadline' | 'freshness'
export type ConditionState = 'fits' | 'hinders' | 'unknown'

/** One condition of the willing side, as codes and values; the interface words it. */
export interface Condition {
  readonly code: ConditionCode
  readonly state: ConditionState
  /** 0 hinders … 1 fits; the model's neutral value where unknown. */
  readonly value: number
  readonly need: ConditionValue
  readonly offering: ConditionValue
}
export type ConditionValue = string | number | readonly string[] | null

export interface Model {
  readonly version: string
  /**
   * A good answer's score is taken to be `least + perWord / words of the query`, at most `most`; *able* is ½ there and
   * `x^steepness / (1 + x^steepness)` at x times that.
   */
  readonly able: {
    readonly least: number
    readonly perWord: number
    readonly most: number
    readonly steepness: number
  }
  /** Weight of each condition in the mean. */
  readonly willing: Readonly<Record<ConditionCode, number>>
  /** Value of an unknown condition. */
  readonly neutral: number
  /** Share of the order that willing decides, 0–1. */
  readonly willingShare: number
}

/** How one candidate does for one need. */
export interface Score {
  /** Does it solve this? Absolute, 0–1; below `ABLE_SHOWN_MIN` a host should say "no good match". */
  readonly able: number
  /** Would both sides go for it? 0–1; neutral where nothing is known. */
  readonly willing: number
  /** Null until calibrated on outcomes. */
  readonly probability: number | null
  /** What the list is ordered by, 0–1. */
  readonly order: number
  readonly parts: HitParts & { readonly conditions: readonly Condition[] }
}

export interface Ranked extends Score {
  readonly id: string
  /** From 1. */
  readonly rank: number
}

export interface RankOptions {
  readonly filter?: Filter
  /** Candidates retrieved before scoring. Default 50. */
  readonly candidates?: number
  /** Length of the list. Default: all candidates. */
  readonly top?: number
  /** Terms of both sides for a candidate; without it willing is neutral. */
  readonly willing?: (id: string) => Willing | undefined
  readonly model?: Model
}

/** A target the owner of a need typed in as such. */
export interface TargetText {
  readonly name: string
  /** With comparison and unit as written: `≥200`, `180~260`, `≤ 5 %`. */
  readonly value: string
  readonly unit?: string | null
}

export interface NeedText {
  readonly title: string
  readonly keywords?: readonly string[]
  readonly body: string
  readonly targets?: readonly TargetText[]
  readonly constraints?: readonly string[]
}

export interface OfferingText {
  readonly title: string
  readonly keywords?: readonly string[]
  readonly body: string
}

export type ElementKind = 'problem' | 'target' | 'constraint'
/** `addressed`: talked about; `met` and `not_met`: numbers were compared; `unmet`: nothing about it was found. */
export type ElementState = 'met' | 'addressed' | 'not_met' | 'unmet'

export interface Element {
  readonly kind: ElementKind
  /** Quoted from the need. */
  readonly text: string
  /** Its share of the need, 0–1; all elements add up to 1. */
  readonly weight: number
  readonly state: ElementState
  /** The offering's best sentence, quoted; null where unmet. */
  readonly evidence: string | null
  /** Weighted share of the element's terms that the evidence has, 0–1. */
  readonly overlap: number
  readonly sharedTerms: readonly string[]
  /** Where both sides give a number with comparable units. */
  readonly comparison: Comparison | null
}

export interface Comparison {
  readonly needed: Quantity
  readonly offered: Quantity
  readonly met: boolean
}

/** A number or range with its unit as written; `null` ends are open. */
export interface Quantity {
  readonly min: number | null
  readonly max: number | null
  readonly unit: string
  readonly text: string
}

export type HelpCode =
  | 'evidence_for_problem'
  | 'evidence_for_target'
  | 'better_value_for_target'
  | 'evidence_for_constraint'
  | `clarify_${ConditionCode}`
  | `change_${ConditionCode}`

export interface Help {
  readonly code: HelpCode
  /** Index into `elements`, or null for a condition. */
  readonly element: number | null
}

export interface Explanation {
  readonly elements: readonly Element[]
  /** Weighted share of elements met or addressed, 0–1. */
  readonly share: number
  readonly conditions: readonly Condition[]
  /** What would raise the match, most helpful first. */
  readonly wouldHelp: readonly Help[]
}
