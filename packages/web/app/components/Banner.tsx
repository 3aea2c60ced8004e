import { useMessages, useSurroundings } from '../portal/surroundings.tsx'
import { Icon } from './Icon.tsx'
import { Link } from './Link.tsx'

/** Says on every page of a demonstration site that its data is invented. */
export function Banner() {
  const t = useMessages()
  const { settings } = useSurroundings()
  if (!settings.isDemo) return null
  return (
    <aside className="banner" aria-label={t.terms.sample}>
      <div className="wrap">
        <Icon name="info" />
        <p>
          {t.shell.sampleBanner} <Link to="/about#sample">{t.shell.sampleBannerMore}</Link>
        </p>
      </div>
    </aside>
  )
}
