/** Why this process should end: a signal, or the launcher that started it was killed. */
export type EndReason = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'disconnect'

// Ctrl-C arrives twice: from the terminal and again through npm. Later ones are a person losing patience.
const sameCauseMs = 1_500

/**
 * Calls `onEnd` once, at the first reason to end; a further signal after a while calls `onImpatience`. With handlers set,
 * no signal ends the process by itself.
 */
export function onEnd(end: (reason: EndReason) => void, impatience: () => void): void {
  let firstAt: number | undefined
  const hear = (reason: EndReason) => {
    if (firstAt === undefined) {
      firstAt = performance.now()
      end(reason)
    } else if (reason !== 'disconnect' && performance.now() - firstAt > sameCauseMs) impatience()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => hear(signal))
  // The channel to scripts/run.mjs; listening alone must not keep the process running.
  process.once('disconnect', () => hear('disconnect'))
  process.channel?.unref()
}
