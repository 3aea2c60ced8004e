import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/** A process that cannot be mistaken for a later one with the same pid. */
export interface Identified {
  readonly pid: number
  /** Boot and start time: the same for as long as the process lives, never the same for two processes of a pid. */
  readonly born: string
}

/** The process with this pid, or undefined when there is none that still runs (a zombie does not). */
export function identify(pid: number): Identified | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  if (process.platform !== 'linux') {
    const [state = '', ...started] = ps(pid, 'stat=,lstart=').split(/\s+/)
    return state && !state.startsWith('Z') ? { pid, born: started.join(' ') } : undefined
  }
  const stat = read(`/proc/${pid}/stat`)
  // The name in brackets may hold spaces and brackets; the numbered fields follow the last one (proc(5): 3 and 22).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, started] = [fields[0], fields[19]]
  if (!started || state === 'Z' || state === 'X') return undefined
  return { pid, born: `${read('/proc/sys/kernel/random/boot_id').slice(0, 8)}:${started}` }
}

/** Whether this very process still runs. */
export function isAlive({ pid, born }: Identified): boolean {
  return identify(pid)?.born === born
}

/** Program and arguments of a process; empty when there is none. */
export function commandLine(pid: number): string[] {
  if (process.platform !== 'linux') return ps(pid, 'command=').split(' ')
  return read(`/proc/${pid}/cmdline`).split('\0').slice(0, -1)
}

/** Waits until the process is gone; false when it still runs after `timeoutMs`. */
export async function waitForEnd(target: Identified, timeoutMs: number): Promise<boolean> {
  const until = Date.now() + timeoutMs
  while (isAlive(target)) {
    if (Date.now() > until) return false
    await delay(25)
  }
  return true
}

function ps(pid: number, columns: string): string {
  return spawnSync('ps', ['-ww', '-o', columns, '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? ''
}

function read(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
