import { searchApi } from '@keyun/api'
import { expect, test } from 'vitest'
import { addressWith, fromAddress, localPath, toggled, valuesOf } from './address.ts'

const asked = (query: string) => fromAddress(searchApi.offerings, new Request(`http://site/offerings${query}`))

test('an address gives what the endpoint understands, and nothing else', () => {
  expect(asked('?q=涂层&region=510100,510700&from=messenger&isappinstalled=0&sort=')).toEqual({
    q: '涂层',
    region: '510100,510700',
  })
})

test('a filter is added and taken out, and the page starts over', () => {
  const search = '?q=涂层&region=510100&page=3'
  expect(addressWith('/offerings', search, { region: toggled(search, 'region', '510700') })).toBe(
    `/offerings?q=${encodeURIComponent('涂层')}&region=510100,510700`,
  )
  expect(addressWith('/offerings', search, { region: toggled(search, 'region', '510100'), q: null })).toBe('/offerings')
})

test('values of a filter are read without empty ones', () => {
  expect(valuesOf('?kind=skill,,idea', 'kind')).toEqual(['skill', 'idea'])
})

test.each(['/', '/needs?q=a', '/en/offerings?region=510100,510700', '/needs?q=%2F%2Fx'])('%s is a way back', (path) => {
  expect(localPath(path)).toBe(path)
})

test.each([
  undefined,
  '',
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '///evil.example',
  'javascript:alert(1)',
  `/${'a'.repeat(2_000)}`,
])('%j is no way back', (path) => {
  expect(localPath(path)).toBeNull()
})
