import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { en } from './en.ts'
import { zh } from './zh.ts'

const app = join(import.meta.dirname, '..')
const han = /\p{Script=Han}/u

/** Every text with its address, such as `home.steps.items.0.name`. */
function texts(node: unknown, path = ''): [path: string, text: string][] {
  if (typeof node === 'string' || typeof node === 'function') return [[path, String(node)]]
  return Object.entries(node as object).flatMap(([key, value]) => texts(value, path ? `${path}.${key}` : key))
}

/** Lists may differ in length where a language says it in another way; their entries are left out. */
const keys = (messages: unknown) => new Set(texts(messages).map(([path]) => path.replace(/\.\d+(\.|$)/g, '.*$1')))

test('English and Chinese have the same messages', () => {
  expect([...keys(en)].sort()).toEqual([...keys(zh)].sort())
})

test('no message is empty', () => {
  const empty = [...texts(zh), ...texts(en)].filter(([, text]) => text.trim() === '')
  expect(empty).toEqual([])
})

test('an English message holds no Chinese character', () => {
  expect(texts(en).filter(([, text]) => han.test(text))).toEqual([])
})

const sources = readdirSync(app, { recursive: true, encoding: 'utf8' })
  .map((name) => join(app, name))
  .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.') && !name.startsWith(join(app, 'messages')))

test('no component or loader holds a text of the interface', () => {
  const offending = sources.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => han.test(line))
      .map((line) => `${relative(app, file)}: ${line.trim()}`),
  )
  expect(offending).toEqual([])
})

test('no component sets a style attribute, which the content security policy would drop', () => {
  expect(sources.filter((file) => /\sstyle=[{"]/.test(readFileSync(file, 'utf8')))).toEqual([])
})
