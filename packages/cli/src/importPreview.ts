import { dayIn, fieldTree, type imports, industryTree } from '@keyun/server'
import pc from 'picocolors'
import { aligned, inOneLine } from './columns.ts'
import type { Messages } from './messages/zh.ts'

/** Notes that are listed; a file of another world has hundreds. */
const notesShown = 12

/** What a file is, which column becomes what, samples, and what will happen. */
export function sayPreview(
  { file, mapped }: { file: imports.ImportFile; mapped: imports.MappedTable },
  seen: imports.Preview,
  source: string,
  messages: Messages,
): string {
  const [t, fields] = [messages.import, messages.files.fields]
  const { table, target, mapping } = mapped
  const columns = [...mapping].flatMap(([field, names]) => names.map((name) => ({ field, name })))
  const inOrder = columns.toSorted((a, b) => table.columns.indexOf(a.name) - table.columns.indexOf(b.name))
  return [
    ...aligned([
      [
        t.file,
        `${file.name}  ${pc.dim(t.fileIs(formatOf(table), table.sheet ? t.sheet(table.sheet) : '', table.columns.length))}`,
      ],
      [t.target, messages.terms[target]],
      [t.source, source],
    ]),
    '',
    t.columns,
    ...aligned(inOrder.map(({ name, field }) => [`  ${name}`, `→ ${fields[field]}`])),
    ...(mapped.unused.length > 0
      ? [
          t.unused,
          ...mapped.unused.map(
            ({ column, example }) => `  ${column}  ${pc.dim(example && t.example(inOneLine(example, 30)))}`,
          ),
        ]
      : []),
    '',
    t.samples,
    ...seen.samples.flatMap((sample) => [
      `  ${pc.dim(t.row(sample.row))}  ${pc.bold(inOneLine(sample.title, 50))}`,
      `      ${inOneLine(factsOf(sample.item, messages).join(' · '), 110)}`,
    ]),
    '',
    pc.bold(t.summary(seen.rows, seen.accepted, seen.refused.length)),
    ...sayNotes(seen, messages),
  ].join('\n')
}

function formatOf({ format, encoding }: imports.Table): string {
  return [format.toUpperCase(), encoding].filter(Boolean).join(' ')
}

function sayNotes({ notes }: imports.Preview, messages: Messages): string[] {
  if (notes.length === 0) return []
  const t = messages.import
  const lines = notes.slice(0, notesShown).map(({ field, code, count, example }) => {
    const say: (field: string, example: string) => string = messages.files.notes[code]
    return [`  ${t.noteRows(count)}`, say(messages.files.fields[field], inOneLine(example, 40))]
  })
  const rest = notes.length - notesShown
  return [t.notes, ...aligned(lines), ...(rest > 0 ? [`  ${t.moreNotes(rest)}`] : [])]
}

/** What a sample became, in a few words: enough to see that the columns are where they belong. */
function factsOf(item: imports.Item[imports.Target], messages: Messages): string[] {
  const { content } = item
  const t = messages.terms
  const language = messages.languageOfNames
  const offering = 'kind' in content ? content : undefined
  const need = 'budget' in content ? content : undefined
  return [
    offering && t.kinds[offering.kind],
    content.fieldCode && fieldTree.name(content.fieldCode, language),
    content.industryCodes[0] && `${content.industryCodes[0]} ${industryTree.name(content.industryCodes[0], language)}`,
    offering?.maturity && `TRL ${offering.maturity.level}`,
    content.cooperation.map((mode) => t.cooperation[mode]).join('/'),
    sayMoney(offering?.price ?? need?.budget, messages),
    need?.deadline,
    item.postedAt && dayIn(item.postedAt),
    inOneLine(offering?.description ?? need?.problem ?? '', 40),
  ].filter((fact): fact is string => typeof fact === 'string' && fact !== '')
}

type MoneyOf = { mode: string; minYuan: number | null; maxYuan: number | null }

function sayMoney(money: MoneyOf | undefined, { terms: t }: Messages): string {
  if (!money) return ''
  const { minYuan, maxYuan } = money
  if (minYuan !== null && maxYuan !== null) {
    return t.yuan(minYuan === maxYuan ? amount(minYuan) : `${amount(minYuan)}–${amount(maxYuan)}`)
  }
  if (minYuan !== null) return t.atLeast(amount(minYuan))
  if (maxYuan !== null) return t.atMost(amount(maxYuan))
  return money.mode === 'free' ? t.free : t.negotiable
}

const amount = (yuan: number) => yuan.toLocaleString('en')
