import { parseArgs } from 'node:util'
import { needAction, offeringAction, unmetReason } from '@keyun/api'
import {
  actOnNeed,
  actOnOffering,
  getNeed,
  getOffering,
  knowReactions,
  OperatorError,
  openKeyun,
  Refusal,
  readConfig,
  silent,
} from '@keyun/server'
import { type CommandContext, UsageError } from './command.ts'
import type { Messages } from './messages/zh.ts'
import { operator } from './operator.ts'

const options = {
  reason: { type: 'string', default: '' },
  'unmet-reason': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

type Context = Parameters<typeof getNeed>[0]
type Item = { title: string; status: string; actions: readonly string[] }

/** Shows a need or an offering with its open steps, or takes one for those who cannot. */
export async function run(args: readonly string[], { messages }: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
  const t = messages.act
  const say = (text: string) => process.stdout.write(`${text}\n`)
  if (values.help) {
    say(t.help)
    return 0
  }
  const [kind, id, action, ...rest] = positionals
  if ((kind !== 'need' && kind !== 'offering') || !isId(id) || rest.length > 0) throw new UsageError(t.usage)
  if (action !== undefined && !values.reason.trim()) throw new UsageError(t.needReason)
  const take = stepOf(kind, id, action, values, t)
  const { database, close } = await openKeyun(readConfig(), silent, 'keyun act')
  try {
    await knowReactions(database)
    const item = await take({ db: database.db, caller: operator(), now: new Date() })
    say(t.status(item.title, item.status))
    say(t.actions(item.actions))
    return 0
  } catch (error) {
    throw error instanceof Refusal ? new OperatorError(t.refusals[error.code] ?? error.message) : error
  } finally {
    await close()
  }
}

function stepOf(
  kind: 'need' | 'offering',
  id: string,
  action: string | undefined,
  { reason, 'unmet-reason': unmet }: { reason: string; 'unmet-reason'?: string | undefined },
  t: Messages['act'],
): (ctx: Context) => Promise<Item> {
  if (action === undefined) return (ctx) => (kind === 'need' ? getNeed(ctx, id) : getOffering(ctx, id))
  if (kind === 'offering') {
    const step = offeringAction.safeParse(action)
    if (!step.success) throw new UsageError(t.unknownAction(action))
    return (ctx) => actOnOffering(ctx, id, step.data, reason)
  }
  const step = needAction.safeParse(action)
  if (!step.success) throw new UsageError(t.unknownAction(action))
  const why = unmetReason.optional().safeParse(unmet)
  if (!why.success) throw new UsageError(t.help)
  return (ctx) => actOnNeed(ctx, id, { action: step.data, reason, unmetReason: why.data })
}

const isId = (text: string | undefined): text is string =>
  text !== undefined && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)
