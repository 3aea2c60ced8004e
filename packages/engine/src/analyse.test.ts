import fc from 'fast-check'
import { expect, test } from 'vitest'
import { analyse } from './analyse.ts'
import { checkDoc } from './checkDoc.ts'
import { byCodePoint } from './codePoints.ts'
import { sentences } from './sentences.ts'
import { docOf } from './testDocs.ts'

const weights = (text: string) => {
  const { words } = analyse({ title: '', body: text })
  return Object.fromEntries(words.terms.map((term, i) => [term, words.weights[i]]))
}

test('model numbers, formulas and quantities stay whole', () => {
  expect(Object.keys(weights('MIL-53（Al）复合材料吸附PM2.5，使用温度≥200℃，6061-T6铝合金，C++'))).toEqual(
    expect.arrayContaining(['mil-53', 'pm2.5', '200°c', '6061-t6', '铝合金', 'c++']),
  )
})

test('traditional characters, full width and capitals make no difference', () => {
  expect(analyse({ title: '復合吸附材料ＬＥＤ' })).toEqual(analyse({ title: '复合吸附材料led' }))
})

test('boilerplate weighs an eighth, and stop words are no words', () => {
  const found = weights('现寻求一种技术，制备隔膜的')
  expect(found.寻求).toBe(0.125)
  expect(found.隔膜).toBe(1)
  expect(found).not.toHaveProperty('的')
})

test('a title counts twice, and so does a keyword', () => {
  const { words } = analyse({ title: '隔膜', keywords: ['隔膜'], body: '隔膜' })
  expect(words).toEqual({ terms: ['隔膜'], weights: [5] })
})

test('a domain word of the lexicon is found whole', () => {
  const lexicon = { words: ['茶香四溢机'], boilerplate: [], stopWords: [] }
  expect(analyse({ title: '一台茶香四溢机' }, lexicon).words.terms).toContain('茶香四溢机')
})

test('any string gives tokens that an index takes, and the same each time', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
    fc.constantFrom(
      '',
      '\0',
      '😀',
      '\ud800',
      '\udc00a',
      '𠮷野家',
      'ﷺ',
      '🇨🇳👩‍👩‍👧',
      '\u200b',
      'م',
      '日本語テキスト',
      '한국어',
    ),
  )
  fc.assert(
    fc.property(anything, anything, (title, body) => {
      const fields = { title, keywords: [body], body }
      expect(() => checkDoc(docOf('a', fields))).not.toThrow()
      expect(analyse(fields)).toEqual(analyse(fields))
      for (const sentence of sentences(body)) expect(sentence.isWellFormed()).toBe(true)
    }),
    { seed: 1, numRuns: 200 },
  )
})

test('a hundred thousand characters are fine', () => {
  for (const unit of ['锂', '锂电池隔膜，', 'a', '1.', '-a', '\ud83d', 'ﷺ', '(', '1、']) {
    const body = unit.repeat(Math.ceil(100_000 / unit.length))
    expect(() => checkDoc(docOf('a', { title: body.slice(0, 50), body }))).not.toThrow()
    expect(() => sentences(body)).not.toThrow()
  }
})

test('code point order is that of UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(Math.sign(byCodePoint(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))))
    }),
    { seed: 2, numRuns: 300 },
  )
})

test('sentences end at stops, line ends and list numbers', () => {
  expect(sentences('技术要求：1、效率≥99.5%；2、寿命长。\n价格低！ \n\n。')).toEqual([
    '技术要求：',
    '1、效率≥99.5%；',
    '2、寿命长。',
    '价格低！',
  ])
})
