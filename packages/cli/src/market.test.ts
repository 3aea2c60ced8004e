import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { run as runImport } from './import.ts'
import { run as runJobs } from './jobs.ts'
import { run as runMatch } from './match.ts'
import { zh } from './messages/zh.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keyun-cli-'))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

const main = path.join(import.meta.dirname, 'main.ts')
const env = { PATH: process.env.PATH, INIT_CWD: folder }

/** Runs `keyun` in the folder of the files below. */
function keyun(...args: string[]) {
  return spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', env })
}

fs.writeFileSync(
  path.join(folder, '需求.csv'),
  '编号,需求名称,需求描述\nq 1,阀门密封面耐磨涂层,密封面磨损快\nq2,茶园用的小型机械,坡地茶园\n,,\n',
)
fs.writeFileSync(
  path.join(folder, 'offerings.jsonl'),
  [
    { id: 'coating', name: '密封面激光熔覆耐磨涂层', context: '阀门密封面耐磨。', 内部码: 7 },
    { id: 'tea', name: '茶叶揉捻机', context: '小型茶叶加工机械，用于坡地茶园。' },
    { id: 'tea', name: '编号重复的一行' },
  ]
    .map((line) => JSON.stringify(line))
    .join('\n'),
)
const files = ['--needs', '需求.csv', '--offerings', 'offerings.jsonl']

test('two files are matched in the format of trec, with nothing else on standard output', () => {
  const { status, stdout, stderr } = keyun('match', ...files, '--top', '1', '--format', 'trec')
  expect(status).toBe(0)
  expect(stdout).toMatch(/^q_1 Q0 coating 1 0\.\d{6} keyun\nq2 Q0 tea 1 0\.\d{6} keyun\n$/)
  expect(stderr).toContain('未使用的列:内部码')
  expect(stderr).toContain('编号与第 2 行相同')
})

test('lines of JSON and tables have the scores with their reasons', () => {
  const lines = keyun('match', ...files)
    .stdout.trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines[0]).toMatchObject({
    need: { id: 'q 1' },
    rank: 1,
    offering: { id: 'coating', title: '密封面激光熔覆耐磨涂层' },
    able: expect.any(Number),
    explanation: { elements: expect.arrayContaining([expect.objectContaining({ kind: 'problem' })]) },
  })
  expect(keyun('match', ...files, '--format', 'csv', '--out', 'result.csv')).toMatchObject({ status: 0, stdout: '' })
  expect(fs.readFileSync(path.join(folder, 'result.csv'), 'utf8')).toMatch(/^\ufeffneedId,needTitle,rank/)
})

test('a reader who has had enough ends the command quietly', async () => {
  const child = spawn(process.execPath, [main, 'match', ...files], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.destroy()
  let stderr = ''
  child.stderr.on('data', (data) => (stderr += data))
  const status = await new Promise((resolve) => child.on('close', resolve))
  expect(status).toBe(0)
  expect(stderr).not.toContain('EPIPE')
})

test('wrong use is refused before anything is done, and says what is right', async () => {
  const wrong: [typeof runMatch, string[], string][] = [
    [runMatch, [], '--needs'],
    [runMatch, [...files, '--top', '0'], '1 到 1000'],
    [runMatch, [...files, '--format', 'xml'], 'trec'],
    [runMatch, ['--needs', '没有.csv', '--offerings', 'offerings.jsonl'], '找不到文件'],
    [runImport, [], '请给出一个文件'],
    [runImport, ['需求.csv'], '--as offerings'],
    [runImport, ['需求.csv', '--as', 'needs', '--map', 'title'], '字段=列名'],
    [runImport, ['需求.csv', '--as', 'needs', '--map', 'title=没有'], '没有这一列'],
    [runImport, ['需求.csv', '--as', 'needs', '--limit', '0'], '正整数'],
    [runImport, ['需求.csv', '--as', 'needs', '--source', 'keyun-sample'], '示例数据'],
    [runImport, ['undo'], '批次号'],
    [runJobs, ['--retry', 'x'], '任务编号'],
  ]
  for (const [run, args, sentence] of wrong) {
    const refused = run(args, { messages: zh, folder })
    await expect(refused, args.join(' ')).rejects.toMatchObject({ exitCode: 2 })
    await expect(refused, args.join(' ')).rejects.toThrow(sentence)
  }
})

test('an old workbook is refused with what to do about it', () => {
  fs.writeFileSync(path.join(folder, 'old.xls'), Buffer.from('d0cf11e0a1b11ae1', 'hex'))
  const { status, stderr } = keyun('import', 'old.xls', '--as', 'needs')
  expect(stderr).toContain('另存为 .xlsx')
  expect(status).toBe(1)
})
