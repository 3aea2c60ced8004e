import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvRecords, delimiterOf } from './csv.ts'

const cells = (text: string, delimiter = ',') => [...csvRecords(text, delimiter)].map((record) => record.cells)

/** Writes as RFC 4180 says, quoting where it must and where `isQuoted` says so. */
function write(rows: readonly (readonly string[])[], delimiter: string, lineEnd: string, isQuoted: boolean): string {
  const cell = (text: string) =>
    isQuoted || text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  return rows.map((row) => row.map(cell).join(delimiter) + lineEnd).join('')
}

const cell = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('"', ',', ';', '\t', '\n', '\r', '钒', 'x', ' ') }),
)

test('whatever is written comes back, with every delimiter and line end', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 8 }),
      fc.constantFrom(',', ';', '\t', '，'),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.boolean(),
      (rows, delimiter, lineEnd, isQuoted) => {
        expect(cells(write(rows, delimiter, lineEnd, isQuoted), delimiter)).toEqual(rows)
      },
    ),
    { numRuns: 300 },
  )
})

test('any text at all is read to its end, and nothing outside of quotes and signs is lost', () => {
  fc.assert(
    fc.property(cell, (text) => {
      const read = cells(text).flat().join('')
      expect(read.replaceAll(/[",\r\n]/g, '')).toBe(text.replaceAll(/[",\r\n]/g, ''))
    }),
    { numRuns: 300 },
  )
})

test('a quote inside a cell is text, and text after a closing quote belongs to the cell', () => {
  expect(cells('5" 管,"甲"乙\n')).toEqual([['5" 管', '甲乙']])
})

test('a quote that is never closed is told', () => {
  expect([...csvRecords('a,"b\nc,d', ',')]).toEqual([{ cells: ['a', 'b\nc,d'], isClosed: false }])
})

test('the delimiter is the one the header uses, outside of quotes', () => {
  expect(delimiterOf('名称,描述\n甲;乙;丙,x')).toBe(',')
  expect(delimiterOf('"a,b,c";d\n')).toBe(';')
  expect(delimiterOf('编号\t名称\t描述')).toBe('\t')
  expect(delimiterOf('编号，名称，描述\n')).toBe('，')
  expect(delimiterOf('名称\n只有一列')).toBe(',')
})
