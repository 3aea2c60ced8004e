import { parseArgs } from 'node:util'
import { listJobs, openKeyun, readConfig, retryJob, silent, someoneRunsJobs } from '@keyun/server'
import pc from 'picocolors'
import { minuteOf } from './clock.ts'
import { aligned, inOneLine } from './columns.ts'
import { type CommandContext, UsageError } from './command.ts'

const options = { retry: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const

/** Lists background jobs, or gives one its tries again. */
export async function run(args: readonly string[], { messages }: CommandContext): Promise<number> {
  const { values } = parseArgs({ args: [...args], options })
  const t = messages.jobs
  const say = (text: string) => process.stdout.write(`${text}\n`)
  if (values.help) {
    say(t.help)
    return 0
  }
  if (values.retry !== undefined && !/^\d{1,18}$/.test(values.retry)) throw new UsageError(t.badId)
  const { database, close } = await openKeyun(readConfig(), silent, 'keyun jobs')
  try {
    if (values.retry !== undefined) {
      const isFound = await retryJob(database, values.retry)
      say(isFound ? t.retried(values.retry) : t.noJob(values.retry))
      return isFound ? 0 : 1
    }
    const jobs = await listJobs(database.db)
    if (jobs.length === 0) say(t.none)
    else {
      const rows = jobs.map((job) => [
        job.id,
        nameOf(job),
        t.states[job.state],
        `${job.attempts}/${job.maxAttempts}`,
        minuteOf(job.runAt),
      ])
      const [header = '', ...lines] = aligned([t.header, ...rows])
      say(header)
      jobs.forEach((job, at) => {
        say(lines[at] ?? '')
        if (job.lastError) say(pc.red(`    ${inOneLine(job.lastError, 160)}`))
      })
    }
    say((await someoneRunsJobs(database.db)) ? t.someoneRuns : t.nobodyRuns)
    return 0
  } finally {
    await close()
  }
}

/** A reaction is known by its own name and what it reacts to. */
function nameOf({ task, payload }: { task: string; payload: unknown }): string {
  const { reaction, event } = (payload ?? {}) as { reaction?: string; event?: { type?: string } } // only looked at
  return reaction ? `${reaction} ← ${event?.type ?? ''}` : task
}
