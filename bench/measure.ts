import fs from 'node:fs'
import type { Browser } from 'playwright-core'

export interface Conditions {
  readonly width: number
  readonly height: number
  /** Round trip. */
  readonly latencyMs: number
  /** Per second, in each direction; -1 is no limit. */
  readonly bytes: number
  /** The CPU is this many times slower. */
  readonly slowness: number
}

/** From a desk in the building to a cheap phone in the hills. */
export const profiles: Readonly<Record<string, Conditions>> = {
  LAN: { width: 1366, height: 768, latencyMs: 0, bytes: -1, slowness: 1 },
  '4G phone': { width: 390, height: 844, latencyMs: 150, bytes: 1_600_000 / 8, slowness: 4 },
  weak: { width: 390, height: 844, latencyMs: 400, bytes: 400_000 / 8, slowness: 4 },
}

export interface Visit {
  readonly ttfbMs: number
  readonly lcpMs: number
  readonly cls: number
  /** Time above 50 ms of tasks that block the main thread. */
  readonly tbtMs: number
  readonly bytes: number
  readonly requests: number
}

export interface Load {
  readonly cpuMsPerRequest: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly requestsPerSecond: number
}

/** One first visit, with nothing cached, until the page is quiet. */
export async function openPage(browser: Browser, url: string, conditions: Conditions): Promise<Visit> {
  const { width, height, latencyMs: latency, bytes: throughput, slowness } = conditions
  const context = await browser.newContext({ viewport: { width, height } })
  try {
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    let bytes = 0
    let requests = 0
    // The page's own timings leave the emulated latency out of the first byte.
    const document: { sent?: number; answered?: number } = {}
    devtools.on('Network.requestWillBeSent', ({ timestamp }) => {
      document.sent ??= timestamp
    })
    devtools.on('Network.responseReceived', ({ timestamp }) => {
      document.answered ??= timestamp
    })
    devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength
      requests++
    })
    await devtools.send('Network.enable')
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency,
      downloadThroughput: throughput,
      uploadThroughput: throughput,
    })
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowness })
    await page.goto(url, { waitUntil: 'networkidle' })
    const ttfbMs = ((document.answered ?? Number.NaN) - (document.sent ?? 0)) * 1_000
    return { ...(await page.evaluate(readTimings)), ttfbMs, bytes, requests }
  } finally {
    await context.close()
  }
}

/** Runs in the page: what its own observers saw since the beginning. */
async function readTimings() {
  type Entry = PerformanceEntry & { value: number; hadRecentInput: boolean }
  const seen = (type: string) =>
    new Promise<Entry[]>((resolve) => {
      const entries: Entry[] = []
      const observer = new PerformanceObserver((list) => entries.push(...(list.getEntries() as Entry[])))
      observer.observe({ type, buffered: true })
      setTimeout(() => resolve(entries), 100)
    })
  const [paints, shifts, tasks] = await Promise.all([
    seen('largest-contentful-paint'),
    seen('layout-shift'),
    seen('longtask'),
  ])
  return {
    lcpMs: paints.at(-1)?.startTime ?? 0,
    cls: shifts.reduce((sum, shift) => sum + (shift.hadRecentInput ? 0 : shift.value), 0),
    tbtMs: tasks.reduce((sum, task) => sum + Math.max(0, task.duration - 50), 0),
  }
}

/** CPU time that a process has taken so far, by Linux's clock of 100 ticks a second. */
export function cpuMs(pid: number): number {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [user, system] = [Number(fields[11]), Number(fields[12])] // 14th and 15th of proc(5)
  return (user + system) * 10
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
