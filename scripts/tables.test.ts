import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { expect, test } from 'vitest'

test('tables.ts fits the migrations', () => {
  const { status, stderr } = spawnSync(process.execPath, [path.join(import.meta.dirname, 'tables.ts'), '--check'])
  expect(String(stderr)).not.toContain('✘')
  expect(status).toBe(0)
})
