import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { exclusively } from './exclusively.ts'
import { hold, isHeld } from './holders.ts'
import { identify } from './processes.ts'
import { signWith } from './signature.ts'

// This pid with another birth: what a process leaves behind whose pid was given to a new one.
const dead = { pid: process.pid, born: 'earlier:1' }
let folder = ''
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keyun-lock-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true }))

test('no two run at once', async () => {
  const file = path.join(folder, 'lock')
  let inside = 0
  let most = 0
  const run = async () => {
    most = Math.max(most, ++inside)
    await delay(20)
    inside--
  }
  await Promise.all([1, 2, 3].map(() => exclusively(file, run)))
  expect(most).toBe(1)
  expect(fs.readdirSync(folder)).toEqual([])
})

test('the lock of a dead process is taken over, though its pid is in use again', async () => {
  const file = path.join(folder, 'lock')
  signWith(dead, file)
  expect(await exclusively(file, async () => 'done')).toBe('done')
})

test('a failure lets the next one in', async () => {
  const file = path.join(folder, 'lock')
  await expect(exclusively(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await exclusively(file, async () => 'done')).toBe('done')
})

test('only living processes count as holders', () => {
  signWith(dead, path.join(folder, 'of-a-dead-one'))
  expect(isHeld(folder)).toBe(false)
  const letGo = hold(folder)
  expect(isHeld(folder)).toBe(true)
  letGo()
  expect(isHeld(folder)).toBe(false)
})

test('a process is known by its birth, and one that never was is not there', () => {
  expect(identify(process.pid)).toEqual(identify(process.pid))
  expect(identify(0)).toBeUndefined()
  expect(identify(2 ** 30)).toBeUndefined()
})
