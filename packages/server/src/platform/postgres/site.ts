import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { prepareDataFolder } from '../dataFolder.ts'
import { shortHash } from '../shortHash.ts'
import { type Account, unprivilegedAccount } from './account.ts'
import { type Binaries, canRun, copyBinaries, findBinaries } from './binaries.ts'
import { PostgresProblem } from './problem.ts'

/** Where one database cluster and all that belongs to it lie, and as whom it runs. */
export interface Site {
  readonly home: string
  /** PostgreSQL's own folder inside `home`. */
  readonly data: string
  readonly binaries: Binaries
  /** As root: the account PostgreSQL runs as; otherwise it runs as ourselves. */
  readonly account: Account | undefined
}

export const logFile = (site: Site) => path.join(site.home, 'postgres.log')
export const lockFile = (site: Site) => path.join(site.home, 'lock')
export const holdersFolder = (site: Site) => path.join(site.home, 'holders')
export const passwordsFile = (site: Site) => path.join(site.home, 'passwords.json')

// Where root keeps what an unprivileged account must reach when the clone is closed to it (under /root, say).
const openPlace = '/var/lib/keyun'
const socketPrefix = 'keyun-'
/** A file that says where the database went. */
const elsewhere = 'elsewhere'

/** Where the database of a data folder lies: in it, or where root had to put it. */
export function databaseFolder(dataDir: string): string {
  const inside = path.join(dataDir, 'postgres')
  const pointer = path.join(inside, elsewhere)
  return fs.existsSync(pointer) ? fs.readFileSync(pointer, 'utf8').trim() : inside
}

/** Decides where the cluster of this data folder lies and makes its folders. */
export function prepareSite(dataDir: string, major: number, note: (text: string) => void): Site {
  prepareDataFolder(dataDir)
  const inside = path.join(fs.realpathSync(dataDir), 'postgres')
  const binaries = findBinaries(major)
  if (process.getuid?.() !== 0) {
    makeFolder(inside, 0o700)
    return checked({ home: inside, data: path.join(inside, 'data'), binaries, account: undefined })
  }
  makeFolder(inside, 0o711)
  // Who owns the database already, goes on running it.
  const account = ownerOf(path.join(inside, 'data')) ?? unprivilegedAccount(note)
  if (!account) {
    throw new PostgresProblem(
      'PostgreSQL 不能以 root 身份运行,本机又没有可用的普通账户。请先建立一个:useradd --system keyun',
      'PostgreSQL refuses to run as root and there is no other account: run "useradd --system keyun" first.',
    )
  }
  const home = homeFor(inside, account, note)
  const reachable = canRun(binaries, account) ? binaries : copyBinaries(binaries, openFolder('programs'))
  const site = { home, data: path.join(home, 'data'), binaries: reachable, account }
  if (fs.existsSync(site.data) && fs.statSync(site.data).uid === 0) give(site.data, account)
  return checked(site)
}

/** The short private folder of the Unix socket, made anew if need be: a socket path may have 107 bytes (macOS: 103). */
export function prepareSocketFolder(site: Site): string {
  const owner = site.account?.uid ?? process.getuid?.()
  const places = [...(site.account ? ['/run'] : []), os.tmpdir(), '/tmp']
  const tried: string[] = []
  for (const place of places) {
    const folder = path.join(place, `${socketPrefix}${shortHash(site.home)}`)
    if (Buffer.byteLength(path.join(folder, '.s.PGSQL.5432')) > 103) continue
    tried.push(folder)
    try {
      if (fs.mkdirSync(folder, { recursive: true, mode: 0o700 })) if (site.account) give(folder, site.account)
      // Someone else may have put a folder or a link of that name into a place open to all.
      const found = fs.lstatSync(folder)
      if (found.isDirectory() && found.uid === owner && (found.mode & 0o077) === 0) return folder
    } catch {
      // Not writable: the next place may be.
    }
  }
  throw new PostgresProblem(
    `没有可用的位置存放数据库的套接字。请检查这些文件夹的权限(须属于运行数据库的账户,权限 0700),或删除它们:${tried.join('、')}`,
    `No usable folder for the database socket; check or remove: ${tried.join(', ')}`,
  )
}

/** Takes the socket's folder away when its server has ended; one that is not ours stays. */
export function removeSocketFolder(folder: string): void {
  if (path.basename(folder).startsWith(socketPrefix)) fs.rmSync(folder, { recursive: true, force: true })
}

/** Makes a file or folder and all in it the account's. */
export function give(target: string, { uid, gid }: Account): void {
  spawnSync('chown', ['-R', '-h', `${uid}:${gid}`, target])
}

function homeFor(inside: string, account: Account, note: (text: string) => void): string {
  // The clone may have been moved since: where the data went is written down, not computed again.
  const pointer = path.join(inside, elsewhere)
  if (fs.existsSync(pointer)) return databaseFolder(path.dirname(inside))
  if (canEnter(inside, account)) return inside
  if (fs.existsSync(path.join(inside, 'data'))) {
    throw new PostgresProblem(
      `账户 ${account.name} 进不了数据目录 ${inside}。请放开上层文件夹的通行权限(chmod o+x),或把整个数据文件夹移到 /srv 之类的位置并用 KEYUN_DATA 指定。`,
      `The account ${account.name} cannot reach ${inside}: chmod o+x the folders above it, or move it and set KEYUN_DATA.`,
    )
  }
  const home = openFolder(shortHash(inside))
  fs.writeFileSync(pointer, `${home}\n`)
  note(`账户 ${account.name} 进不了 ${inside},数据库改放在 ${home}。`)
  return home
}

function openFolder(name: string): string {
  makeFolder(openPlace, 0o711)
  const folder = path.join(openPlace, name)
  makeFolder(folder, 0o711)
  return folder
}

function makeFolder(folder: string, mode: number): void {
  if (fs.existsSync(folder)) return
  try {
    fs.mkdirSync(folder, { recursive: true })
    fs.chmodSync(folder, mode)
  } catch (error) {
    throw new PostgresProblem(
      `不能建立文件夹 ${folder}:${(error as Error).message}。请检查权限与磁盘空间,或用 KEYUN_DATA 指定别处。`,
      `Cannot make the folder ${folder}: check permissions and disk space, or set KEYUN_DATA.`,
      { cause: error },
    )
  }
}

function canEnter(folder: string, { uid, gid }: Account): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { uid, gid, cwd: '/' }).status === 0
}

function ownerOf(folder: string): Account | undefined {
  const { uid = 0, gid = 0 } = fs.statSync(folder, { throwIfNoEntry: false }) ?? {}
  return uid === 0 ? undefined : { uid, gid, name: `uid ${uid}` }
}

/** Refuses a data folder that another major version or another account made; closes one that is open to others. */
function checked(site: Site): Site {
  const folder = fs.statSync(site.data, { throwIfNoEntry: false })
  if (!folder) return site
  const owner = site.account?.uid ?? process.getuid?.()
  if (owner !== undefined && folder.uid !== owner) {
    throw new PostgresProblem(
      `数据目录 ${site.data} 属于用户编号 ${folder.uid},而当前用户编号是 ${owner}。请用原来的账户运行,或执行 chown -R ${owner} ${site.home}`,
      `The data folder belongs to uid ${folder.uid}, not ${owner}: run as that user, or chown it.`,
    )
  }
  if ((folder.mode & 0o077) !== 0) fs.chmodSync(site.data, 0o700)
  const version = readVersion(site.data)
  if (version !== site.binaries.major) {
    throw new PostgresProblem(
      version === undefined
        ? `${site.data} 不是完整的 PostgreSQL 数据目录(没有 PG_VERSION)。请从备份恢复;若其中没有重要数据,可删除 ${site.home} 后重新启动。`
        : `数据目录 ${site.data} 由 PostgreSQL ${version} 创建,本程序自带的是 ${site.binaries.major},不能直接打开(数据未被改动)。请继续使用当时的 Keyun 版本;或用 DATABASE_URL 连接一台 PostgreSQL ${version}。`,
      version === undefined
        ? `${site.data} is not a complete PostgreSQL data folder: restore a backup.`
        : `The data folder was made by PostgreSQL ${version}, this is ${site.binaries.major}; nothing was changed. Go on with the Keyun that made it, or use DATABASE_URL.`,
    )
  }
  return site
}

function readVersion(data: string): number | undefined {
  try {
    return Number(fs.readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim()) || undefined
  } catch {
    return undefined
  }
}
