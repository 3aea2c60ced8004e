import { Refusal } from './problems.ts'

export type Step<Status extends string, Action extends string, Role extends string, Item> = {
  readonly from: Status
  readonly action: Action
  readonly to: Status
  readonly by: Role
  /** Null when the step may be taken, else the code of what stands against it. */
  readonly guard?: (item: Item) => string | null
  /** A timed step: run by the job runner when this date has passed. */
  readonly within?: { readonly field: string }
}

export type Workflow<Status extends string, Action extends string, Role extends string, Item> = {
  readonly steps: readonly Step<Status, Action, Role, Item>[]
  /** The status an action leads to; refuses with `workflow/…` where there is no such step. */
  next(item: Item & { status: Status }, action: Action, roles: readonly Role[]): Status
  /** What these roles may do next; guards are asked. */
  actions(item: Item & { status: Status }, roles: readonly Role[]): Action[]
}

/** A workflow is its rows: service, replies, diagrams and tests read the same. */
export function workflow<Status extends string, Action extends string, Role extends string, Item = unknown>(
  steps: readonly Step<Status, Action, Role, Item>[],
): Workflow<Status, Action, Role, Item> {
  const seen = new Set<string>()
  for (const { from, action, by } of steps) {
    const key = `${from} ${action} ${by}`
    if (seen.has(key)) throw new Error(`Two steps for: ${key}`)
    seen.add(key)
  }
  return {
    steps,
    next(item, action, roles) {
      const fromHere = steps.filter((step) => step.from === item.status && step.action === action)
      if (fromHere.length === 0) {
        throw new Refusal('conflict', 'workflow/no-such-step', `From ${item.status} there is no step "${action}".`)
      }
      const step = fromHere.find((candidate) => roles.includes(candidate.by))
      if (!step) throw new Refusal('forbidden', 'workflow/not-yours', `The step "${action}" is not yours to take.`)
      const objection = step.guard?.(item) ?? null
      if (objection) {
        throw new Refusal(
          'unprocessable',
          `workflow/${objection}`,
          `The step "${action}" is not open yet: ${objection}.`,
        )
      }
      return step.to
    },
    actions(item, roles) {
      const open = steps.filter(
        (step) => step.from === item.status && roles.includes(step.by) && (step.guard?.(item) ?? null) === null,
      )
      return [...new Set(open.map((step) => step.action))]
    },
  }
}

/** The workflow as a Mermaid state diagram, for the documents. */
export function diagram(steps: readonly Step<string, string, string, never>[]): string {
  const lines = steps.map(({ from, action, to, by }) => `  ${from} --> ${to}: ${action} (${by})`)
  return ['stateDiagram-v2', ...lines].join('\n')
}
