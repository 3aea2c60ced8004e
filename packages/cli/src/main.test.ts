import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { expect, test } from 'vitest'

test('without a command, help is shown and the use was wrong', () => {
  expect(keyun()).toMatchObject({ status: 2, stdout: expect.stringContaining('npm run keyun -- <命令>') })
})

test('help is in Chinese, in English where the terminal is, and as wished', () => {
  expect(keyun('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('用法') })
  expect(keyun('--help', { LANG: 'en_GB.UTF-8' }).stdout).toContain('Usage')
  expect(keyun('--help', '--lang=zh', { LANG: 'en_GB.UTF-8' }).stdout).toContain('用法')
  expect(keyun('--lang', 'fr')).toMatchObject({ status: 2, stderr: expect.stringContaining('zh 或 en') })
})

test('a slip of the finger gets the command that was meant', () => {
  expect(keyun('strat')).toMatchObject({ status: 2, stderr: expect.stringContaining('“start”') })
})

test('an unknown option and a wrong setting are told apart from bugs', () => {
  expect(keyun('start', '--prot')).toMatchObject({ status: 2, stderr: expect.stringContaining('--prot') })
  const { status, stderr } = keyun('start', { PORT: 'eighty' })
  expect(status).toBe(2)
  expect(stderr).toMatch(/^✘ 设置 PORT:给出的是 “eighty”.*\n$/)
})

/** Runs `keyun` with these arguments; a last object is its environment. */
function keyun(...given: (string | Record<string, string>)[]) {
  const args = given.filter((each) => typeof each === 'string')
  const settings = given.find((each) => typeof each === 'object')
  return spawnSync(process.execPath, [path.join(import.meta.dirname, 'main.ts'), ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...settings },
  })
}
