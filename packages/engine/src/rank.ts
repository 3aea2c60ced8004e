import { byCodePoint } from './codePoints.ts'
import { score } from './score.ts'
import type { Ranked, RankOptions, Retriever, Tokens } from './types.ts'

/** What product, command line and benches all use: retrieve → score → order, ties by id. */
export async function rank(index: Retriever, need: Tokens, options: RankOptions = {}): Promise<Ranked[]> {
  const { filter = {}, candidates = 50, top = candidates, willing, model } = options
  const hits = await index.retrieve(need, filter, candidates)
  return hits
    .map((hit) => ({ id: hit.id, ...score(hit, willing?.(hit.id), model) }))
    .sort((a, b) => b.order - a.order || byCodePoint(a.id, b.id))
    .slice(0, top)
    .map((ranked, i) => ({ ...ranked, rank: i + 1 }))
}
