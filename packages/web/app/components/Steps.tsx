import { useMessages } from '../portal/surroundings.tsx'
import { Icon } from './Icon.tsx'

type Props = {
  readonly label: string
  readonly of: readonly string[]
  /** Index of the step that is under way. */
  readonly now: number
}

/** How far something has come: what is done, where it stands, what is still to come. */
export function Steps({ label, of, now }: Props) {
  const t = useMessages()
  return (
    <ol className="plain progress" aria-label={label}>
      {of.map((step, index) => (
        <li key={step} className={index < now ? 'done' : undefined} aria-current={index === now ? 'step' : undefined}>
          {index < now && <Icon name="check" />}
          {step}
          {index < now && <span className="unseen">{t.details.need.stepDone}</span>}
          {index === now && <span className="unseen">{t.details.need.stepNow}</span>}
        </li>
      ))}
    </ol>
  )
}
