import { browse } from './browse.ts'
import { checkDoc } from './checkDoc.ts'
import { byCodePoint } from './codePoints.ts'
import { learnSpace } from './learnSpace.ts'
import { LivePart } from './livePart.ts'
import { normalise } from './normalise.ts'
import type { Part } from './part.ts'
import { Passing } from './passing.ts'
import { inverseFrequency, Query } from './query.ts'
import { SealedPart } from './sealedPart.ts'
import { writeSegment } from './segment.ts'
import type { Space } from './space.ts'
import { TopK } from './topK.ts'
import type {
  BrowsePage,
  BrowseQuery,
  Doc,
  Filter,
  Hit,
  Index,
  IndexOptions,
  Segment,
  SegmentOptions,
  Suggestion,
  Tokens,
} from './types.ts'

/** Opens segments as one index: views over the bytes. Of two documents with one id the one of the later segment counts. */
export function openIndex(segments: readonly Uint8Array[], options: IndexOptions = {}): Index {
  return new LocalIndex(
    segments.map((bytes) => new SealedPart(bytes)),
    options,
  )
}

class LocalIndex implements Index {
  #sealed: SealedPart[]
  #live = new LivePart()
  readonly #space: Space | null

  constructor(sealed: SealedPart[], options: IndexOptions) {
    this.#sealed = sealed
    for (let newer = 1; newer < sealed.length; newer++) {
      for (let slot = 0; slot < sealed[newer]!.slots; slot++) {
        const id = sealed[newer]!.id(slot)
        for (let older = 0; older < newer; older++) removeFrom(sealed[older]!, id)
      }
    }
    this.#space = options.semantics === false ? null : spaceOf(sealed)
  }

  get size(): number {
    return this.#parts().reduce((sum, part) => sum + part.size, 0)
  }

  has(id: string): boolean {
    return this.#find(id) !== undefined
  }

  ids(): string[] {
    const ids: string[] = []
    for (const part of this.#parts()) {
      for (let slot = 0; slot < part.slots; slot++) if (part.isAlive(slot)) ids.push(part.id(slot))
    }
    return ids.sort(byCodePoint)
  }

  version(id: string): string | undefined {
    const found = this.#find(id)
    return found?.part.stamp(found.slot)
  }

  doc(id: string): Doc | undefined {
    const found = this.#find(id)
    return found?.part.doc(found.slot)
  }

  put(doc: Doc): void {
    checkDoc(doc)
    this.remove(doc.id)
    this.#live.add(doc)
  }

  remove(id: string): boolean {
    return this.#parts().some((part) => removeFrom(part, id))
  }

  merge(maxDocuments: number): boolean {
    if (this.#live.size) this.#seal(maxDocuments)
    else this.#combine(maxDocuments)
    return this.#live.size > 0 || this.#combinable(maxDocuments) !== null
  }

  compact(options: SegmentOptions = {}): Segment {
    const docs = this.ids().map((id) => this.doc(id)!)
    const space = options.semantics === true ? learnSpace(docs.map((doc) => doc.tokens.words)) : this.#space
    return writeSegment(docs, options.semantics === false ? null : space, options.shared ?? false)
  }

  async retrieve(query: Tokens, filter: Filter, k: number): Promise<Hit[]> {
    return this.search(query, filter, k)
  }

  search(tokens: Tokens, filter: Filter, k: number): Hit[] {
    const parts = this.#parts()
    const query = new Query(tokens, parts, this.#space)
    const best = new TopK<() => Hit>(k, (a, b) => byCodePoint(a().id, b().id))
    parts.forEach((part, i) => {
      const answers = query.answers(i)
      const passing = new Passing(part, filter)
      for (let slot = 0; slot < part.slots; slot++) {
        const score = answers.score(slot)
        if (score > 0 && passing.passes(slot)) {
          best.offer(score, () => ({ id: part.id(slot), score, parts: answers.parts(slot) }))
        }
      }
    })
    return best.take().map((hit) => hit())
  }

  measure(tokens: Tokens, ids: readonly string[]): Hit[] {
    const parts = this.#parts()
    const query = new Query(tokens, parts, this.#space)
    const answers = parts.map((part, i) => (ids.some((id) => part.find(id) >= 0) ? query.answers(i) : null))
    return ids.flatMap((id) => {
      const at = parts.findIndex((part) => part.find(id) >= 0)
      const answer = answers[at]
      if (!answer) return []
      const slot = parts[at]!.find(id)
      return [{ id, score: answer.score(slot), parts: answer.parts(slot) }]
    })
  }

  browse(query: BrowseQuery): BrowsePage {
    return browse(query, this.#parts(), this.#space)
  }

  suggest(prefix: string, limit: number): Suggestion[] {
    const wanted = normalise(prefix).trim()
    if (!wanted) return []
    const counts = new Map<string, number>()
    for (const part of this.#parts()) {
      part.suggest(wanted, (text, count) => counts.set(text, (counts.get(text) ?? 0) + count))
    }
    const found = Array.from(counts, ([text, count]) => ({ text, count }))
    return found.sort((a, b) => b.count - a.count || byCodePoint(a.text, b.text)).slice(0, limit)
  }

  weight(word: string): number {
    const frequency = this.#parts().reduce((sum, part) => sum + (part.postings('words', word)?.alive ?? 0), 0)
    return inverseFrequency(frequency, this.size)
  }

  #parts(): readonly Part[] {
    return [...this.#sealed, this.#live]
  }

  #find(id: string): { part: Part; slot: number } | undefined {
    for (const part of this.#parts()) {
      const slot = part.find(id)
      if (slot >= 0) return { part, slot }
    }
    return undefined
  }

  /** The oldest of the live documents become a segment. */
  #seal(maxDocuments: number): void {
    const docs = this.#live.oldest(Math.max(1, maxDocuments))
    const rest = this.#live.oldest(this.#live.size).slice(docs.length)
    this.#sealed.push(this.#written(docs))
    this.#live = new LivePart()
    for (const doc of rest) this.#live.add(doc)
  }

  /** Two segments become one; a segment of nothing but dead documents goes. */
  #combine(maxDocuments: number): void {
    const pair = this.#combinable(maxDocuments)
    if (!pair) return
    const docs = pair.flatMap((part) =>
      Array.from({ length: part.slots }, (_, slot) => slot)
        .filter((slot) => part.isAlive(slot))
        .map((slot) => part.doc(slot)),
    )
    this.#sealed = this.#sealed.filter((part) => !pair.includes(part))
    if (docs.length) this.#sealed.push(this.#written(docs))
  }

  #combinable(maxDocuments: number): readonly SealedPart[] | null {
    const empty = this.#sealed.find((part) => part.size === 0)
    if (empty) return [empty]
    const [smallest, next] = [...this.#sealed].sort((a, b) => a.size - b.size)
    return smallest && next && smallest.size + next.size <= maxDocuments ? [smallest, next] : null
  }

  #written(docs: readonly Doc[]): SealedPart {
    const sorted = [...docs].sort((a, b) => byCodePoint(a.id, b.id))
    return new SealedPart(writeSegment(sorted, this.#space, false).bytes)
  }
}

function removeFrom(part: Part, id: string): boolean {
  const slot = part.find(id)
  if (slot >= 0) part.remove(slot)
  return slot >= 0
}

/** That of the largest segment that brings one. */
function spaceOf(parts: readonly SealedPart[]): Space | null {
  const [largest] = parts.filter((part) => part.space).sort((a, b) => b.slots - a.slots)
  return largest?.space ?? null
}
