import type { Offering } from '@keyun/api'
import { Section } from '../../components/DetailPage.tsx'
import { Said } from '../../components/Said.tsx'
import { dayText } from '../../components/Terms.tsx'
import { useMessages } from '../surroundings.tsx'

type Props = { readonly of: Offering }

/** How far an offering has come, what proves it, and which rights exist. */
export function Proof({ of }: Props) {
  return (
    <>
      <Readiness of={of} />
      <Evidence of={of} />
      <Rights of={of} />
    </>
  )
}

function Readiness({ of: { maturity } }: Props) {
  const t = useMessages()
  const words = t.details.offering
  if (!maturity) return null
  return (
    <Section id="maturity" title={words.maturity}>
      <p>
        <strong>{words.maturityScheme(maturity.level)}</strong>
        <br />
        {words.readinessLevels[maturity.level - 1]}
      </p>
      <p className="hint">
        {[
          maturity.class && words.achievementClass[maturity.class],
          maturity.assessedOn ? words.assessedOn(dayText(maturity.assessedOn, t.terms)) : words.selfAssessed,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </Section>
  )
}

function Evidence({ of: { evidence } }: Props) {
  const t = useMessages()
  const words = t.details.offering
  return (
    <Section id="evidence" title={words.evidence}>
      {evidence ? (
        <>
          <p>{words.evidenceStatus[evidence.status]}</p>
          {(evidence.note || evidence.validUntil) && (
            <p>
              {evidence.note && <Said text={evidence.note} />}
              {evidence.validUntil && (
                <span className="hint"> {words.evidenceUntil(dayText(evidence.validUntil, t.terms))}</span>
              )}
            </p>
          )}
        </>
      ) : (
        <p>{words.evidenceNone}</p>
      )}
    </Section>
  )
}

function Rights({ of: { intellectualProperty } }: Props) {
  const t = useMessages()
  const words = t.details.offering
  if (intellectualProperty.length === 0) return null
  return (
    <Section id="rights" title={words.ip}>
      <ul>
        {intellectualProperty.map(({ type, status, title, number }) => (
          <li key={`${type} ${title}`}>
            <Said text={title} />
            <span className="hint">
              {' '}
              {[words.ipType[type], words.ipStatus[status], number && words.ipNumber(number)]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
