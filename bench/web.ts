// `npm run bench:web [-- --json FILE]`: what pages take, in the browser and on the server. It prints; it asserts nothing.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../scripts/browser.ts'
import { childOf, freePort, newFolder, start, stop, until } from '../scripts/runningSite.ts'
import { cpuMs, type Load, median, openPage, profiles, type Visit } from './measure.ts'

const root = path.dirname(import.meta.dirname)
const runs = 3
const cpuRequests = 300
const closedLoop = { connections: 4, seconds: 3 }

const { values } = parseArgs({ options: { json: { type: 'string' } } })
const folder = newFolder()
const site = await start(folder, { PORT: String(await freePort()), LOG_LEVEL: 'warn' })
const browser = await launchBrowser()
try {
  await matched(site.url)
  const pages = await addresses(site.url)
  const surroundings = describeMachine(browser)
  say(`Keyun ${surroundings.version}, ${surroundings.at}`)
  say(`${surroundings.cpus}, load ${surroundings.load}; Node ${surroundings.node}, Chromium ${surroundings.chromium}\n`)
  const inBrowser = await measureInBrowser(pages)
  const onServer = await measureOnServer(pages)
  if (values.json) {
    const file = path.resolve(process.env.INIT_CWD ?? process.cwd(), values.json)
    fs.writeFileSync(file, `${JSON.stringify({ ...surroundings, inBrowser, onServer }, null, 2)}\n`)
    say(`\nwritten to ${file}`)
  }
} finally {
  await browser.close()
  await stop(site, 'SIGINT')
  fs.rmSync(folder, { recursive: true, force: true })
}

type Pages = Readonly<Record<string, string>>

/** Every page in every profile, each time with nothing cached. */
async function measureInBrowser(pages: Pages) {
  const results: (Visit & { page: string; profile: string })[] = []
  say(`median of ${runs}; bytes as sent`)
  row('page', 'profile', 'TTFB ms', 'LCP ms', 'CLS', 'TBT ms', 'KB', 'requests')
  for (const [profile, conditions] of Object.entries(profiles)) {
    for (const [page, address] of Object.entries(pages)) {
      const visits: Visit[] = []
      for (let run = 0; run < runs; run++) visits.push(await openPage(browser, site.url + address, conditions))
      const middle = (name: keyof Visit) => median(visits.map((visit) => visit[name]))
      const result = {
        page,
        profile,
        ttfbMs: middle('ttfbMs'),
        lcpMs: middle('lcpMs'),
        cls: middle('cls'),
        tbtMs: middle('tbtMs'),
        bytes: middle('bytes'),
        requests: middle('requests'),
      }
      const { ttfbMs, lcpMs, cls, tbtMs, bytes, requests } = result
      row(page, profile, ttfbMs, lcpMs, cls.toFixed(3), tbtMs, (bytes / 1024).toFixed(1), requests)
      results.push(result)
    }
  }
  return results
}

/** CPU of the server process (PostgreSQL's apart) for each request, and how many it answers to a few patient clients. */
async function measureOnServer(pages: Pages) {
  const server = childOf(site.pid, 'main.ts')
  const results: (Load & { page: string })[] = []
  say(
    `\nserver: CPU over ${cpuRequests} requests; closed loop of ${closedLoop.connections} connections, ${closedLoop.seconds} s`,
  )
  row('page', '', 'CPU ms/req', 'p50 ms', 'p95 ms', 'req/s')
  for (const [page, address] of Object.entries(pages)) {
    const agent = new http.Agent({ keepAlive: true, maxSockets: closedLoop.connections })
    for (let warm = 0; warm < 50; warm++) await ask(agent, address)
    const before = cpuMs(server)
    for (let done = 0; done < cpuRequests; done++) await ask(agent, address)
    const cpuMsPerRequest = (cpuMs(server) - before) / cpuRequests
    const times: number[] = []
    const end = performance.now() + closedLoop.seconds * 1_000
    const client = async () => {
      while (performance.now() < end) times.push(await ask(agent, address))
    }
    await Promise.all(Array.from({ length: closedLoop.connections }, client))
    agent.destroy()
    times.sort((a, b) => a - b)
    const [p50Ms = 0, p95Ms = 0] = [times[Math.floor(times.length / 2)], times[Math.floor(times.length * 0.95)]]
    const result = { page, cpuMsPerRequest, p50Ms, p95Ms, requestsPerSecond: times.length / closedLoop.seconds }
    row(page, '', cpuMsPerRequest.toFixed(2), p50Ms.toFixed(1), p95Ms.toFixed(1), result.requestsPerSecond.toFixed(0))
    results.push(result)
  }
  return results
}

/** Milliseconds until the last byte. */
function ask(agent: http.Agent, address: string): Promise<number> {
  const started = performance.now()
  return new Promise((resolve, reject) => {
    const request = http.get(site.url + address, { agent, headers: { 'accept-encoding': 'br' } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${address} was answered ${response.statusCode}`))
      response.on('end', () => resolve(performance.now() - started)).resume()
    })
    request.on('error', reject)
  })
}

async function matched(url: string): Promise<void> {
  let before = 0
  await until('the sample is matched', async () => {
    await delay(2_000)
    const { figures } = await (await fetch(`${url}/api/home`)).json()
    const now = figures.find((figure: { code: string }) => figure.code === 'matched_needs').value
    const isSettled = now > 0 && now === before
    before = now
    return isSettled
  })
}

async function addresses(url: string): Promise<Pages> {
  const { items } = await (await fetch(`${url}/api/needs?limit=50`)).json()
  let most = { id: '', offering: '', matches: -1 }
  for (const { id } of items) {
    const { items: matches } = await (await fetch(`${url}/api/needs/${id}/matches`)).json()
    if (matches.length > most.matches) most = { id, offering: matches[0]?.offering.id, matches: matches.length }
  }
  return {
    home: '/',
    'list of offerings': '/offerings',
    'search for words': `/offerings?q=${encodeURIComponent('柑橘 保鲜')}`,
    need: `/needs/${most.id}`,
    offering: `/offerings/${most.offering}`,
    'box for a text': '/try',
  }
}

function describeMachine(chromium: Browser) {
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'))
  const commit = tryGit('rev-parse', '--short', 'HEAD')
  return {
    version: commit ? `${version} (${commit})` : version,
    at: new Date().toISOString(),
    cpus: `${os.availableParallelism()} × ${os.cpus()[0]?.model}`,
    load: os.loadavg()[0]?.toFixed(1),
    node: process.version,
    chromium: chromium.version(),
  }
}

function tryGit(...args: string[]): string | undefined {
  try {
    return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return undefined // a copy without its history
  }
}

function row(page: string, profile: string, ...cells: (string | number)[]): void {
  const shown = cells.map((cell) => (typeof cell === 'number' ? String(Math.round(cell)) : cell).padStart(10))
  say(`${page.padEnd(20)}${profile.padEnd(10)}${shown.join('')}`)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
