import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Target } from './fields.ts'
import { looksLikeHeader, mapTable, type Override } from './mapping.ts'
import { openTable } from './reader.ts'
import { mapRows } from './rules.ts'

async function read<T extends Target>(target: T, lines: readonly unknown[] | string, overrides: Override[] = []) {
  const text = typeof lines === 'string' ? lines : lines.map((line) => JSON.stringify(line)).join('\n')
  const file = { name: 'file', bytes: new TextEncoder().encode(text) }
  const mapped = { ...mapTable(await openTable(file, looksLikeHeader(target)), target, overrides), target }
  return { mapped, rows: [...mapRows(mapped)] }
}
const columns = async (header: string, target: Target = 'needs') =>
  Object.fromEntries((await read(target, `${header}\n`)).mapped.mapping)

test('columns are known by their Chinese and English names, however they are dressed', async () => {
  expect(
    await columns('编号,企业技术需求名称（必填）,需求描述,所属行业,拟投入资金（万元）,联系人名称,单位名称'),
  ).toEqual({
    id: ['编号'],
    title: ['企业技术需求名称（必填）'],
    body: ['需求描述'],
    classification: ['所属行业'],
    budget: ['拟投入资金（万元）'],
    contact: ['联系人名称'],
    organisation: ['单位名称'],
  })
  expect(await columns('ID,Name,Content,Cooperation Method,Price,Post Time', 'offerings')).toEqual({
    id: ['ID'],
    title: ['Name'],
    body: ['Content'],
    cooperation: ['Cooperation Method'],
    price: ['Price'],
    postedAt: ['Post Time'],
  })
})

test('a running number is no identity, so that another file of the same name replaces nothing', async () => {
  const { mapped, rows } = await read('offerings', '序号,成果名称\n1,智能阀门\n1,菌种保藏\n')
  expect(Object.fromEntries(mapped.mapping)).toEqual({ runningNumber: ['序号'], title: ['成果名称'] })
  const item = { externalId: expect.stringMatching(/^row-/) }
  expect(rows).toMatchObject([{ item }, { item }])
})

test('a sum is no item, and what a price leaves open is told', async () => {
  const lines = '序号,成果名称,转让价格\n1,智能阀门,30\n2,菌种保藏,10万元/年\n合计,2,\n'
  const { rows } = await read('offerings', lines)
  expect(rows).toMatchObject([
    { item: { content: { price: { minYuan: 30 } } }, notes: [{ code: 'text_is_title' }, { code: 'bare_amount' }] },
    { item: { content: { price: { minYuan: 100_000 } } }, notes: [{ code: 'text_is_title' }, { code: 'partly_read' }] },
    { refusal: { row: 4, code: 'total_row' } },
  ])
})

test('a column wished by hand wins over its name; unknown columns and fields are refused', async () => {
  const lines = [{ name: '甲项目', 别名: '真正的标题' }]
  const { rows } = await read('needs', lines, [{ field: 'title', column: '别名' }])
  expect(rows).toMatchObject([{ item: { content: { title: '真正的标题' } } }])
  await expect(read('needs', lines, [{ field: 'title', column: '没有' }])).rejects.toMatchObject({
    problem: 'unknown-column',
  })
  await expect(read('needs', lines, [{ field: 'maturity', column: '别名' }])).rejects.toMatchObject({
    problem: 'unknown-field',
  })
  await expect(read('needs', [{ x: 1 }])).rejects.toMatchObject({ problem: 'no-title-column' })
})

test('prose of unknown columns is kept in the text under its heading; codes are left out and told', async () => {
  const 背景说明 = '本项目来自一家做了三十年的阀门企业，产线老旧。'
  const { mapped, rows } = await read('offerings', [
    { 名称: '智能阀门', 描述: '正文', 补充材料甲: 背景说明, 内部码: 'A7' },
  ])
  expect(mapped.unused).toEqual([{ column: '内部码', example: 'A7' }])
  expect(rows).toMatchObject([{ item: { content: { description: `正文\n\n补充材料甲：${背景说明}` } } }])
})

test('an offering gets its codes, terms and dates', async () => {
  const { rows } = await read('offerings', [
    {
      id: 'a1',
      name: '玉米籽粒直收机',
      context: '一次完成收获、脱粒与清选。',
      classification: '制造业——专用设备制造业',
      industry: '装备制造-新型机械装置',
      地区: '四川省绵阳市',
      maturity: '通过中试',
      zlxx: '发明专利',
      cooperationMethod: '许可转让技术入股',
      price: '20-50万',
      postTime: '2020-03-20',
      关键词: '玉米；收获 机械；玉米',
    },
  ])
  expect(rows).toMatchObject([
    {
      row: 1,
      notes: [],
      item: {
        externalId: 'a1',
        postedAt: new Date('2020-03-20T00:00:00+08:00'),
        content: {
          kind: 'achievement',
          industryCodes: ['C35'],
          fieldCode: expect.stringMatching(/^\w+(\.\w+)?$/),
          regionCode: '510700',
          maturity: { level: 6 },
          intellectualProperty: [{ type: 'invention_patent' }],
          cooperation: ['equity', 'licence'],
          price: { mode: 'range', minYuan: 200_000, maxYuan: 500_000 },
          keywords: ['玉米', '收获 机械'],
        },
      },
    },
  ])
})

test('persons and how to reach them are never published: kept for matched parties of a need, left out of an offering', async () => {
  const line = {
    name: '尾矿综合利用',
    context: '需要提取钪',
    联系人: '张三',
    电话: '13800000000',
    单位名称: '某矿业公司',
  }
  const [need] = (await read('needs', [line])).rows
  const [offering] = (await read('offerings', [line])).rows
  expect(need).toMatchObject({ item: { matchedDetails: '单位名称：某矿业公司\n联系人：张三\n电话：13800000000' } })
  if (!need || !('item' in need) || !offering || !('item' in offering)) throw new Error('both rows come in')
  expect(JSON.stringify(need.item.content)).not.toMatch(/张三|138|矿业公司/)
  expect(JSON.stringify(offering.item)).not.toMatch(/张三|138/)
  expect(offering.notes).toMatchObject([{ code: 'contact_left_out' }])
})

test('a missing title is taken from the text, a long one kept whole there, an offering no longer on offer says so', async () => {
  const long = '很长的标题'.repeat(40)
  const { rows } = await read('offerings', [
    { name: '', body: '第一句话就是标题。后面还有很多。' },
    { name: long, body: '正文', 状态: '技术终止转让' },
    { name: '只有标题' },
  ])
  expect(rows).toMatchObject([
    { item: { content: { title: '第一句话就是标题' } }, notes: [{ code: 'title_from_text' }] },
    {
      item: { content: { description: `${long}\n\n正文\n\n状态：技术终止转让` } },
      notes: [{ code: 'title_shortened' }],
    },
    { item: { content: { description: '只有标题' } }, notes: [{ code: 'text_is_title' }] },
  ])
})

test('rows that cannot come in are refused with their number, field and reason', async () => {
  const { rows } = await read('needs', [
    { id: '1', name: '好的需求', body: '正文' },
    { id: '1', name: '编号重复', body: '正文' },
    { id: '3', name: '', body: '' },
    { id: '4', name: '有 NUL', body: 'a\0b' },
    { id: '5', name: '半个 \ud83d', body: 'x' },
    { id: 'x'.repeat(201), name: '编号太长', body: 'x' },
    { name: '没有编号', body: '正文' },
    { name: '没有编号', body: '正文' },
  ])
  expect(rows.slice(1, 6).concat(rows.slice(7))).toMatchObject([
    { refusal: { row: 2, field: 'id', code: 'duplicate_id', about: '1' } },
    { refusal: { row: 3, field: 'title', code: 'title_missing' } },
    { refusal: { row: 4, field: 'body', code: 'nul' } },
    { refusal: { row: 5, field: 'title', code: 'half_character' } },
    { refusal: { row: 6, field: 'id', code: 'invalid' } },
    { refusal: { row: 8, field: 'id', code: 'duplicate_row', about: '7' } },
  ])
})

test('whatever the cells hold, each row becomes an item that the contract takes, or a refusal', async () => {
  const cell = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.constant('标题\v一\u0002二'))
  const line = fc.record(
    {
      name: cell,
      context: cell,
      price: cell,
      time: cell,
      industry: cell,
      zlxx: cell,
      maturity: cell,
      keywords: cell,
      id: cell,
    },
    { requiredKeys: ['name'] },
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 5 }),
      fc.constantFrom('offerings', 'needs'),
      async (lines, target) => {
        const { rows } = await read(target, lines)
        expect(rows).toHaveLength(lines.length)
      },
    ),
    { numRuns: 200 },
  )
})
