import type { imports } from '@keyun/server'
import { csvLine } from './csvLine.ts'
import type { Messages } from './messages/zh.ts'

export const formats = ['trec', 'jsonl', 'csv'] as const
export type Format = (typeof formats)[number]

/** The text of a format: its head, and what one need's matches become. */
export const matchLines = {
  header: (format: Format, messages: Messages): string =>
    format === 'csv' ? `\ufeff${csvLine(messages.match.csvHeader)}` : '',
  of: (format: Format, matches: imports.FileMatches): string => makers[format](matches),
}

const makers: Record<Format, (matches: imports.FileMatches) => string> = {
  trec: ({ need, matches }) =>
    matches
      .map((match) => `${word(need.id)} Q0 ${word(match.offering.id)} ${match.rank} ${figure(match.order)} keyun\n`)
      .join(''),
  jsonl: ({ need, matches }) =>
    matches
      .map(
        ({ able, willing, order, ...match }) =>
          `${JSON.stringify({ need, ...match, able: round(able), willing: round(willing), order: round(order) })}\n`,
      )
      .join(''),
  csv: ({ need, matches }) => matches.map((match) => csvLine(flat(need, match))).join(''),
}

function flat(need: imports.FileMatches['need'], match: imports.FileMatches['matches'][number]): string[] {
  const { explanation } = match
  const elements = explanation?.elements ?? []
  const found = elements.filter(({ evidence }) => evidence !== null)
  return [
    need.id,
    need.title,
    String(match.rank),
    match.offering.id,
    match.offering.title,
    figure(match.able),
    figure(match.willing),
    figure(match.order),
    match.grade,
    figure(explanation?.share ?? 0),
    found.map(({ text, evidence }) => `${text} ← ${evidence}`).join('\n'),
    elements
      .filter(({ state }) => state === 'unmet' || state === 'not_met')
      .map(({ text }) => text)
      .join('\n'),
    (explanation?.conditions ?? [])
      .filter(({ state }) => state === 'hinders')
      .map(({ code }) => code)
      .join(' '),
  ]
}

/** Columns of trec are separated by blanks. */
const word = (id: string) => id.replaceAll(/\s+/g, '_')
const round = (value: number) => Math.round(value * 1e6) / 1e6
const figure = (value: number) => value.toFixed(6)
