import type { Model } from './types.ts'

/**
 * The weights Keyun ships. *Able* was set on the 29 graded needs of `market`, whole and as titles alone: half for a good
 * answer whatever the length of the need. The order within one need is that of the fused score, so nothing here moves
 * nDCG. The weights of *willing* are judgement until outcomes are there to learn from: price decides most, then
 * cooperation, readiness and time.
 */
export const defaultModel: Model = {
  version: '1',
  able: { least: 0.12, perWord: 1, most: 0.5, steepness: 2 },
  willing: { kind: 1, cooperation: 2, price: 3, readiness: 2, region: 1, deadline: 2, freshness: 1 },
  neutral: 0.6,
  willingShare: 0.25,
}

/**
 * Below this *able*, say "no good match". On the pools of the graded needs it keeps 74 % of grade ≥ 2 and 73 % of grade 1,
 * and drops 72 % of grade 0 and 99 % of offerings picked at random (`npm run bench:quality` prints it).
 */
export const ABLE_SHOWN_MIN = 0.3

/** Changes whenever scores or explanations may differ; stored beside each match. */
export const engineVersion = '0.1.0'
