import type * as t from './types.ts'

export type * from './types.ts'

/** Changes whenever the same text may give other tokens: stored tokens and segments are then made anew. */
export const analyserVersion = '1'
/** Changes whenever scores or explanations may differ; stored beside each match. */
export const engineVersion = '0.1.0'
/** Below this `able`, say "no good match". */
export const ABLE_SHOWN_MIN = 0.3

export declare const defaultLexicon: t.Lexicon
export declare const defaultModel: t.Model

/** Tokens of a text. Deterministic. */
export declare function analyse(text: t.Fields, lexicon?: t.Lexicon): t.Tokens
/** The sentences of a text as written, trimmed, none empty. */
export declare function sentences(text: string): string[]
export declare function buildSegment(docs: Iterable<t.Doc>, options?: t.SegmentOptions): t.Segment
/** Views over the bytes: cheap enough for a main thread. Later segments win over earlier ones for the same id. */
export declare function openIndex(segments: readonly Uint8Array[], options?: t.IndexOptions): t.Index
export declare function score(hit: t.Hit, willing?: t.Willing, model?: t.Model): t.Score
/** Conditions of the willing side alone. */
export declare function conditions(willing: t.Willing, model?: t.Model): t.Condition[]
/** retrieve → score → order: what product, command line and benches all use. */
export declare function rank(index: t.Retriever, need: t.Tokens, options?: t.RankOptions): Promise<t.Ranked[]>

/** What is done once for a need, however many offerings it is explained with. Opaque. */
export interface PreparedNeed {
  readonly need: t.NeedText
}
/** What is done once for an offering. Opaque. */
export interface PreparedOffering {
  readonly offering: t.OfferingText
}
/** `weight`: how much a word says, usually `index.weight`; without it every word weighs the same. */
export declare function prepareNeed(need: t.NeedText, weight?: (word: string) => number): PreparedNeed
export declare function prepareOffering(offering: t.OfferingText): PreparedOffering
export declare function explain(need: PreparedNeed, offering: PreparedOffering, willing?: t.Willing): t.Explanation
