import compress from '@fastify/compress'
import type { FastifyInstance } from 'fastify'
import { clocks } from './clocks.ts'
import { identityRoutes } from './modules/identity/index.ts'
import { indicatorRoutes } from './modules/indicators/index.ts'
import { matchingReactions, matchingRoutes, matchingTasks } from './modules/matching/index.ts'
import { needRoutes } from './modules/needs/index.ts'
import { offeringRoutes } from './modules/offerings/index.ts'
import { referenceRoutes } from './modules/reference/index.ts'
import { type LiveIndex, liveIndex, searchRoutes } from './modules/search/index.ts'
import { mountDocs } from './platform/apiDocs.ts'
import { quickly } from './platform/compression.ts'
import type { Database } from './platform/database.ts'
import { mountHealth } from './platform/health.ts'
import { type Router, router } from './platform/http.ts'
import { type Jobs, type Reaction, runJobs, subscribe, type Task } from './platform/jobs.ts'
import { gate } from './platform/limits.ts'
import { mountMetrics } from './platform/metrics.ts'
import { createServer, type ServerOptions } from './platform/server.ts'
import { keyunPolicy } from './policy.ts'

export type Keyun = {
  app: FastifyInstance
  router: Router
  live: LiveIndex
  startJobs(): Promise<Jobs>
  close(): Promise<void>
}

/** How long requests in flight may take to end when the server stops. */
const patienceMs = 8_000

/** The whole server put together, but for its pages and its port. */
export async function createKeyun(database: Database, options: ServerOptions & { publicUrl: string }): Promise<Keyun> {
  const app = createServer(options)
  const doors = gate()
  const live = liveIndex(database, (error) => app.log.error({ err: error }, 'index'))
  const routes = router({ db: database.db, policy: keyunPolicy, gate: doors })

  referenceRoutes(routes.serve)
  identityRoutes(routes.serve)
  offeringRoutes(routes.serve)
  needRoutes(routes.serve)
  searchRoutes(routes.serve, live)
  matchingRoutes(routes.serve, live)
  indicatorRoutes(routes.serve)

  await app.register(async (api) => {
    await api.register(compress, { globalDecompression: false, encodings: ['br', 'gzip'], ...quickly })
    routes.mount(api)
    mountDocs(api, routes, options.publicUrl)
  })
  mountHealth(app, database, live)
  mountMetrics(app, doors, () => ({
    offering: live.get('offering')?.size ?? 0,
    need: live.get('need')?.size ?? 0,
  }))

  await subscribe(database.db, reactionsOf(live)).catch(async (error) => {
    await live.stop()
    throw error
  })
  return {
    app,
    router: routes,
    live,
    startJobs: () =>
      runJobs(database, reactionsOf(live), tasks, {
        onError: (error, job) => app.log.error({ err: error, job }, 'job failed'),
      }),
    async close() {
      const impatience = setTimeout(() => app.server.closeAllConnections(), patienceMs)
      await app.close()
      clearTimeout(impatience)
      await live.stop()
    },
  }
}

export const reactionsOf = (live: LiveIndex): Reaction[] => [...matchingReactions(live)]
export const tasks: Task[] = [...matchingTasks(), ...clocks]
