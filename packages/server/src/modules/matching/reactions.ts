import { z } from 'zod'
import type { Reaction, Task } from '../../platform/jobs.ts'
import { dayIn } from '../reference/index.ts'
import type { LiveIndex } from '../search/index.ts'
import { matchEverything } from './batch.ts'
import * as matching from './service.ts'

export function matchingReactions(live: LiveIndex): Reaction[] {
  return [
    {
      name: 'matching.refresh',
      on: ['need.moved', 'offering.moved'],
      run: (ctx, event) => {
        if (event.type === 'need.moved') return matching.refreshNeed(ctx, live, event.needId)
        if (event.type === 'offering.moved') return matching.refreshOffering(ctx, live, event.offeringId)
        return Promise.resolve()
      },
    },
    {
      name: 'matching.afterImport',
      on: ['items.imported', 'items.undone'],
      run: async (ctx) => {
        await matching.requestRun(ctx)
      },
    },
  ]
}

export function matchingTasks(): Task[] {
  return [
    {
      // Deadlines come nearer and confirmations grow old, though no item changes.
      name: 'matching.daily',
      every: '23 17 * * *',
      run: async (ctx) => void (await matching.requestRun(ctx)),
    },
    {
      name: matching.everythingTask,
      async run({ database, now }, payload) {
        const { runId } = z.object({ runId: z.uuid() }).parse(payload)
        await matchEverything(database, runId, dayIn(now))
      },
    },
  ]
}
