import { expect, test } from 'vitest'
import { aligned, inOneLine, widthOf } from './columns.ts'
import { csvLine } from './csvLine.ts'

test('Chinese characters and fullwidth signs take two columns', () => {
  expect(widthOf('a科（b）')).toBe(8)
  expect(
    aligned([
      ['科云', 'x'],
      ['ab', 'y'],
    ]),
  ).toEqual(['科云  x', 'ab    y'])
})

test('a long text becomes one line, whole characters only', () => {
  expect(inOneLine('一\n 二 三', 10)).toBe('一 二 三')
  expect(inOneLine('😀😀😀😀', 4)).toBe('😀😀😀…')
})

test('cells are quoted where they must be, and never run as a formula', () => {
  expect(csvLine(['a,b', 'c"d', '=1+1', '-5', '-x', '行\n行'])).toBe('"a,b","c""d",\'=1+1,-5,\'-x,"行\n行"\r\n')
})
