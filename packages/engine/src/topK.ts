/** Keeps the `k` largest of what is offered, by score, then by a comparison of ties. O(log k) each. */
export class TopK<T> {
  readonly #k: number
  readonly #before: (a: T, b: T) => number
  /** A binary heap with the worst of the kept on top. */
  readonly #heap: { score: number; item: T }[] = []

  /** `before` is negative where `a` comes before `b` at equal scores. */
  constructor(k: number, before: (a: T, b: T) => number) {
    this.#k = k
    this.#before = before
  }

  offer(score: number, item: T): void {
    const heap = this.#heap
    if (heap.length < this.#k) {
      heap.push({ score, item })
      this.#up(heap.length - 1)
    } else if (
      heap.length &&
      (score > heap[0]!.score || (score === heap[0]!.score && this.#before(item, heap[0]!.item) < 0))
    ) {
      heap[0] = { score, item }
      this.#down(0)
    }
  }

  /** What was kept, best first. */
  take(): T[] {
    return [...this.#heap].sort((a, b) => b.score - a.score || this.#before(a.item, b.item)).map(({ item }) => item)
  }

  #isWorse(i: number, j: number): boolean {
    const a = this.#heap[i]!
    const b = this.#heap[j]!
    return a.score < b.score || (a.score === b.score && this.#before(a.item, b.item) > 0)
  }

  #up(from: number): void {
    for (let i = from; i > 0; ) {
      const parent = (i - 1) >> 1
      if (!this.#isWorse(i, parent)) return
      this.#swap(i, parent)
      i = parent
    }
  }

  #down(from: number): void {
    for (let i = from; ; ) {
      let worst = i
      for (const child of [2 * i + 1, 2 * i + 2]) {
        if (child < this.#heap.length && this.#isWorse(child, worst)) worst = child
      }
      if (worst === i) return
      this.#swap(i, worst)
      i = worst
    }
  }

  #swap(i: number, j: number): void {
    const item = this.#heap[i]!
    this.#heap[i] = this.#heap[j]!
    this.#heap[j] = item
  }
}
