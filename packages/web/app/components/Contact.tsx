import { useMessages, useSurroundings } from '../portal/surroundings.tsx'

/** Whom to ask: telephone and mail, or an honest word where the operator has given neither. */
export function Contact() {
  const t = useMessages()
  const { helpPhone, helpMail } = useSurroundings().settings
  return (
    <section>
      <h2>{t.about.contact.title}</h2>
      <p>{t.about.contact.text}</p>
      <ul>
        {helpPhone && (
          <li>
            <a href={`tel:${helpPhone}`}>{t.shell.helpPhone(helpPhone)}</a>
          </li>
        )}
        {helpMail && (
          <li>
            <a href={`mailto:${helpMail}`}>{t.shell.helpMail(helpMail)}</a>
          </li>
        )}
        {!helpPhone && !helpMail && <li>{t.about.contact.association}</li>}
      </ul>
    </section>
  )
}
