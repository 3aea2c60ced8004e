/**
 * How well the engine ranks, on the real data beside the project: node bench/quality.ts [--batch] [--json FILE]
 * Nothing here is tuned to: the engine's settings are its own, the same as in the product.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import {
  ABLE_SHOWN_MIN,
  analyse,
  buildSegment,
  type Doc,
  engineVersion,
  explain,
  type Fields,
  type Index,
  openIndex,
  prepareNeed,
  prepareOffering,
  rank,
  score,
} from '../packages/engine/src/index.ts'

const folder = new URL('../../shared/data/', import.meta.url)
const { values: options } = parseArgs({ options: { json: { type: 'string' }, batch: { type: 'boolean' } } })

if (!existsSync(new URL('market/judgments.tsv', folder))) {
  console.log(`Skipped: no graded data at ${fileURLToPath(folder)} (see README.md of the data, beside the project).`)
  process.exit(0)
}

const figures: Record<string, unknown> = { engineVersion }
await market()
await papers()
await passages()
if (options.batch) await batch()
if (options.json) writeFileSync(options.json, `${JSON.stringify(figures, null, 2)}\n`)

interface Item {
  readonly id: string
  readonly name: string
  readonly context: string
}
interface Judgement {
  readonly need: string
  readonly offering: string
  readonly grade: number
}

async function market(): Promise<void> {
  const { needs, index, offerings } = marketIndex()
  const judgements = lines('market/judgments.tsv').map((line): Judgement => {
    const [need = '', offering = '', grade] = line.split('\t')
    return { need, offering, grade: Number(grade) }
  })
  const pool: Quality[] = []
  const full: Quality[] = []
  const ables: { readonly grade: string; readonly able: number }[] = []
  for (const [needId, judged] of Map.groupBy(judgements, ({ need }) => need)) {
    const need = needs.get(needId)!
    const grades = new Map(judged.map(({ offering, grade }) => [offering, grade]))
    const ranked = await rank(index, need.tokens, { candidates: offerings.length })
    // What shares nothing with the need is not retrieved; it comes last, by id.
    const missing = judged.map(({ offering }) => offering).filter((id) => !ranked.some((one) => one.id === id))
    const ids = [...ranked.map(({ id }) => id), ...missing.sort()]
    pool.push(
      quality(
        ids.filter((id) => grades.has(id)).map((id) => grades.get(id)!),
        [...grades.values()],
      ),
    )
    full.push(
      quality(
        ids.map((id) => grades.get(id) ?? 0),
        [...grades.values()],
      ),
    )
    for (const hit of index.measure(need.tokens, [...grades.keys()])) {
      ables.push({ grade: `${grades.get(hit.id)}`, able: score(hit).able })
    }
    // Every fortieth offering that nobody graded stands for "picked at random".
    const random = offerings.filter(({ id }, i) => i % 40 === 0 && !grades.has(id)).map(({ id }) => id)
    for (const hit of index.measure(need.tokens, random)) ables.push({ grade: 'random', able: score(hit).able })
  }
  report('market, judged pools', { 'nDCG@10': mean(pool, 'ndcg'), 'recall@10 of grade ≥ 2': mean(pool, 'recall') })
  report('market, all offerings (not judged = 0)', {
    'nDCG@10': mean(full, 'ndcg'),
    'recall@10 of grade ≥ 2': mean(full, 'recall'),
  })
  const shown = [...Map.groupBy(ables, ({ grade }) => grade)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([grade, list]) => [grade, list.filter(({ able }) => able >= ABLE_SHOWN_MIN).length / list.length])
  report(`market, share with able ≥ ${ABLE_SHOWN_MIN}, by grade`, Object.fromEntries(shown))
}

async function papers(): Promise<void> {
  const all = records<{ id: string; title: string; abstract: string; keywords: string[] }>('papers/papers.jsonl')
  const index = indexOf(all.map(({ id, abstract }) => docOf(id, { title: '', body: abstract })))
  const byTitle = await reciprocal(
    index,
    all.map(({ id, title }) => ({ right: id, query: title })),
  )
  const byKeywords = await reciprocal(
    index,
    all.map(({ id, keywords }) => ({ right: id, query: keywords.join('，') })),
  )
  report('papers', { 'title → abstract MRR@10': byTitle, 'keywords → abstract MRR@10': byKeywords })
}

async function passages(): Promise<void> {
  const isDuReader = ({ source }: { source: string }) => source === 'dureader_robust'
  const texts = records<{ pid: string; source: string; title: string; text: string }>('passages/passages.jsonl')
  const questions = records<{ pid: string; source: string; question: string }>('passages/questions.jsonl')
  const index = indexOf(texts.filter(isDuReader).map(({ pid, title, text }) => docOf(pid, { title, body: text })))
  const queries = questions.filter(isDuReader).map(({ pid, question }) => ({ right: pid, query: question }))
  report('passages, DuReader', { 'question → passage MRR@10': await reciprocal(index, queries) })
}

/** Every need against every offering, as the product does it: analyse, index, retrieve 50, score, explain the best 20. */
async function batch(): Promise<void> {
  const start = performance.now()
  const cpu = process.cpuUsage()
  const { needs, index, offerings, needItems } = marketIndex()
  const indexed = performance.now()
  const prepared = new Map(
    offerings.map(({ id, name, context }) => [id, prepareOffering({ title: name, body: context })]),
  )
  let explained = 0
  for (const { id, name, context } of needItems) {
    const need = prepareNeed({ title: name, body: context }, (word) => index.weight(word))
    for (const { id: offering } of await rank(index, needs.get(id)!.tokens, { candidates: 50, top: 20 })) {
      explain(need, prepared.get(offering)!)
      explained++
    }
  }
  const { user, system } = process.cpuUsage(cpu)
  report(`batch, ${needItems.length} needs × ${offerings.length} offerings`, {
    'analyse and index, s': (indexed - start) / 1000,
    'all, s': (performance.now() - start) / 1000,
    'all, CPU s': (user + system) / 1e6,
    explained,
  })
}

function marketIndex() {
  const offerings = records<Item>('market/supplies.jsonl')
  const needItems = records<Item>('market/demands.jsonl')
  const toDoc = ({ id, name, context }: Item) => docOf(id, { title: name, body: context })
  const needs = new Map(needItems.map((item) => [item.id, toDoc(item)]))
  const background = Array.from(needs.values(), ({ tokens }) => tokens)
  const index = openIndex([buildSegment(offerings.map(toDoc), { background }).bytes])
  return { offerings, needItems, needs, index }
}

function indexOf(docs: readonly Doc[]): Index {
  return openIndex([buildSegment(docs).bytes])
}

function docOf(id: string, text: Fields): Doc {
  return { id, stamp: '', tokens: analyse(text), attributes: {}, numbers: {} }
}

interface Quality {
  readonly ndcg: number | null
  readonly recall: number | null
}

/** Null where no document could gain anything: such needs are left out of the mean. */
function quality(ranked: readonly number[], judged: readonly number[]): Quality {
  const ideal = gain(judged.toSorted((a, b) => b - a))
  const good = judged.filter((grade) => grade >= 2).length
  return {
    ndcg: ideal ? gain(ranked) / ideal : null,
    recall: good ? ranked.slice(0, 10).filter((grade) => grade >= 2).length / good : null,
  }
}

/** DCG@10 with gains 0, 1, 3, 7. */
function gain(grades: readonly number[]): number {
  return grades.slice(0, 10).reduce((sum, grade, i) => sum + (2 ** grade - 1) / Math.log2(i + 2), 0)
}

async function reciprocal(index: Index, queries: readonly { right: string; query: string }[]): Promise<number> {
  let sum = 0
  for (const { right, query } of queries) {
    const ranked = await rank(index, analyse({ title: '', body: query }), { candidates: 10 })
    const place = ranked.findIndex(({ id }) => id === right)
    if (place >= 0) sum += 1 / (place + 1)
  }
  return sum / queries.length
}

function mean(all: readonly Quality[], name: keyof Quality): number {
  const known = all.map((one) => one[name]).filter((value) => value !== null)
  return known.reduce((sum, value) => sum + value, 0) / known.length
}

function report(title: string, values: Record<string, number>): void {
  figures[title] = values
  console.log(title)
  for (const [name, value] of Object.entries(values)) {
    console.log(`  ${name.padEnd(28)} ${Number.isInteger(value) ? value : value.toFixed(3)}`)
  }
}

function lines(path: string): string[] {
  return readFileSync(new URL(path, folder), 'utf8').trim().split('\n')
}

/** Trusted files of the project's own data folder. */
function records<T>(path: string): T[] {
  return lines(path).map((line) => JSON.parse(line) as T)
}
