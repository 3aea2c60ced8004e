import { Contact } from '../../components/Contact.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { Sections } from '../../components/Sections.tsx'
import { useMessages } from '../surroundings.tsx'

/** What publishing a need will ask for, and who helps until people can do it here themselves. */
export default function Publish() {
  const t = useMessages()
  const { title, lead, notYet, sections } = t.about.publish
  return (
    <Page title={title} description={lead} crumbs={[]}>
      <div className="narrow prose">
        <h1>{title}</h1>
        <p className="lead">{lead}</p>
        <p className="note">
          <Icon name="info" />
          {notYet}
        </p>
        <p className="choices">
          <Link className="button" to="/try">
            {t.search.noneTry}
          </Link>
        </p>
        <Contact />
        <Sections of={sections} />
      </div>
    </Page>
  )
}
