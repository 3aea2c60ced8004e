import type { Language, Names } from '@keyun/api'
import { createContext, type ReactNode, useContext } from 'react'
import { en } from '../messages/en.ts'
import { type Messages, zh } from '../messages/zh.ts'
import { localised, type Surroundings as Value } from './context.ts'

const Known = createContext<Value | null>(null)

export function Surroundings({ value, children }: { value: Value; children: ReactNode }) {
  return <Known value={value}>{children}</Known>
}

export function useSurroundings(): Value {
  const value = useContext(Known)
  if (!value) throw new Error('A portal component is rendered outside of its surroundings.')
  return value
}

const messages: Record<Language, Messages> = { zh, en }

/** Every text in one language, for loaders and actions. */
export const messagesIn = (language: Language): Messages => messages[language]

/** Every text of the interface, in the language of the page. */
export const useMessages = (): Messages => messages[useSurroundings().language]

/** Makes an address of the site keep the language of the page. */
export function useAddress(): (path: string) => string {
  const { language } = useSurroundings()
  return (path) => localised(language, path)
}

/** Picks a name in the language of the page. */
export function useName(): (names: Names) => string {
  const { language } = useSurroundings()
  return (names) => names[language]
}
