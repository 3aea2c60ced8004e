import { useMessages, useSurroundings } from '../portal/surroundings.tsx'
import { Link } from './Link.tsx'

const pages = [
  ['/about', 'about'],
  ['/how-matching-works', 'howMatchingWorks'],
  ['/figures', 'figures'],
  ['/accessibility', 'accessibility'],
  ['/privacy', 'privacy'],
  ['/preferences', 'preferences'],
  ['/site-map', 'siteMap'],
] as const

/** Who runs the site, how to reach them, and the filing numbers that Chinese law asks for. */
export function Footer() {
  const t = useMessages()
  const { language, settings } = useSurroundings()
  const { organiser, icp, police, helpPhone, helpMail } = settings
  return (
    <footer className="site">
      <div className="wrap">
        <nav aria-label={t.shell.footerNavigation}>
          <ul className="plain inline">
            {pages.map(([to, name]) => (
              <li key={to}>
                <Link to={to}>{t.shell[name]}</Link>
              </li>
            ))}
            <li>
              <a href="/api/docs">{t.shell.apiDocs}</a>
            </li>
          </ul>
        </nav>
        <p>{organiser ? t.shell.organiser(organiser[language]) : t.shell.noOrganiser}</p>
        {(helpPhone || helpMail) && (
          <p>
            {helpPhone && <a href={`tel:${helpPhone}`}>{t.shell.helpPhone(helpPhone)}</a>}{' '}
            {helpMail && <a href={`mailto:${helpMail}`}>{t.shell.helpMail(helpMail)}</a>}
          </p>
        )}
        <p>
          {icp && (
            <>
              <a href="https://beian.miit.gov.cn/" rel="noopener" lang="zh-CN">
                {icp}
              </a>{' '}
            </>
          )}
          {police && (
            <>
              <a href={policeAddress(police)} rel="noopener" lang="zh-CN">
                {police}
              </a>{' '}
            </>
          )}
          <span>{t.shell.openSource}</span>
        </p>
      </div>
    </footer>
  )
}

/** The public register of the police looks a site up by the digits of its number. */
const policeAddress = (police: string) => `https://beian.mps.gov.cn/#/query/webSearch?code=${police.replace(/\D/g, '')}`
