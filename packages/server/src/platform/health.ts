import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { Database } from './database.ts'

type Indexed = { progress(): { done: number; total: number; isReady: boolean } }

/** `/healthz`: the process lives. `/readyz`: it can serve; the index may still be building, pages do without it. */
export function mountHealth(app: FastifyInstance, { db }: Database, index: Indexed): void {
  let isClosing = false
  app.addHook('preClose', async () => {
    isClosing = true
  })
  app.get('/healthz', async (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    const isDatabaseThere = await sql`select 1`.execute(db).then(
      () => true,
      () => false,
    )
    const isReady = isDatabaseThere && !isClosing
    return reply
      .code(isReady ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: isReady ? 'ready' : 'not ready', database: isDatabaseThere, index: index.progress() })
  })
}
