import type { Cooperation, Maturity as MaturityValue, Money as MoneyValue } from '@keyun/api'
import type { Messages } from '../messages/zh.ts'
import { useMessages } from '../portal/surroundings.tsx'

/** An amount as people say it, in the language of the page. */
export function moneyText({ mode, minYuan, maxYuan }: MoneyValue, t: Messages['terms']): string {
  if (mode === 'free') return t.free
  if (minYuan !== null && maxYuan !== null) {
    return minYuan === maxYuan ? t.yuan(minYuan) : t.yuanRange(minYuan, maxYuan)
  }
  if (minYuan !== null) return t.yuanFrom(minYuan)
  return maxYuan === null ? t.negotiable : t.yuanUpTo(maxYuan)
}

export function Money({ of }: { readonly of: MoneyValue }) {
  return moneyText(of, useMessages().terms)
}

/** A calendar day (YYYY-MM-DD) in the language of the page. */
export function dayText(day: string, t: Messages['terms']): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return t.day(year, month, date)
}

export function Day({ of }: { readonly of: string }) {
  return <time dateTime={of}>{dayText(of, useMessages().terms)}</time>
}

const beijing = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' })
/** The calendar day of a moment in the region's time zone. */
export const dayOf = (instant: string | Date): string => beijing.format(new Date(instant))

/** Whole days from one calendar day to another, negative when it is over. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 864e5)

/** A deadline with what is left of it in words, so that colour is never the only sign. */
export function Deadline({ of }: { readonly of: string | null }) {
  const t = useMessages()
  if (!of) return t.terms.noDeadline
  const left = daysBetween(dayOf(new Date()), of)
  const hint = left < 0 ? t.terms.deadlinePassed : left <= 60 ? t.terms.daysLeft(left) : null
  return (
    <>
      <Day of={of} />
      {hint && <span className={left >= 0 && left <= 14 ? 'soon' : 'hint'}> {hint}</span>}
    </>
  )
}

export function Maturity({ of }: { readonly of: MaturityValue }) {
  const t = useMessages()
  const band = of.level <= 3 ? 'idea' : of.level <= 6 ? 'sample' : 'product'
  return (
    <span title={t.terms.readinessExplained}>
      {t.terms.readinessBand[band]} <span className="hint">{t.terms.readiness(of.level)}</span>
    </span>
  )
}

export function CooperationModes({ of }: { readonly of: readonly Cooperation[] }) {
  const t = useMessages()
  return of.map((mode) => t.terms.cooperation[mode]).join(t.terms.listSeparator)
}
