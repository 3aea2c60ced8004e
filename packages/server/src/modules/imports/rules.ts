import { createHash } from 'node:crypto'
import { type NeedContent, needContent, type OfferingContent, type OfferingKind, offeringContent } from '@keyun/api'
import type { z } from 'zod'
import type * as needs from '../needs/index.ts'
import type * as offerings from '../offerings/index.ts'
import { disciplines, fieldOf, fieldOfIndustry, industryOf, regionOf } from '../reference/index.ts'
import { Cells, type Note, RefusedRow, type RowRefusal } from './cells.ts'
import type { Field, Target } from './fields.ts'
import type { MappedTable, Mapping } from './mapping.ts'
import {
  readCooperation,
  readDay,
  readIntellectualProperty,
  readKind,
  readLastDay,
  readList,
  readMaturity,
  readMoney,
  readYes,
  unitOfHeader,
} from './values.ts'

export type Item = { offerings: offerings.Incoming; needs: needs.Incoming }
export type Mapped<T extends Target> =
  | { readonly row: number; readonly item: Item[T]; readonly notes: readonly Note[] }
  | { readonly row: number; readonly refusal: RowRefusal }

/** Every row of a file as an item or as a refusal, one at a time. Of rows with the same id the first one counts. */
export function* mapRows<T extends Target>(mapped: MappedTable & { readonly target: T }): Generator<Mapped<T>> {
  const firstRows = new Map<string, number>()
  const hasIds = mapped.mapping.has('id')
  for (const row of mapped.table.rows()) {
    const refuse = (field: Field | null, code: RowRefusal['code'], about = '') => ({
      row: row.number,
      refusal: { row: row.number, field, code, about },
    })
    if ('broken' in row) {
      yield refuse(null, row.broken)
      continue
    }
    if (isTotal(row.cells.values())) {
      yield refuse(null, 'total_row')
      continue
    }
    try {
      const cells = new Cells(row.cells, mapped.mapping)
      const item = makers[mapped.target](cells, mapped.mapping)
      const first = firstRows.get(item.externalId)
      if (first !== undefined) {
        yield refuse('id', hasIds && cells.text('id') ? 'duplicate_id' : 'duplicate_row', String(first))
        continue
      }
      firstRows.set(item.externalId, row.number)
      yield { row: row.number, item: item as Item[T], notes: cells.notes } // made by the maker of this very target
    } catch (error) {
      if (!(error instanceof RefusedRow)) throw error
      yield refuse(error.field, error.code, error.about)
    }
  }
}

/** Sums at the foot of a table: the first filled cell says so. */
function isTotal(cells: Iterable<string>): boolean {
  for (const cell of cells) if (cell.trim()) return /^(?:合计|总计|小计|共计)\s*[:：]?$/.test(cell.trim())
  return false
}

const makers: { [T in Target]: (cells: Cells, mapping: Mapping) => Item[T] } = { offerings: toOffering, needs: toNeed }

function toOffering(cells: Cells, mapping: Mapping): offerings.Incoming {
  const { title, full } = titleOf(cells)
  const scenarios = scenariosOf(cells)
  const contact = cells.text('contact')
  if (contact) cells.note('contact', 'contact_left_out', '')
  const problem = cells.text('problem')
  const isProblemShort = problem.length <= 600
  const text = [
    full,
    cells.text('body'),
    isProblemShort ? '' : problem,
    scenarios.tooLong && `应用范围：${scenarios.tooLong}`,
    ...sections(cells),
    availabilityOf(cells),
    section('完成单位', cells.text('organisation')),
  ]
  const number = cells.text('patentNumber') || null
  const content: OfferingContent = {
    kind: kindOf(cells, title),
    title,
    problem: isProblemShort ? problem || null : null,
    description: descriptionOf(cells, text, title),
    scenarios: scenarios.list,
    differentiators: cells.shortText('differentiators', 4_000),
    keywords: keywordsOf(cells),
    ...codesOf(cells),
    maturity: maturityOf(cells),
    intellectualProperty: cells.read('intellectualProperty', (cell) => readIntellectualProperty(cell, number)),
    cooperation: cells.read('cooperation', readCooperation),
    licenceFirst: false,
    price: moneyOf(cells, 'price', mapping),
    hoursPerMonth: null,
    servesRegionCodes: [],
  }
  return { ...identityOf(cells, parsed(offeringContent, content)), postedAt: postedAt(cells) }
}

function toNeed(cells: Cells, mapping: Mapping): needs.Incoming {
  const { title, full } = titleOf(cells)
  const content: NeedContent = {
    title,
    problem: descriptionOf(cells, [full, cells.text('body'), ...sections(cells), availabilityOf(cells)], title),
    situation: cells.shortText('situation', 20_000),
    tried: cells.shortText('tried', 4_000),
    targets: [],
    constraints: cells.shortText('constraints', 4_000),
    deadline: cells.read('deadline', readLastDay),
    budget: moneyOf(cells, 'budget', mapping),
    ipStance: null,
    cooperation: cells.read('cooperation', readCooperation),
    decisionOwner: null,
    keywords: keywordsOf(cells),
    ...codesOf(cells),
    isHardProblem: readYes(cells.text('hardProblem')),
  }
  const details = [...cells.columns('organisation'), ...cells.columns('contact')]
  if (details.length > 0) cells.note('organisation', 'kept_for_matched', '')
  return {
    ...identityOf(cells, parsed(needContent, content)),
    postedAt: postedAt(cells),
    matchedDetails: details.map(({ column, text }) => `${column}：${text}`).join('\n') || null,
  }
}

/** Who an item is in its source, and by what a change of it is known. */
function identityOf<Content>(cells: Cells, content: Content): { externalId: string; hash: string; content: Content } {
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('base64url')
  const id = cells.text('id').replaceAll(/\s+/g, ' ')
  if (id.length > 200) throw new RefusedRow('id', 'invalid', '> 200')
  return { externalId: id || `row-${hash.slice(0, 22)}`, hash, content }
}

function parsed<S extends z.ZodType>(schema: S, content: z.input<S>): z.output<S> {
  const result = schema.safeParse(content)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new RefusedRow(null, 'invalid', `${issue?.path.join('.')}: ${issue?.message}`)
}

/** The title, and its whole text where that is too long for a title. */
function titleOf(cells: Cells): { title: string; full: string } {
  const given = cells.text('title').replaceAll(/\s+/g, ' ')
  if (given.length > 160) {
    cells.note('title', 'title_shortened', given)
    return { title: `${beginning(given, 159)}…`, full: given }
  }
  if (given.length >= 2) return { title: given, full: '' }
  const [first = ''] = cells
    .text('body')
    .split(/[。！？!?；;\n]/)
    .map((part) => part.trim())
    .filter(Boolean)
  const title = first.length > 60 ? `${beginning(first, 59)}…` : first
  if (title.length < 2) throw new RefusedRow('title', 'title_missing')
  cells.note('title', 'title_from_text', title)
  return { title, full: given }
}

/** The first characters, without half of one at the end. */
function beginning(text: string, length: number): string {
  const cut = text.slice(0, length)
  return cut.isWellFormed() ? cut : cut.slice(0, -1)
}

function descriptionOf(cells: Cells, parts: readonly string[], title: string): string {
  const text = parts.filter(Boolean).join('\n\n')
  if (text === '') cells.note('body', 'text_is_title', title)
  return cells.cut('body', text || title, 20_000)
}

/** Names of columns in pinyin or English letters, as readers of the text should see them. */
const headings: Readonly<Record<string, string>> = {
  earlyApplication: '前期应用',
  funding: '效益分析',
  targets: '技术指标',
}

function sections(cells: Cells): string[] {
  return cells.columns('more').map(({ column, text }) => section(headings[column] ?? column, text))
}

function section(heading: string, text: string): string {
  return text && `${heading}：${text}`
}

/** Said only where the item is not simply on offer. */
function availabilityOf(cells: Cells): string {
  const text = cells.text('availability')
  return /终止|停止|已转让|已成交|已完成|已解决|关闭|下架|sold|closed/i.test(text) ? section('状态', text) : ''
}

function scenariosOf(cells: Cells): { list: string[]; tooLong: string } {
  const text = cells.text('scenarios')
  const list = readList(text, /[；;\n]+/)
  const fits = list.length <= 20 && list.every((part) => part.length <= 200)
  return fits ? { list, tooLong: '' } : { list: [], tooLong: text }
}

function keywordsOf(cells: Cells): string[] {
  const given = readList(cells.text('keywords'))
  const kept = given.filter((word) => word.length <= 40).slice(0, 20)
  if (kept.length < given.length) cells.note('keywords', 'entries_dropped', cells.text('keywords'))
  return kept
}

function kindOf(cells: Cells, title: string): OfferingKind {
  const given = cells.read('kind', readKind)
  if (given) return given
  if (/^(?:研究领域|研究方向)/.test(cells.text('body')) || /研究方向$/.test(title)) return 'research_direction'
  if (/(?:服务|咨询|培训|检测|代工)$/.test(title)) return 'skill'
  return /(?:创意|构想)$/.test(title) ? 'idea' : 'achievement'
}

function maturityOf(cells: Cells): OfferingContent['maturity'] {
  const level = cells.read('maturity', readMaturity)
  return level === null ? null : { scheme: 'trl', level, class: null, assessedOn: null }
}

/** Below this a number without a unit is rarely yuan. */
const bareYuan = 1_000

function moneyOf(cells: Cells, field: 'price' | 'budget', mapping: Mapping): OfferingContent['price'] {
  const unit = unitOfHeader(mapping.get(field)?.[0] ?? '')
  const text = cells.text(field)
  const { value, unread } = readMoney(text, unit)
  if (unread) cells.note(field, value ? 'partly_read' : 'unknown_value', unread)
  if (unit === 1 && /^\d+(?:\.\d+)?$/.test(text) && Number(text) < bareYuan) cells.note(field, 'bare_amount', text)
  return value ?? { mode: 'negotiable', minYuan: null, maxYuan: null }
}

/** The day it was posted at the source, at midnight of China's time. */
function postedAt(cells: Cells): Date | null {
  const day = cells.read('postedAt', readDay)
  return day === null ? null : new Date(`${day}T00:00:00+08:00`)
}

/** Codes of our tables; a label of one kind helps out where that of the other says nothing. */
function codesOf(cells: Cells) {
  const [classification, label] = [cells.text('classification'), cells.text('field')]
  const labels = readList(classification, /[;；|\n]+/).slice(0, 10)
  const found = labels.flatMap((one) => industryCached(one) ?? [])
  if (classification && found.length === 0) cells.note('classification', 'unknown_value', classification)
  const fromField = label ? fieldCached(label) : null
  const fieldCode = fromField ?? (classification ? fieldCached(classification) : null)
  if (label && !fromField) cells.note('field', 'unknown_value', label)
  const industry = found.length > 0 || !label ? found : [industryCached(label) ?? []].flat()
  const region = cells.text('region')
  const regionCode = region ? regionOf(region) : null
  if (region && !regionCode) cells.note('region', 'unknown_value', region)
  return {
    regionCode,
    fieldCode: fieldCode ?? (industry[0] ? fieldOfIndustry(industry[0]) : null),
    industryCodes: [...new Set(industry)],
    disciplineCode: disciplineOf(cells),
  }
}

function disciplineOf(cells: Cells): string | null {
  const text = cells.text('discipline')
  if (!text) return null
  const found = disciplines.search(text.slice(0, 40)).find(({ code, name }) => code === text || name.zh === text)
  if (!found) cells.note('discipline', 'unknown_value', text)
  return found?.code ?? null
}

/** Labels repeat by the thousand, and the nearest name of a table is costly to find. */
const cached = (find: (label: string) => string | null) => {
  const known = new Map<string, string | null>()
  return (label: string): string | null => {
    if (!known.has(label)) {
      if (known.size > 5_000) known.clear()
      known.set(label, find(label))
    }
    return known.get(label) ?? null
  }
}
const industryCached = cached(industryOf)
const fieldCached = cached(fieldOf)
