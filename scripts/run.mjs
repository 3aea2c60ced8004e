// `node scripts/run.mjs <command>`: sets up what is missing, then runs the command with the Node 24 of the lockfile.
// Plain JavaScript for any Node ≥ 18.
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { nodeBinary, root, SetupError, say, setUp } from './setup.mjs'

/** What can be run, and the file that does it. */
const commands = {
  start: ['packages/cli/src/main.ts', 'start'],
  keyun: ['packages/cli/src/main.ts'],
  test: ['scripts/test.ts'],
  check: ['scripts/check.ts'],
  dev: ['scripts/dev.ts'],
  tables: ['scripts/tables.ts'],
  'bench:web': ['bench/web.ts'],
  'bench:quality': ['bench/quality.ts'],
  proof: ['scripts/proof.ts'],
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error) => {
    say(error instanceof SetupError ? `✘ ${error.message}` : `✘ ${error.stack}`)
    process.exitCode = 1
  },
)

async function main() {
  if (Number(process.versions.node.split('.')[0]) < 18) {
    throw new SetupError(`需要 Node.js 18 或更高版本,当前是 ${process.version}。`)
  }
  const [name = '', ...args] = process.argv.slice(2)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) {
    say(`✘ 没有名为 “${name}” 的命令。可用:${Object.keys(commands).join('、')}`)
    return 2
  }
  const owner = ownerToRunAs()
  await setUp({ isWritable: isWritable(root), onWritten: () => owner && handOver(owner) })
  const [file, ...first] = command
  if (!fs.existsSync(path.join(root, file))) {
    say(`✘ 本版本不含 “${name}” 命令(缺少 ${file})。`)
    return 2
  }
  return run([path.join(root, file), ...first, ...args], owner)
}

/**
 * Root in a clone of an ordinary user works as that user, so that nothing in the clone ends up belonging to root.
 * An owner without an account here (a mounted folder, say), or whom the folders above shut out, cannot be run as.
 */
function ownerToRunAs() {
  if (process.getuid?.() !== 0) return undefined
  const { uid, gid } = fs.statSync(root)
  if (uid === 0) return undefined
  const account = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find((fields) => Number(fields[2]) === uid)
  if (!account) return undefined
  const canWork = spawnSync('/bin/sh', ['-c', 'test -w "$1"', 'sh', root], { uid, gid, cwd: '/' }).status === 0
  return canWork ? { uid, gid, name: account[0], home: account[5] } : undefined
}

/** npm ran as root, with root's own npm settings; what it wrote becomes the owner's. */
function handOver({ uid, gid }) {
  for (const folder of ['node_modules', '.keyun']) {
    const target = path.join(root, folder)
    if (fs.existsSync(target)) spawnSync('chown', ['-Rh', `${uid}:${gid}`, target])
  }
}

function run(args, owner) {
  const env = { ...process.env, INIT_CWD: process.env.INIT_CWD ?? process.cwd() }
  env.PATH = [path.dirname(nodeBinary), path.join(root, 'node_modules', '.bin'), env.PATH].join(path.delimiter)
  const options = { cwd: root, env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] }
  if (owner) {
    Object.assign(options, { uid: owner.uid, gid: owner.gid })
    for (const name of Object.keys(env)) if (/^(npm_config_|XDG_|SUDO_)/i.test(name)) delete env[name]
    Object.assign(env, { HOME: owner.home, USER: owner.name, LOGNAME: owner.name })
  }
  // The channel tells the child when this process dies without a word (kill -9): it then stops as on SIGTERM.
  const child = spawn(nodeBinary, ['--disable-warning=ExperimentalWarning', ...args], options)
  // The child decides when to end; whether a signal reached it already (Ctrl-C reaches the whole group) it knows best.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  const stopWatching = watchNpm(() => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      stopWatching()
      reject(new SetupError(`无法运行 ${nodeBinary}:${error.message}`))
    })
    child.on('exit', (code, signal) => {
      stopWatching()
      if (child.connected) child.disconnect()
      resolve(code ?? 128 + os.constants.signals[signal])
    })
  })
}

/** npm stays for as long as what it started; when it is gone, it was killed, and nobody is left to stop us. */
function watchNpm(onGone) {
  if (!process.env.npm_lifecycle_event || process.ppid === 1) return () => {}
  const before = lineage()
  const timer = setInterval(() => {
    if (lineage() === before) return
    clearInterval(timer)
    onGone()
  }, 500)
  return () => clearInterval(timer)
}

/** Our parent; where that is the shell between npm and us, its parent as well. */
function lineage() {
  const parent = `/proc/${process.ppid}`
  if (!readText(`${parent}/cmdline`).includes('run.mjs')) return String(process.ppid)
  const above = /^PPid:\s*(\d+)/m.exec(readText(`${parent}/status`))?.[1]
  return `${process.ppid} ${above}`
}

function readText(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function isWritable(folder) {
  try {
    fs.accessSync(folder, fs.constants.W_OK)
    return true
  } catch {
    return false
  }
}
