import { languageNames } from '../messages/languages.ts'
import { localised } from '../portal/context.ts'
import { useMessages, useSurroundings } from '../portal/surroundings.tsx'
import { Icon } from './Icon.tsx'
import { Link } from './Link.tsx'

const entries = ['offerings', 'needs', 'people', 'organisations'] as const

export function Header() {
  const t = useMessages()
  const { language, settings, path } = useSurroundings()
  return (
    <header className="site">
      <Tools />
      <div className="wrap masthead">
        <Link className="brand" to="/">
          <Mark />
          {settings.siteName[language]}
        </Link>
        <nav className="main" aria-label={t.shell.mainNavigation}>
          {entries.map((entry) => (
            <Link key={entry} to={`/${entry}`} aria-current={path === `/${entry}` ? 'page' : undefined}>
              {t.shell[entry]}
            </Link>
          ))}
        </nav>
        <Link className="button quiet publish" to="/publish">
          {t.shell.publish}
        </Link>
      </div>
    </header>
  )
}

/** The site's mark; the same drawing as the icon of the tab. */
function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" />
      <path d="M9 7v18M9 17l12-9M13 14l10 11" />
      <circle cx="23" cy="8" r="2.4" />
    </svg>
  )
}

/** Text size, contrast, language and help. Forms, because a link must not change anything. */
function Tools() {
  const t = useMessages()
  const { language, settings, preferences, path, search } = useSurroundings()
  const other = language === 'zh' ? 'en' : 'zh'
  return (
    <section className="tools" aria-label={t.shell.tools}>
      <div className="wrap">
        <form method="post" action={localised(language, '/preferences')}>
          <input type="hidden" name="back" value={localised(language, path) + search} />
          <button type="submit" name="care" value={preferences.care ? '0' : '1'}>
            {preferences.care ? t.shell.careOff : t.shell.care}
          </button>
          <button type="submit" name="contrast" value={preferences.contrast ? '0' : '1'}>
            {preferences.contrast ? t.shell.contrastOff : t.shell.contrast}
          </button>
        </form>
        <a href={localised(other, path) + search} lang={other === 'zh' ? 'zh-CN' : 'en'} hrefLang={other}>
          {languageNames[other]}
        </a>
        {settings.helpPhone && (
          <a className="phone" href={`tel:${settings.helpPhone}`}>
            <Icon name="phone" />
            {t.shell.help} {settings.helpPhone}
          </a>
        )}
      </div>
    </section>
  )
}
