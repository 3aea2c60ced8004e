import { expect, test } from 'vitest'
import type { Target } from './fields.ts'
import { mapTable } from './mapping.ts'
import { matchFiles } from './matchFiles.ts'
import { openTable } from './reader.ts'
import { mapRows } from './rules.ts'

async function items<T extends Target>(target: T, lines: readonly object[]) {
  const bytes = new TextEncoder().encode(lines.map((line) => JSON.stringify(line)).join('\n'))
  const mapped = { ...mapTable(await openTable({ name: 'file', bytes }), target), target }
  return [...mapRows(mapped)].flatMap((row) => ('item' in row ? [row.item] : []))
}

const offerings = [
  { id: 'coating', name: '阀门密封面激光熔覆耐磨涂层', context: '在阀门密封面上制备耐磨涂层，硬度可达 HRC 62。' },
  { id: 'tea', name: '茶叶揉捻机', context: '小型茶叶加工机械，适合山区茶园。' },
  { id: 'pump', name: '耐磨渣浆泵', context: '过流件采用耐磨合金。' },
]

test('two files are matched with reasons; the one that solves it comes first, and weak ones are listed as well', async () => {
  const needs = await items('needs', [
    { id: 'q1', name: '阀门密封面耐磨涂层', context: '阀门密封面磨损快，需要耐磨涂层。' },
  ])
  const options = { top: 3, hasReasons: true, today: '2026-11-23' }
  const [found, ...others] = await Array.fromAsync(matchFiles(needs, await items('offerings', offerings), options))
  expect(others).toEqual([])
  expect(found).toMatchObject({
    need: { id: 'q1', title: '阀门密封面耐磨涂层' },
    matches: [{ rank: 1, offering: { id: 'coating' } }, { rank: 2 }],
  })
  expect(found?.matches[0]?.explanation?.elements[0]?.evidence).toContain('耐磨涂层')
})

test('the same files give the same lists, without reasons as well', async () => {
  const needs = await items('needs', [
    { id: 'q1', name: '耐磨' },
    { id: 'q2', name: '茶园机械' },
  ])
  const given = await items('offerings', offerings)
  const run = (hasReasons: boolean) =>
    Array.fromAsync(matchFiles(needs, given, { top: 2, hasReasons, today: '2026-11-23' }))
  const scores = (all: Awaited<ReturnType<typeof run>>) =>
    all.map(({ matches }) => matches.map(({ offering, order }) => [offering.id, order]))
  expect(scores(await run(false))).toEqual(scores(await run(true)))
  expect((await run(false))[0]?.matches[0]?.explanation).toBeNull()
})
