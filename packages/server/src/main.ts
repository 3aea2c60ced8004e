import { renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyRequest } from 'fastify'
import { createKeyun } from './app.ts'
import { type Config, readSecret } from './config.ts'
import { renewOldLists } from './modules/matching/index.ts'
import { openKeyun } from './open.ts'
import { system, visitor } from './platform/context.ts'
import { listenPort } from './platform/port.ts'
import type { Report } from './platform/report.ts'
import { mountWeb, type WebSources } from './platform/web.ts'
import { buildWeb } from './platform/webBuild.ts'
import { seedSample } from './sample.ts'
import { siteSettings } from './site.ts'

export type StartOptions = {
  report: Report
  /** Pages straight from their sources instead of a build, for development. */
  sources?: WebSources
}
export type Server = { url: string; port: number; close(): Promise<void> }

/** Starts everything: database, sample data, pages, jobs, and the port. Pages serve while the index is being built. */
export async function startServer(config: Config, { report, sources }: StartOptions): Promise<Server> {
  readSecret(config) // made at the first start, before anything could need it
  const opened = await openKeyun(config, report)
  const { database } = opened
  const closers: (() => Promise<void>)[] = [() => opened.close()]
  const close = async () => {
    const problems: unknown[] = []
    for (const closer of closers.splice(0).reverse()) await closer().catch((error) => problems.push(error))
    if (problems.length > 0) throw problems[0] // all the rest is closed
  }
  try {
    if (config.mode === 'demo') await report.step('载入示例数据', () => seedSample(database.db, report))
    const build = sources ?? (await report.step('准备网页', () => buildWeb({ elsewhere: join(config.dataDir, 'web') })))
    return await report.step('启动网站', async () => {
      const port = await listenPort({ host: config.host, port: config.port, isExplicit: config.isPortExplicit })
      const url = `http://localhost:${port}`
      const settings = siteSettings(config, config.publicUrl ?? url)
      const keyun = await createKeyun(database, {
        logLevel: config.logLevel,
        trustProxy: config.trustProxy,
        isSecure: settings.publicUrl.startsWith('https:'),
        publicUrl: settings.publicUrl,
        logTo: logFile(config.dataDir),
      })
      closers.push(() => keyun.close())
      await mountWeb(keyun.app, {
        build,
        endpoints: keyun.router.endpoints(),
        contextFor: (request) => ({
          call: (endpoint, input) => keyun.router.call(visitor, endpoint, input),
          settings: config.publicUrl ? settings : { ...settings, publicUrl: addressedAs(request) ?? url },
        }),
      })
      await renewOldLists({ db: database.db, caller: system('start'), now: new Date() })
      const jobs = await keyun.startJobs()
      closers.push(() => jobs.stop())
      await keyun.app.listen({ host: config.host, port })
      return { url, port, close }
    })
  } catch (error) {
    await close().catch(() => {}) // what went wrong first is what matters
    throw error
  }
}

/** Where no public address is set, links and QR codes lead to the one by which this caller came: a phone's is not localhost. */
function addressedAs({ headers: { host }, protocol }: FastifyRequest): string | undefined {
  return host && /^([\w.-]+|\[[\da-f:]+\])(:\d{1,5})?$/i.test(host) ? `${protocol}://${host}` : undefined
}

/** Bytes at which a new log file is begun at a start; the one before is kept. */
const longestLog = 50_000_000

function logFile(folder: string): string {
  const file = join(folder, 'server.log')
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > longestLog) renameSync(file, `${file}.1`)
  return file
}
