import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join, relative, sep } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const web = fileURLToPath(new URL('../../../web', import.meta.url))
const root = join(web, '..', '..')
/** What a build is made of; any change to it makes a new one. */
const sources = [
  'packages/web/app',
  'packages/web/vite.config.ts',
  'packages/web/react-router.config.ts',
  'packages/api/src',
  'package-lock.json',
]
const longestBuildMs = 120_000

/** Builds that stay, so that servers that run already keep their files. */
const buildsKept = 3
/** None younger than a week is removed. */
const buildsKeptMs = 7 * 86_400_000

export type WebBuildOptions = {
  /** Where builds go when the clone is not writable. */
  readonly elsewhere: string
  report?(line: string): void
}

/** The folder of a build in step with its sources: the one there is, or a new one. Each has its own, named by its sources. */
export async function buildWeb({ elsewhere, report = () => {} }: WebBuildOptions): Promise<string> {
  const name = stampOf(sources)
  const homes = [join(web, 'build'), elsewhere]
  const built = homes.map((home) => join(home, name)).find((folder) => existsSync(folder))
  if (built) return built
  const home = isWritable(web) ? join(web, 'build') : elsewhere
  mkdirSync(home, { recursive: true })
  const folder = join(home, name)
  return alone(join(home, 'lock'), async () => {
    if (existsSync(folder)) return folder // somebody else was faster
    report('building the pages')
    const fresh = join(home, `unfinished-${process.pid}`)
    try {
      await run(fresh)
      renameSync(fresh, folder) // what has its name is whole
    } finally {
      rmSync(fresh, { recursive: true, force: true })
    }
    forgetOld(home)
    return folder
  })
}

function forgetOld(home: string): void {
  const folders = readdirSync(home)
    .filter((name) => name !== 'lock')
    .map((name) => join(home, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
  // A site may still run on an older build, whose assets its pages name.
  const tooYoung = Date.now() - buildsKeptMs
  for (const folder of folders.slice(buildsKept)) {
    if (statSync(folder).mtimeMs < tooYoung) rmSync(folder, { recursive: true, force: true })
  }
}

function run(folder: string): Promise<void> {
  const tool = join(root, 'node_modules', '@react-router', 'dev', 'bin.cjs')
  const child = spawn(process.execPath, [tool, 'build'], {
    cwd: web,
    env: { ...process.env, NODE_ENV: 'production', KEYUN_WEB_BUILD: relative(web, folder) },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: longestBuildMs,
  })
  let said = ''
  const keep = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(new Error('The build of the pages did not start.', { cause })))
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`The build of the pages failed.\n${said}`)),
    )
  })
}

/** Runs `work` while no other process does; a lock that its owner left behind is taken over. */
async function alone<T>(lock: string, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      mkdirSync(lock)
      break
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0
      if (Date.now() - since > longestBuildMs) rmSync(lock, { recursive: true, force: true })
      else await wait(200)
    }
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

/** A hash over names and contents, in a fixed order. */
function stampOf(paths: readonly string[]): string {
  const hash = createHash('sha256').update(process.version)
  for (const path of paths.map((path) => join(root, path)).flatMap(filesIn)) {
    hash.update(relative(root, path).split(sep).join('/')).update('\0').update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex').slice(0, 16)
}

function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return /\.test\.tsx?$/.test(path) ? [] : [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesIn(join(path, name)))
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
