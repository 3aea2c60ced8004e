import fc from 'fast-check'
import { encode } from 'uqr'
import { expect, test } from 'vitest'
import { jsonForHtml } from './JsonLd.tsx'
import { parts } from './Marked.tsx'
import { qrPath } from './QrCode.tsx'

const marked = (text: string, words: string[]) =>
  parts(text, words)
    .map(({ text, isShared }) => (isShared ? `[${text}]` : text))
    .join('')

test('shared words are marked in a quotation: the longest wins, neighbours stay together, case does not matter', () => {
  expect(marked('每公斤增加成本一角一分', ['成本', '每公斤', '增加', '公斤'])).toBe('[每公斤增加成本]一角一分')
  expect(marked('PLC 柜与 plc 模块', ['plc'])).toBe('[PLC] 柜与 [plc] 模块')
  expect(marked('强度 ≥ 30 MPa (28 d)', ['(28', '.*', ''])).toBe('强度 ≥ 30 MPa [(28] d)')
  expect(marked('没有共同的词', [])).toBe('没有共同的词')
})

test('marking never changes a text, whatever the words', () => {
  const unit = fc.nat(0xffff).map((code) => String.fromCharCode(code))
  fc.assert(
    fc.property(fc.string({ unit }), fc.array(fc.string({ maxLength: 4 })), (text, words) => {
      const cut = parts(text, words)
      expect(cut.map((part) => part.text).join('')).toBe(text)
      expect(new Set(cut.map((part) => part.at)).size).toBe(cut.length)
    }),
    { seed: 2 },
  )
})

test('the path of a QR code draws exactly its dark modules', () => {
  const address = 'https://keyun.example/en/organisations/65d4845c-97f3-468d-bd9f-30b643d3e7a6'
  const { size, path } = qrPath(address)
  const drawn = Array.from({ length: size }, () => new Array<boolean>(size).fill(false))
  let [x, y] = [0, 0]
  for (const [, right, down, length] of path.matchAll(/m(-?[\d.]+) (-?[\d.]+)h(\d+)/g)) {
    x += Number(right)
    y += Number(down)
    for (let end = x + Number(length); x < end; x++) drawn[y - 0.5]![x] = true
  }
  expect(drawn).toEqual(encode(address, { ecc: 'M', border: 4 }).data)
})

test('nothing in structured data can end its element', () => {
  const title = '</script><script>alert(1)</script><!--'
  const json = jsonForHtml({ title })
  expect(json).not.toContain('<')
  expect(JSON.parse(json)).toEqual({ title })
})
