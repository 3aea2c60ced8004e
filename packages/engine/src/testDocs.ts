import fc from 'fast-check'
import { analyse } from './analyse.ts'
import type { Doc, Fields } from './types.ts'

/** A document for tests; what is not said is empty. */
export function docOf(id: string, text: Fields, rest: Partial<Doc> = {}): Doc {
  return { id, stamp: '1', tokens: analyse(text), attributes: {}, numbers: {}, ...rest }
}

const vocabulary = [
  '锂电池',
  '隔膜',
  '污水处理',
  '光催化',
  '机器视觉',
  '缺陷检测',
  '电机',
  'MIL-53',
  'PM2.5',
  '茶叶杀青',
  '的',
  '温度',
]

/** Short texts over few words, so that documents share terms and scores tie. */
export const text: fc.Arbitrary<Fields> = fc.record({
  title: fc.array(fc.constantFrom(...vocabulary), { maxLength: 3 }).map((words) => words.join('')),
  body: fc.array(fc.constantFrom(...vocabulary), { maxLength: 8 }).map((words) => words.join('，')),
})

const value = fc.constantFrom('51', '5101', '5107', '510104', 'constructor')

/** Few ids, so that puts replace and removals hit. */
export const doc: fc.Arbitrary<Doc> = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', '𠮷', '\uffee'),
    stamp: fc.string({ maxLength: 2, unit: 'grapheme' }),
    text,
    region: fc.uniqueArray(value, { maxLength: 3 }),
    kind: fc.option(fc.constantFrom('skill', 'idea'), { nil: undefined }),
    price: fc.option(fc.integer({ min: 0, max: 5 }), { nil: null }),
  })
  .map(({ id, stamp, text, region, kind, price }) =>
    docOf(id, text, {
      stamp,
      attributes: { region, ...(kind && { kind: [kind] }) },
      numbers: { price },
      suggestions: text.title ? [{ text: text.title, keys: [`key ${text.title}`] }] : [],
    }),
  )
