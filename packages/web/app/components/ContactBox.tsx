import type { Coded } from '@keyun/api'
import { useMessages, useName, useSurroundings } from '../portal/surroundings.tsx'
import { Icon } from './Icon.tsx'

/** Who helps today: the site's own desk, or the association of the place. Contact through the site is not open yet. */
export function ContactBox({ region }: { readonly region: Coded | null }) {
  const t = useMessages()
  const name = useName()
  const { settings } = useSurroundings()
  const { helpPhone, helpMail } = settings
  const { title, soon, desk, association, anyAssociation } = t.details.contact
  return (
    <section className="box no-print" aria-labelledby="contact">
      <h2 id="contact">{title}</h2>
      <p>{soon}</p>
      {helpPhone || helpMail ? (
        <>
          <p>{desk}</p>
          <ul className="plain">
            {helpPhone && (
              <li>
                <a className="reach" href={`tel:${helpPhone}`}>
                  <Icon name="phone" />
                  {helpPhone}
                </a>
              </li>
            )}
            {helpMail && (
              <li>
                <a className="reach" href={`mailto:${helpMail}`}>
                  {helpMail}
                </a>
              </li>
            )}
          </ul>
        </>
      ) : (
        <p>{association(region ? name(region.name) : anyAssociation)}</p>
      )}
    </section>
  )
}
