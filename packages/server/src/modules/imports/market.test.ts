import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Target } from './fields.ts'
import { mapTable } from './mapping.ts'
import { openTable } from './reader.ts'
import { mapRows } from './rules.ts'

// Real data beside the project, never in it.
const folder = new URL('../../../../../../shared/data/market/', import.meta.url)
const isThere = existsSync(folder)
if (!isThere) console.warn(`The real market data is not at ${folder.pathname}: its tests are skipped.`)

async function read<T extends Target>(name: string, target: T) {
  const file = { name, bytes: readFileSync(new URL(name, folder)) }
  const mapped = { ...mapTable(await openTable(file), target), target }
  const rows = [...mapRows(mapped)]
  return {
    mapped,
    rows,
    items: rows.flatMap((row) => ('item' in row ? [row.item] : [])),
    lines: file.bytes
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { name: string }),
  }
}

test.skipIf(!isThere)('every real offering comes in with its title and its codes', async () => {
  const { mapped, items, lines } = await read('supplies.jsonl', 'offerings')
  expect(mapped.unused).toEqual([])
  expect(items.map(({ content }) => content.title)).toEqual(
    lines.map(({ name }) => name.replaceAll('\u0002', '').trim()),
  )
  const contents = items.map(({ content }) => content)
  expect({
    all: contents.length,
    field: contents.filter(({ fieldCode }) => fieldCode).length,
    industry: contents.filter(({ industryCodes }) => industryCodes.length > 0).length,
    maturity: contents.filter(({ maturity }) => maturity).length,
    // The others say 其他, which is none of our modes.
    cooperation: contents.filter(({ cooperation }) => cooperation.length > 0).length,
    // The others say 面议.
    price: contents.filter(({ price }) => price.mode !== 'negotiable').length,
  }).toEqual({ all: 2801, field: 2741, industry: 2801, maturity: 2801, cooperation: 472, price: 85 })
})

test.skipIf(!isThere)('every real need comes in but for the one that is empty', async () => {
  const { mapped, rows, items, lines } = await read('demands.jsonl', 'needs')
  expect(mapped.unused).toEqual([])
  expect(rows.filter((row) => 'refusal' in row)).toMatchObject([{ refusal: { row: 832, code: 'title_missing' } }])
  expect(items.map(({ content }) => content.title)).toEqual(lines.flatMap(({ name }) => name.trim() || []))
  const contents = items.map(({ content }) => content)
  expect({
    all: contents.length,
    // Most say only 制造业, which is no technical field.
    field: contents.filter(({ fieldCode }) => fieldCode).length,
    industry: contents.filter(({ industryCodes }) => industryCodes.length > 0).length,
    cooperation: contents.filter(({ cooperation }) => cooperation.length > 0).length,
    deadline: contents.filter(({ deadline }) => deadline).length,
  }).toEqual({ all: 1728, field: 426, industry: 1728, cooperation: 1076, deadline: 1728 })
})
