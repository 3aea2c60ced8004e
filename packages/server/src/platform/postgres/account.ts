import { spawnSync } from 'node:child_process'

/** An account of the operating system that PostgreSQL runs as, because it refuses to run as root. */
export interface Account {
  readonly uid: number
  readonly gid: number
  readonly name: string
}

/**
 * The account PostgreSQL runs as when Keyun runs as root: `keyun`, made if need be; where no account can be made,
 * `postgres` or, last, `nobody`.
 */
export function unprivilegedAccount(note: (text: string) => void): Account | undefined {
  return accountNamed('keyun') ?? makeAccount(note) ?? accountNamed('postgres') ?? accountNamed('nobody')
}

function accountNamed(name: string): Account | undefined {
  const uid = id('-u', name)
  const gid = id('-g', name)
  return uid && gid ? { uid, gid, name } : undefined
}

function makeAccount(note: (text: string) => void): Account | undefined {
  const options = ['--system', '--user-group', '--no-create-home', '--home-dir', '/var/lib/keyun']
  spawnSync('useradd', [...options, '--shell', '/usr/sbin/nologin', 'keyun'])
  const made = accountNamed('keyun')
  if (made) note('已建立系统账户 keyun:PostgreSQL 不能以 root 身份运行,改以它运行。')
  return made
}

function id(option: string, name: string): number | undefined {
  const { status, stdout } = spawnSync('id', [option, name], { encoding: 'utf8' })
  return status === 0 ? Number(stdout.trim()) : undefined
}
