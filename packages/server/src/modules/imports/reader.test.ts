import fc from 'fast-check'
import { writeXlsx } from 'hucre'
import { expect, test } from 'vitest'
import { looksLikeHeader } from './mapping.ts'
import { openTable, type TableRow } from './reader.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const open = (content: Uint8Array | string) =>
  openTable(
    { name: 'file', bytes: typeof content === 'string' ? bytes(content) : content },
    looksLikeHeader('offerings'),
  )
const plain = (rows: Iterable<TableRow>) =>
  [...rows].map((row) => ('cells' in row ? [row.number, Object.fromEntries(row.cells)] : [row.number, row.broken]))
const refusal = async (content: Uint8Array | string) =>
  open(content).then(
    (table) => plain(table.rows()),
    (error: { problem?: string }) => error.problem ?? error,
  )

/** 名称,描述 / 钒钛,甲,乙 in GB18030. */
const gb18030 = Uint8Array.from([
  0xc3, 0xfb, 0xb3, 0xc6, 0x2c, 0xc3, 0xe8, 0xca, 0xf6, 0x0a, 0xb7, 0xb0, 0xee, 0xd1, 0x2c, 0xbc, 0xd7, 0x0a,
])

test('Chinese text is read as UTF-8 with and without a mark, as GB18030 and as UTF-16', async () => {
  const text = '名称,描述\n钒钛,甲\n'
  const utf16 = new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'))
  for (const [content, encoding] of [
    [bytes(text), 'UTF-8'],
    [bytes(`\ufeff${text}`), 'UTF-8'],
    [gb18030, 'GB18030'],
    [utf16, 'UTF-16'],
  ] as const) {
    const table = await open(content)
    expect(table).toMatchObject({ format: 'csv', encoding, columns: ['名称', '描述'] })
    expect(plain(table.rows())).toEqual([[2, { 名称: '钒钛', 描述: '甲' }]])
  }
})

test('rows are numbered as in the file; empty ones are left out, short ones filled, longer ones refused', async () => {
  const table = await open('编号,名称\n\n1,"甲\n乙"\n2\n3,丙,多余\n4,丁,,\n')
  expect(plain(table.rows())).toEqual([
    [3, { 编号: '1', 名称: '甲\n乙' }],
    [4, { 编号: '2', 名称: '' }],
    [5, 'too_many_cells'],
    [6, { 编号: '4', 名称: '丁' }],
  ])
})

test('columns without a name and with the same name stay apart', async () => {
  expect((await open('名称,,名称,描述\n')).columns).toEqual(['名称', '#2', '名称 #3', '描述'])
})

test('lines of JSON are rows; broken lines are told with their number', async () => {
  const table = await open(
    '{"id":7,"name":"甲","tags":["a","b"],"x":{"y":1},"none":null}\n\n{"name":\n[1]\n{"more":true}',
  )
  expect(table).toMatchObject({ format: 'jsonl', columns: ['id', 'name', 'tags', 'x', 'none', 'more'] })
  expect(plain(table.rows())).toEqual([
    [1, { id: '7', name: '甲', tags: 'a；b', x: '{"y":1}', none: '' }],
    [3, 'broken_json'],
    [4, 'not_an_object'],
    [5, { more: 'true' }],
  ])
})

const workbook = (rows: (string | number | Date | null)[][]) => writeXlsx({ sheets: [{ name: '汇总', rows }] })

test('a workbook is read from its header on, under title lines, with days as days', async () => {
  const table = await open(
    await workbook([
      ['2026 年成果汇总', null, null],
      ['成果名称', '成果简介', '发布时间'],
      ['玉米直收机', '一次完成', new Date(Date.UTC(2026, 2, 1))],
      [null, null, null],
      ['茶叶揉捻机', 0.1 + 0.2, '2026年3月5日'],
    ]),
  )
  expect(table).toMatchObject({ format: 'xlsx', sheet: '汇总', columns: ['成果名称', '成果简介', '发布时间'] })
  expect(plain(table.rows())).toEqual([
    [3, { 成果名称: '玉米直收机', 成果简介: '一次完成', 发布时间: '2026-03-01' }],
    [5, { 成果名称: '茶叶揉捻机', 成果简介: '0.3', 发布时间: '2026年3月5日' }],
  ])
})

test('files that cannot be read are refused, each with its own reason', async () => {
  const book = await workbook([['名称'], ['甲']])
  const ole = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
  const damaged = bytes(`名称,描述\n${'这是一个很好的项目,'.repeat(9)}`)
  damaged[40] = 0xff
  expect(await refusal('')).toBe('empty-file')
  expect(await refusal(' \n\n')).toBe('empty-file')
  expect(await refusal(new Uint8Array(5_000))).toBe('binary')
  expect(await refusal(damaged)).toBe('encoding')
  expect(await refusal(ole)).toBe('old-excel')
  expect(await refusal(Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')]))).toBe('locked-workbook')
  expect(await refusal('[{"name":"甲"}]')).toBe('json-array')
  expect(await refusal(book.subarray(0, book.length - 200))).toBe('broken-workbook')
  expect(await refusal(Buffer.from(book.slice()).fill(0x41, 200, 400))).toBe('broken-workbook')
  expect(await refusal(Array.from({ length: 201 }, (_, at) => `c${at}`).join(','))).toBe('too-many-columns')
})

test('an archive that says it unpacks to more than can be held is refused before it is unpacked', async () => {
  const book = Buffer.from(await workbook([['名称'], ['甲']]))
  const entry = book.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]))
  book.writeUInt32LE(500_000_000, entry + 24)
  expect(await refusal(book)).toBe('workbook-too-large')
})

test('no bytes at all make it throw anything but a refusal', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 400 }),
      fc.constantFrom('', 'PK\u0003\u0004', '{'),
      async (tail, head) => {
        const result = await refusal(Buffer.concat([Buffer.from(head, 'latin1'), tail]))
        expect(typeof result === 'string' || Array.isArray(result)).toBe(true)
      },
    ),
    { numRuns: 200 },
  )
})
