import { en } from './messages/en.ts'
import { type Messages, zh } from './messages/zh.ts'

const languages = { zh, en }

/** The texts in the wished language, else in that of the terminal where it is English, else in Chinese. */
export function messagesFor(wish: string | undefined, env = process.env): Messages | undefined {
  if (wish !== undefined) return Object.hasOwn(languages, wish) ? languages[wish as keyof typeof languages] : undefined
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  return locale.startsWith('en') ? en : zh
}
