import type { Cost } from '@keyun/api'
import { Refusal } from './problems.ts'

/**
 * Requests in flight by class, so that a crowd at one door leaves the others open. A plain cap held goodput at 5× load
 * where pressure plugins let it collapse (measured: a cap of 24 in front of a pool of 8).
 */
const caps: Record<Cost, number> = { light: 48, read: 24, match: 4, write: 12 }
const longestWaitMs = 1_500
const longestQueue = 200

type Waiting = { go: () => void; timer: NodeJS.Timeout }

export type Gate = {
  /** Runs `work` when its class has room; refuses with 503 when that takes too long. */
  enter<T>(cost: Cost, work: () => Promise<T>): Promise<T>
  inFlight(): Record<Cost, number>
}

export function gate(): Gate {
  const running: Record<Cost, number> = { light: 0, read: 0, match: 0, write: 0 }
  const queues: Record<Cost, Waiting[]> = { light: [], read: [], match: [], write: [] }

  const waitForRoom = (cost: Cost): Promise<void> => {
    if (running[cost] < caps[cost]) {
      running[cost]++
      return Promise.resolve()
    }
    if (queues[cost].length >= longestQueue) return Promise.reject(busy())
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        go: resolve,
        timer: setTimeout(() => {
          queues[cost] = queues[cost].filter((other) => other !== waiting)
          reject(busy())
        }, longestWaitMs),
      }
      queues[cost].push(waiting)
    })
  }
  const leave = (cost: Cost) => {
    const next = queues[cost].shift()
    if (!next) {
      running[cost]--
      return
    }
    clearTimeout(next.timer)
    next.go() // takes over the place of the one that left
  }

  return {
    async enter(cost, work) {
      await waitForRoom(cost)
      try {
        return await work()
      } finally {
        leave(cost)
      }
    },
    inFlight: () => ({ ...running }),
  }
}

const busy = () =>
  new Refusal('unavailable', 'server/busy', 'Many people are here at the moment. Please try again in some seconds.')
