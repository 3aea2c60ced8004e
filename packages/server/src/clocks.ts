import { sql } from 'kysely'
import * as needs from './modules/needs/index.ts'
import * as offerings from './modules/offerings/index.ts'
import type { Task } from './platform/jobs.ts'

/** What happens by the clock: timed steps of workflows, and tidying. Minutes and hours are UTC. */
export const clocks: Task[] = [
  { name: 'needs.clock', every: '7 * * * *', run: async (ctx) => void (await needs.runClock(ctx)) },
  { name: 'offerings.clock', every: '17 * * * *', run: async (ctx) => void (await offerings.runClock(ctx)) },
  {
    name: 'platform.tidy',
    every: '37 18 * * *',
    async run({ db }) {
      await sql`delete from platform.idempotency where created_at < now() - interval '14 days'`.execute(db)
      await sql`delete from platform.change where at < now() - interval '7 days'`.execute(db)
      await sql`delete from platform.process where seen_at < now() - interval '1 day'`.execute(db)
    },
  },
]
