import fc from 'fast-check'
import { expect, test } from 'vitest'
import { xmlText } from './xml.ts'

test('text becomes XML content: escaped, without control characters, half characters made whole', () => {
  expect(xmlText('a < b & "c" > \'d\'')).toBe('a &lt; b &amp; &quot;c&quot; &gt; &apos;d&apos;')
  expect(xmlText('一\u0000二\u0008三\u001f四\uffff\t五')).toBe('一二三四\t五')
  expect(xmlText('半\ud83d字')).toBe('半\ufffd字')
  expect(xmlText('📈')).toBe('📈')
})

test('whatever people write, XML 1.0 can hold it', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot hold
  const forbidden = /[<>"'\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|&(?!(amp|lt|gt|quot|apos);)/
  const unit = fc.nat(0xffff).map((code) => String.fromCharCode(code))
  fc.assert(
    fc.property(fc.string({ unit }), (text) => {
      expect(xmlText(text)).not.toMatch(forbidden)
    }),
    { seed: 2 },
  )
})
