import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readConfig, readSecret, repository, settings } from './config.ts'

test('without any setting it is a demo on port 8080 that phones nearby can open', () => {
  expect(readConfig({})).toMatchObject({ mode: 'demo', host: '0.0.0.0', port: 8080, isPortExplicit: false })
})

test('empty settings count as not set', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: ' ' })).toEqual(readConfig({}))
})

test.each([
  ['PORT', '80a'],
  ['PORT', '0'],
  ['PORT', '65536'],
  ['HOST', 'here or there'],
  ['PUBLIC_URL', 'keyun.example.cn'],
  ['PUBLIC_URL', 'https://keyun.example.cn/portal'],
  ['KEYUN_MODE', 'prod'],
  ['POOL_SIZE', '1'],
  ['TRUST_PROXY', 'yes'],
  ['LOG_LEVEL', 'verbose'],
])('%s=%s is refused with its name, what was given and an example', (name, given) => {
  const { example } = settings.shape[name as keyof typeof settings.shape].meta() as { example: string }
  expect(() => readConfig({ [name]: given })).toThrow(new RegExp(`设置 ${name}:给出的是 “${given}”;应为 .+,例如 `))
  expect(() => readConfig({ [name]: given })).toThrow(example)
})

test('what is secret is never repeated', () => {
  expect(() => readConfig({ DATABASE_URL: 'mysql://me:hunter2@db/keyun' })).toThrow(/设置 DATABASE_URL:(?!.*hunter2)/)
  expect(() => readConfig({ KEYUN_SECRET: 'hunter2' })).toThrow(/设置 KEYUN_SECRET:(?!.*hunter2)/)
})

test('everything that is wrong is said at once', () => {
  expect(() => readConfig({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/PORT.*LOG_LEVEL/s)
})

test('production needs the address that people use', () => {
  expect(() => readConfig({ KEYUN_MODE: 'production' })).toThrow(/设置 PUBLIC_URL:没有设置/)
  const config = readConfig({ KEYUN_MODE: 'production', PUBLIC_URL: 'https://keyun.example.cn/' })
  expect(config).toMatchObject({ mode: 'production', publicUrl: 'https://keyun.example.cn' })
})

test('every example is valid', () => {
  for (const [name, schema] of Object.entries(settings.shape)) {
    // Its example is the command that makes one: a value would be copied.
    if (name === 'KEYUN_SECRET') continue
    const { example } = schema.meta() as { example: string }
    expect(schema.safeParse(example).success, name).toBe(true)
  }
})

test('proxies are trusted by number, by address, all or none', () => {
  expect(readConfig({ TRUST_PROXY: '1' }).trustProxy).toBe(1)
  expect(readConfig({ TRUST_PROXY: 'true' }).trustProxy).toBe(true)
  expect(readConfig({ TRUST_PROXY: '10.0.0.0/8' }).trustProxy).toBe('10.0.0.0/8')
})

test('a relative data folder starts at the repository', () => {
  expect(readConfig({ KEYUN_DATA: 'elsewhere' }).dataDir).toBe(path.join(repository, 'elsewhere'))
})

test('the secret is made once, is private, and a given one goes first', () => {
  const dataDir = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'keyun-config-')), 'data')
  try {
    const secret = readSecret({ dataDir, givenSecret: undefined })
    expect(secret.length).toBeGreaterThanOrEqual(64)
    expect(readSecret({ dataDir, givenSecret: undefined })).toBe(secret)
    expect(fs.statSync(path.join(dataDir, 'secret')).mode & 0o777).toBe(0o600)
    expect(readSecret({ dataDir, givenSecret: 'given' })).toBe('given')
    fs.writeFileSync(path.join(dataDir, 'secret'), 'cut off')
    expect(() => readSecret({ dataDir, givenSecret: undefined })).toThrow(/已损坏/)
  } finally {
    fs.rmSync(path.dirname(dataDir), { recursive: true })
  }
})
