import fc from 'fast-check'
import { expect, test } from 'vitest'
import { explain } from './explain.ts'
import { prepareNeed, prepareOffering } from './prepare.ts'
import { meets, quantities } from './quantity.ts'

const offering = prepareOffering({
  title: '耐高温环氧树脂体系',
  body: '本树脂的玻璃化温度为180～260℃。固化时间为30分钟；拉伸强度85MPa。可用于航空复合材料构件的成型。',
})

test('a target is compared as a number where both sides give one', () => {
  const need = prepareNeed({
    title: '耐高温树脂',
    body: '',
    targets: [
      { name: '玻璃化温度', value: '≥200', unit: '℃' },
      { name: '固化时间', value: '≤ 0.4', unit: 'h' },
      { name: '拉伸强度', value: '80', unit: 'MPa 以上' },
      { name: '断裂伸长率', value: '≥3%' },
    ],
  })
  const { elements, wouldHelp } = explain(need, offering)
  expect(elements.map(({ state }) => state)).toEqual(['addressed', 'met', 'not_met', 'met', 'unmet'])
  expect(elements[1]).toMatchObject({
    evidence: '本树脂的玻璃化温度为180～260℃。',
    comparison: { needed: { min: 200, max: null }, offered: { min: 180, max: 260 }, met: true },
  })
  expect(elements.at(-1)).toMatchObject({ evidence: null, sharedTerms: [], comparison: null })
  expect(wouldHelp).toContainEqual({ code: 'better_value_for_target', element: 2 })
  expect(wouldHelp).toContainEqual({ code: 'evidence_for_target', element: 4 })
})

test('a sentence of the need meets the best sentence of the offering, quoted as written', () => {
  const need = prepareNeed({ title: '航空构件', body: '希望开发航空复合材料构件的成型工艺。养殖鲈鱼的饵料配方。' })
  const [, forming, fish] = explain(need, offering).elements
  expect(forming).toMatchObject({ state: 'addressed', evidence: '可用于航空复合材料构件的成型。' })
  expect(forming!.sharedTerms).toContain('航空')
  expect(fish).toMatchObject({ kind: 'problem', state: 'unmet', evidence: null })
})

test('conditions say what would help on the willing side', () => {
  const willing = { need: { budgetYuan: 100 }, offering: { priceFromYuan: 300 }, today: '2026-03-01' }
  const { wouldHelp } = explain(prepareNeed({ title: '耐高温环氧树脂', body: '' }), offering, willing)
  expect(wouldHelp[0]).toEqual({ code: 'change_price', element: null })
  expect(wouldHelp).toContainEqual({ code: 'clarify_cooperation', element: null })
})

test('any text is explained, with weights that add up to one', () => {
  const anything = fc.string({ unit: 'binary', maxLength: 60 })
  fc.assert(
    fc.property(anything, anything, anything, (title, body, other) => {
      const { elements, share } = explain(
        prepareNeed({ title, body }),
        prepareOffering({ title: other, body: title + body }),
      )
      const sum = elements.reduce((total, { weight }) => total + weight, 0)
      expect(elements.length ? sum : 1).toBeCloseTo(1, 9)
      expect(share).toBeGreaterThanOrEqual(0)
      expect(share).toBeLessThanOrEqual(1)
    }),
    { seed: 8, numRuns: 100 },
  )
})

test('a hundred thousand characters of anything are read in time', () => {
  for (const unit of ['\n', '\ud83d', '1、', '1~', '≥', '达到', '0.1mm，']) {
    const body = unit.repeat(100_000 / unit.length)
    const need = prepareNeed({ title: '隔膜', body, targets: [{ name: body, value: body }] })
    expect(explain(need, prepareOffering({ title: '隔膜', body })).share).toBeGreaterThan(0)
  }
})

test.each([
  ['使用温度≥200℃', 200, null, '°C'],
  ['频段26GHz~60GHz', 26, 60, 'GHz'],
  ['直径在26mm以内', null, 26, 'mm'],
  ['温度-20~60℃', -20, 60, '°C'],
  ['寿命10万次以上', 100_000, null, '次'],
  ['密度1,200 kg/m³', 1200, 1200, 'kg/m3'],
])('%s is read as a quantity', (text, min, max, unit) => {
  expect(quantities(text)).toMatchObject([{ min, max, unit }])
})

test.each(['2020年3月', '5G天线', '4K与3D', 'PM2.5', '第1、2项', '一百米'])('%s holds no quantity', (text) => {
  expect(quantities(text)).toEqual([])
})

test.each([
  ['≥200℃', '180–260℃', true],
  ['≥300℃', '180–260℃', false],
  ['≥200℃', '≥180℃', null],
  ['≤5μm', '3000nm', true],
  ['≤10mg/L', '0.02g/L', false],
  ['10~20kHz', '15kHz', true],
  ['10~20kHz', '12~15kHz', false],
  ['220V', '380V', null],
  ['≥5MPa', '5mm', null],
])('needed %s, offered %s: %s', (needed, offered, met) => {
  expect(meets(quantities(needed)[0]!, quantities(offered)[0]!)).toBe(met)
})
