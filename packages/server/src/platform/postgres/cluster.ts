import { type SpawnSyncReturns, spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { problemFrom } from './problem.ts'
import { give, passwordsFile, type Site } from './site.ts'

/** The passwords of a cluster; they never leave its folder. */
export interface Passwords {
  readonly superuser: string
  readonly app: string
}

/** The role and the database Keyun uses: the role owns the database and is no superuser, as on any PostgreSQL. */
export const appRole = 'keyun'
export const superuser = 'postgres'

const hba =
  '# Keyun: only through the Unix socket, only with a password.\nlocal all all scram-sha-256\nlocal replication all scram-sha-256\n'

// Sized for an office PC with 4 GB. An operator may change them in postgresql.conf and restart.
const defaults = `
# Keyun's defaults; change them here as you like. Turning fsync, full_page_writes or synchronous_commit off is refused.
shared_buffers = 128MB
work_mem = 8MB
maintenance_work_mem = 64MB
effective_cache_size = 512MB
max_connections = 60
max_wal_size = 512MB
max_parallel_workers_per_gather = 1
autovacuum_max_workers = 2
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_checkpoints = off
# Without DETAIL and parameter values, because those hold what people typed.
log_error_verbosity = terse
`

/** Makes the cluster; it appears as a whole or, when anything fails on the way, not at all. */
export async function createCluster(site: Site, { isDurable = true, maxConnections = 60 } = {}): Promise<void> {
  for (const name of fs.readdirSync(site.home)) {
    if (name.startsWith('data.new-')) fs.rmSync(path.join(site.home, name), { recursive: true, force: true })
  }
  const draft = path.join(site.home, `data.new-${randomUUID().slice(0, 8)}`)
  fs.mkdirSync(draft, { mode: 0o700 })
  if (site.account) give(draft, site.account)
  const doing = { chinese: '初始化数据库', english: 'Making the database cluster' }
  try {
    // A locale of PostgreSQL's own: sorting never changes with an update of the operating system (15 has only plain C).
    const locale =
      site.binaries.major >= 17
        ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
        : ['--locale=C']
    const safety = isDurable ? ['--data-checksums'] : ['--no-sync']
    // trust is never used: pg_hba.conf is replaced below, before the first start.
    const options = ['--encoding=UTF8', '--auth=trust', `--username=${superuser}`, '--no-instructions']
    const made = await runProgram(site, 'initdb', ['-D', draft, ...locale, ...safety, ...options])
    if (made.status !== 0) throw problemFrom(made.output, doing)
    fs.writeFileSync(path.join(draft, 'pg_hba.conf'), hba, { flush: isDurable })
    const settings = defaults.replace(/max_connections = \d+/, `max_connections = ${maxConnections}`)
    fs.appendFileSync(path.join(draft, 'postgresql.conf'), settings, { flush: isDurable })
    const passwords = newPasswords()
    await setUpRoles(site, draft, passwords, [
      `CREATE ROLE ${appRole} LOGIN NOSUPERUSER`,
      `CREATE DATABASE ${appRole} OWNER ${appRole}`,
    ])
    writePasswords(site, passwords)
    fs.renameSync(draft, site.data)
    if (isDurable) syncFolder(site.home)
  } catch (error) {
    fs.rmSync(draft, { recursive: true, force: true })
    throw error
  }
}

/** Gives both roles new passwords, in a cluster that is not running: for when the file with the old ones was lost. */
export async function resetPasswords(site: Site): Promise<void> {
  const passwords = newPasswords()
  await setUpRoles(site, site.data, passwords, [])
  writePasswords(site, passwords)
}

/** Undefined when the file was lost or damaged. */
export function readPasswords(site: Site): Passwords | undefined {
  try {
    const { superuser, app } = JSON.parse(fs.readFileSync(passwordsFile(site), 'utf8')) as Partial<Passwords>
    return superuser && app ? { superuser, app } : undefined
  } catch {
    return undefined
  }
}

/** A surrounding that lets no setting of the user's slip into PostgreSQL. */
export const cleanEnvironment = { PATH: process.env.PATH, LANG: 'C', LC_ALL: 'C', TZ: 'UTC' }

function newPasswords(): Passwords {
  return { superuser: randomBytes(24).toString('base64url'), app: randomBytes(24).toString('base64url') }
}

function writePasswords(site: Site, passwords: Passwords): void {
  const draft = `${passwordsFile(site)}.new`
  fs.rmSync(draft, { force: true })
  fs.writeFileSync(draft, JSON.stringify(passwords), { mode: 0o600, flush: true })
  fs.renameSync(draft, passwordsFile(site))
}

/** Single-user mode needs neither a running server nor a password. One statement a line. */
async function setUpRoles(site: Site, data: string, passwords: Passwords, first: readonly string[]): Promise<void> {
  const statements = [
    ...first,
    `ALTER ROLE ${superuser} PASSWORD '${passwords.superuser}'`,
    `ALTER ROLE ${appRole} PASSWORD '${passwords.app}'`,
  ]
  const input = statements.map((line) => `${line}\n`).join('')
  const ran = await runProgram(site, 'postgres', ['--single', '-D', data, '-c', 'exit_on_error=on', superuser], input)
  if (ran.status !== 0)
    throw problemFrom(ran.output, { chinese: '设置数据库账户', english: 'Setting up the database roles' })
}

/** Runs a PostgreSQL program to its end, as the site's account. */
function runProgram(site: Site, name: string, args: readonly string[], input = '') {
  return new Promise<{ status: SpawnSyncReturns<string>['status']; output: string }>((resolve) => {
    const { uid, gid } = site.account ?? {}
    const as = uid === undefined ? {} : { uid, gid }
    const child = spawn(path.join(site.binaries.folder, 'bin', name), args, { cwd: '/', env: cleanEnvironment, ...as })
    let output = ''
    const keep = (chunk: Buffer) => {
      output += chunk
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    // Ends early when the program fails: its exit status tells the story.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
    child.on('error', (error) => resolve({ status: -1, output: `${output}\n${error.message}` }))
    child.on('close', (status) => resolve({ status, output }))
  })
}

function syncFolder(folder: string): void {
  const handle = fs.openSync(folder, 'r')
  fs.fsyncSync(handle)
  fs.closeSync(handle)
}
