import type { Explanation, OfferingMatch } from '@keyun/api'
import type { Messages } from '../messages/zh.ts'
import { useMessages, useName } from '../portal/surroundings.tsx'
import { Icon, type IconName } from './Icon.tsx'
import { Said } from './Said.tsx'
import { dayText } from './Terms.tsx'

type Element = Explanation['elements'][number]
type Condition = Explanation['conditions'][number]

const elementIcon: Record<Element['state'], IconName> = {
  met: 'check',
  addressed: 'check',
  not_met: 'warning',
  unmet: 'dash',
}
const conditionIcon: Record<Condition['state'], IconName> = { fits: 'check', hinders: 'warning', unknown: 'question' }

/** In one line each: can it solve this, and do the terms fit. Two questions, never one number. */
export function MatchSummary({ grade, explanation }: Pick<OfferingMatch, 'grade' | 'explanation'>) {
  const t = useMessages()
  const { elements, conditions } = explanation
  const answered = elements.filter(({ state }) => state === 'met' || state === 'addressed').length
  const count = (state: Condition['state']) => conditions.filter((condition) => condition.state === state).length
  return (
    <dl className="verdict">
      <div>
        <dt>{t.matching.able}</dt>
        <dd>
          <strong>{t.matching.grades[grade]}</strong>
          {answered > 0 ? t.matching.answered(answered, elements.length) : t.matching.answeredNone}
        </dd>
      </div>
      <div>
        <dt>{t.matching.willing}</dt>
        <dd>
          {conditions.length > 0
            ? t.matching.willingCounts(count('fits'), count('hinders'), count('unknown'))
            : t.matching.noConditions}
        </dd>
      </div>
    </dl>
  )
}

type ReasonsProps = {
  readonly of: Explanation
  /** Farther down a list: what answers and what hinders, without the rest, so that the page stays small. */
  readonly isBrief?: boolean
}

/** Why: each part of the need with the sentence that answers it, then the terms, then what would help. */
export function Reasons({ of: { elements, conditions, wouldHelp }, isBrief = false }: ReasonsProps) {
  const t = useMessages()
  const said = conditions.filter(({ state }) => state === 'hinders' || (state === 'fits' && !isBrief))
  const silent = conditions.filter(({ state }) => state === 'unknown')
  const answered = elements.filter(({ state }) => state !== 'unmet')
  const quoted = isBrief ? Number(answered.length === 0) : 4
  const advice = [...new Set(wouldHelp.map((help) => adviceText(help, elements, t)).filter((text) => text !== null))]
  return (
    <div className="reasons">
      <ul className="plain elements">
        {answered.map((element) => (
          <ElementReason key={element.text} of={element} />
        ))}
        <Unmet of={elements.filter(({ state }) => state === 'unmet')} quoted={quoted} />
      </ul>
      {said.length > 0 && (
        <ul className="plain conditions">
          {said.map((condition) => (
            <ConditionReason key={condition.code} of={condition} />
          ))}
        </ul>
      )}
      {silent.length > 0 && !isBrief && (
        <p className="hint">
          {t.matching.notSaid(silent.map(({ code }) => t.matching.conditions[code]).join(t.terms.listSeparator))}
        </p>
      )}
      {advice.length > 0 && !isBrief && (
        <>
          <p className="help-title">{t.matching.wouldHelp}</p>
          <ul>
            {advice.slice(0, 3).map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

/** What nothing was found about, together: the weightiest are quoted, the others counted. */
function Unmet({ of, quoted }: { of: readonly Element[]; quoted: number }) {
  const t = useMessages()
  if (of.length === 0) return null
  const weightiest = [...of].sort((a, b) => b.weight - a.weight).slice(0, quoted)
  const others = of.length - weightiest.length
  return (
    <li className="unmet">
      <Icon name={elementIcon.unmet} />
      <div>
        <p className="state">{t.matching.states.unmet}</p>
        <ul className="plain">
          {weightiest.map(({ text }) => (
            <li key={text}>
              <q>
                <Said text={shortened(text, 80)} />
              </q>
            </li>
          ))}
          {others > 0 && <li className="hint">{t.matching.othersUnmet(others, quoted > 0)}</li>}
        </ul>
      </div>
    </li>
  )
}

function ElementReason({ of: { kind, text, state, evidence, shared, comparison } }: { of: Element }) {
  const t = useMessages()
  return (
    <li className={state}>
      <Icon name={elementIcon[state]} />
      <div>
        <p>
          <span className="state">{t.matching.states[state]}</span> {t.matching.kinds[kind]}{' '}
          <q>
            <Said text={shortened(text, 80)} />
          </q>
        </p>
        {comparison && <p className="hint">{t.matching.compared(comparison.needed, comparison.offered)}</p>}
        {evidence && (
          <blockquote>
            <Said text={evidence} shared={shared} />
          </blockquote>
        )}
      </div>
    </li>
  )
}

function ConditionReason({ of: condition }: { of: Condition }) {
  const t = useMessages()
  const words = useConditionWords()
  const need = words(condition, 'need')
  const offering = words(condition, 'offering')
  return (
    <li className={condition.state}>
      <Icon name={conditionIcon[condition.state]} />
      <p>
        <span className="state">{t.matching.conditionStates[condition.state]}</span>{' '}
        {t.matching.conditions[condition.code]}
        <span className="hint">
          {need && t.matching.needSays(need)}
          {offering && t.matching.offeringSays(offering)}
        </span>
      </p>
    </li>
  )
}

/** A side of a condition in words: codes by their names, yuan and levels with their units. */
function useConditionWords(): (condition: Condition, side: 'need' | 'offering') => string | null {
  const t = useMessages()
  const name = useName()
  return ({ code, ...sides }, side) => {
    const value = sides[side]
    if (value === null) return null
    if (code === 'price' && typeof value === 'number') return t.terms[side === 'need' ? 'yuanUpTo' : 'yuanFrom'](value)
    if (typeof value === 'number') return numberText(code, value, t)
    if (typeof value === 'string') return wordText(code, value, t)
    if (Array.isArray(value)) {
      return value.map((one) => wordText(code, one, t)).join(t.terms.listSeparator) || null
    }
    return name(value)
  }
}

function numberText(code: Condition['code'], value: number, t: Messages): string {
  if (code === 'readiness') return t.terms.readiness(value)
  return code === 'deadline' || code === 'freshness' ? t.matching.days(value) : String(value)
}

function wordText(code: Condition['code'], value: string, t: Messages): string {
  if (/^\d{4}-\d\d-\d\d/.test(value)) return dayText(value.slice(0, 10), t.terms)
  const named: Partial<Record<Condition['code'], Readonly<Record<string, string>>>> = {
    cooperation: t.terms.cooperation,
    kind: t.terms.offeringKind,
  }
  return named[code]?.[value] ?? value
}

function adviceText({ code, element }: Explanation['wouldHelp'][number], elements: readonly Element[], t: Messages) {
  const { evidence, betterValue, change } = t.matching.advice
  if (code.startsWith('evidence_for_')) return evidence // for what is listed as not mentioned
  const about = element === null ? undefined : elements[element]
  if (code === 'better_value_for_target') return about ? betterValue(shortened(about.text, 40)) : null
  const condition = code.replace(/^change_/, '')
  return condition in t.matching.conditions ? change(t.matching.conditions[condition as Condition['code']]) : null
}

/** The beginning of a quoted element, so that what is around it stays readable. */
function shortened(text: string, most: number): string {
  const characters = [...text.replace(/[。.;；]+$/u, '')]
  return characters.length > most ? `${characters.slice(0, most).join('')}…` : characters.join('')
}
