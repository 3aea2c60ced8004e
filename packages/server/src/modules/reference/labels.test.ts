import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldOf, fieldOfIndustry, fields, industries, industryOf } from './index.ts'

test.each([
  ['电子信息-计算机软件', 'electronics.software'],
  ['电子信息－人工智能', 'electronics.artificial_intelligence'],
  ['电子信息-其他', 'electronics'],
  ['生物与新医药', 'medicine'],
  ['新材料 — 复合材料', 'materials.composites'],
  ['新能源-新能源汽车', 'construction_transport.vehicles'],
  ['新能源-石油天然气', 'energy_chemical.oil_gas'],
  ['资源环保-固体废弃物处理与综合利用', 'environment.waste'],
  ['现代农业', 'agriculture'],
  ['materials.coating', 'materials.coating'],
  ['Advanced materials', 'materials'],
  ['农、林、牧、渔业', 'agriculture'],
  ['电力、热力、燃气、及水生产和供应业', 'energy_chemical'],
  ['制造业——医药制造业', 'medicine'],
  ['制造业——汽车制造业', 'construction_transport.vehicles'],
  ['交通运输、仓储和邮政业——铁路运输业', 'construction_transport.rail'],
  ['锂离子电池正极片涂布', 'energy_chemical.storage'],
])('the label %s means the field %s', (label, code) => {
  expect(fieldOf(label)).toBe(code)
})

test.each(['制造业', '制造业——其他制造业', '技术服务-知识产权', '教育', '其他', '', '-', '——'])(
  'the label %j is too broad for a field',
  (label) => {
    expect(fieldOf(label)).toBeNull()
  },
)

test.each([
  ['制造业——计算机、通信和其他电子设备制造', 'C39'],
  ['制造业——铁路、船舶、航空航天和其他运输', 'C37'],
  ['制造业——石油加工炼焦和核燃料加工业', 'C25'],
  ['制造业——酒、饮料喝精制茶制造业', 'C15'],
  ['采矿业——煤炭开发和洗选业', 'B06'],
  ['教育——教育', 'P83'],
  ['教育', 'P'],
  ['信息传输、软件和信息技术服务业——科技推广和应用服务业', 'M75'],
  ['信息传输、软件和信息技术服务业金融业', 'I'],
  ['制造业电力、热力、燃气、及水生产和供应业', 'C'],
  ['2641', 'C2641'],
  ['c2641', 'C2641'],
  ['C', 'C'],
])('the label %s means the industry %s', (label, code) => {
  expect(industryOf(label)).toBe(code)
})

test.each(['9999', 'A2641', '不是行业', '业', ''])('%j is no industry', (label) => {
  expect(industryOf(label)).toBeNull()
})

test('every name of a table means its own code', () => {
  for (const { code, name } of fields.all()) expect([name.zh, fieldOf(name.zh)]).toEqual([name.zh, code])
  for (const { code, name } of industries.all()) {
    const found = industryOf(name.zh)
    // A group and its only class share a name; the upper one is taken.
    expect([name.zh, found && code.startsWith(found)]).toEqual([name.zh, true])
  }
})

test('whatever a label holds, the answer is a code of the table or null', () => {
  const pieces = fc.constantFrom('制造业', '——', '-', '、', '电子', '医药', 'C', '26', '其他', '\ud83d', '👍', ' ', '|')
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), fc.string({ unit: 'binary', maxLength: 20 }), (some, noise) => {
      for (const label of [some.join(''), noise]) {
        const field = fieldOf(label)
        const industry = industryOf(label)
        if (field !== null) expect(fields.get(field)).toBeDefined()
        if (industry !== null) expect(industries.get(industry)).toBeDefined()
      }
    }),
    { numRuns: 300, seed: 1 },
  )
})

test('an industry belongs to the field of the nearest code above it', () => {
  expect(fieldOfIndustry('C3581')).toBe('medicine.devices')
  expect(fieldOfIndustry('C3523')).toBe('equipment.machinery')
  expect(fieldOfIndustry('A0111')).toBe('agriculture.cultivation')
  expect(fieldOfIndustry('F5111')).toBeNull()
})
