import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Gate } from './limits.ts'

/** Prometheus metrics at /metrics, for callers on this machine alone. */
export function mountMetrics(app: FastifyInstance, gate: Gate, indexed: () => Record<string, number>): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const seconds = new Histogram({
    name: 'keyun_request_seconds',
    help: 'Time to answer, by route, method and status class',
    labelNames: ['route', 'method', 'status'] as const,
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers: [registry],
  })
  new Gauge({
    name: 'keyun_requests_in_flight',
    help: 'Requests being worked on, by class',
    labelNames: ['cost'] as const,
    registers: [registry],
    collect() {
      for (const [cost, count] of Object.entries(gate.inFlight())) this.set({ cost }, count)
    },
  })
  new Gauge({
    name: 'keyun_index_documents',
    help: 'Documents in the index of this process',
    labelNames: ['collection'] as const,
    registers: [registry],
    collect() {
      for (const [collection, count] of Object.entries(indexed())) this.set({ collection }, count)
    },
  })
  app.addHook('onResponse', async (request, reply) => {
    const labels = {
      route: request.routeOptions.url ?? 'none',
      method: request.method,
      status: `${Math.floor(reply.statusCode / 100)}xx`,
    }
    seconds.observe(labels, reply.elapsedTime / 1_000)
  })
  app.get('/metrics', async (request, reply) => {
    const isLocal = ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress ?? '')
    if (!isLocal || request.headers['x-forwarded-for']) return reply.callNotFound()
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}
