import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { zh } from './messages/zh.ts'
import { terminalReport } from './terminal.ts'

test('without a terminal, a step is a line and its progress a line each quarter', async () => {
  const { report, lines } = listen()
  await report.step('导入', async () => {
    for (let done = 0; done <= 1000; done++) report.progress('行', done, 1000)
  })
  expect(lines()).toEqual([
    '  行 250/1000 (25 %)',
    '  行 500/1000 (50 %)',
    '  行 750/1000 (75 %)',
    '  行 1000/1000 (100 %)',
    expect.stringMatching(/^✔ 导入\(\d+\.\d 秒\)$/),
  ])
})

test('a failed step is marked, and fails', async () => {
  const { report, lines } = listen()
  await expect(report.step('启动', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(lines()[0]).toMatch(/^✘ 启动/)
})

test('on a terminal the line of a step gives way to notes and comes back', async () => {
  const { report, text } = listen(true)
  await report.step('启动', async () => report.note('稍等'))
  expect(text()).toBe('○ 启动 …! 稍等\n○ 启动 …✔ 启动(0.0 秒)\n')
})

function listen(isTTY = false) {
  const stream = new PassThrough()
  let written = ''
  stream.on('data', (chunk) => {
    written += chunk
  })
  const text = () => stripVTControlCharacters(written).replaceAll('\r', '')
  // What is used of a terminal's stream is its `write` and `isTTY`.
  const report = terminalReport(Object.assign(stream, { isTTY }) as unknown as NodeJS.WriteStream, zh)
  return { report, text, lines: () => text().split('\n').slice(0, -1) }
}
