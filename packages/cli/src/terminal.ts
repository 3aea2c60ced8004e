import type { Report } from '@keyun/server'
import { type Options, Presets, SingleBar } from 'cli-progress'
import pc from 'picocolors'
import type { Messages } from './messages/zh.ts'

/** Without a terminal a bar would fill a log file: a line each quarter is enough. */
const quarters = 4

/** Reports on a stream: steps with their seconds and one bar at a time; plain lines where it is no terminal. */
export function terminalReport(stream: NodeJS.WriteStream, messages: Messages): Report {
  let open: string | undefined
  let bar: { name: string; bar: SingleBar } | undefined
  let quarter: { name: string; shown: number } | undefined

  const line = (text: string) => {
    if (bar) closeBar()
    const redraw = stream.isTTY && open !== undefined
    stream.write(`${redraw ? '\r\x1b[K' : ''}${text}\n`)
    if (redraw) stream.write(pc.dim(`○ ${open} …`))
  }
  const closeBar = () => {
    bar?.bar.stop()
    bar = undefined
  }

  return {
    async step(name, run) {
      const started = performance.now()
      const outer = open
      open = name
      if (stream.isTTY) stream.write(`\r\x1b[K${pc.dim(`○ ${name} …`)}`)
      const finish = (mark: string) => {
        open = undefined
        closeBar()
        if (stream.isTTY) stream.write('\r\x1b[K')
        line(`${mark} ${name}${pc.dim(messages.seconds(seconds(started)))}`)
        open = outer
      }
      try {
        const result = await run()
        finish(pc.green('✔'))
        return result
      } catch (error) {
        finish(pc.red('✘'))
        throw error
      }
    },
    progress(name, done, total) {
      if (stream.isTTY) {
        if (bar?.name !== name) {
          closeBar()
          stream.write('\r\x1b[K')
          bar = { name, bar: new SingleBar(barOptions(stream, name), Presets.shades_classic) }
          bar.bar.start(total, 0)
        }
        bar.bar.setTotal(total)
        bar.bar.update(done)
        return
      }
      if (quarter?.name !== name) quarter = { name, shown: 0 }
      const reached = total === 0 ? quarters : Math.floor((done / total) * quarters)
      if (reached <= quarter.shown) return
      quarter.shown = reached
      line(`  ${name} ${messages.stepsOf(done, total)} (${Math.round((done / total) * 100)} %)`)
    },
    note: (text) => line(`${pc.yellow('!')} ${text}`),
  }
}

/** Seconds since `started`, a moment of `performance.now()`, with one decimal. */
export function seconds(started: number): string {
  return ((performance.now() - started) / 1000).toFixed(1)
}

function barOptions(stream: NodeJS.WriteStream, name: string): Options {
  return { format: `  ${name} {bar} {percentage}% | {value}/{total}`, stream, clearOnComplete: true, hideCursor: true }
}
