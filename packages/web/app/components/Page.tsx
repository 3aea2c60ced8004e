import type { ReactNode } from 'react'
import { localised } from '../portal/context.ts'
import { useMessages, useSurroundings } from '../portal/surroundings.tsx'
import { Banner } from './Banner.tsx'
import { Breadcrumbs, type Crumb } from './Breadcrumbs.tsx'
import { Footer } from './Footer.tsx'
import { Header } from './Header.tsx'

type Props = {
  readonly title: string
  readonly description?: string
  /** Above this page, from the top down; the page itself is added. */
  readonly crumbs?: readonly Crumb[]
  /** Keeps search engines out: results of a search, forms, refusals. */
  readonly isUnlisted?: boolean
  readonly type?: 'website' | 'article'
  readonly children: ReactNode
}

/** A whole document: head, header, main and footer. The page brings its own h1. */
export function Page({ title, description, crumbs, isUnlisted = false, type = 'website', children }: Props) {
  const t = useMessages()
  return (
    <>
      <Head title={title} description={description} isUnlisted={isUnlisted} type={type} />
      <a className="skip" href="#main">
        {t.shell.skip}
      </a>
      <Header />
      <Banner />
      <main id="main" className="wrap" tabIndex={-1}>
        {crumbs && <Breadcrumbs crumbs={crumbs} here={title} />}
        {children}
      </main>
      <Footer />
    </>
  )
}

type HeadProps = { title: string; description: string | undefined; isUnlisted: boolean; type: string }

/** React lifts these into the head. */
function Head({ title, description, isUnlisted, type }: HeadProps) {
  const t = useMessages()
  const { language, settings, path } = useSurroundings()
  const site = settings.siteName[language]
  const whole = path === '/' ? `${site} · ${title}` : `${title} · ${site}`
  const canonical = settings.publicUrl + localised(language, path)
  return (
    <>
      <title>{whole}</title>
      {description && <meta name="description" content={description} />}
      {isUnlisted ? (
        <meta name="robots" content="noindex" />
      ) : (
        <>
          <link rel="canonical" href={canonical} />
          <link rel="alternate" hrefLang="zh-CN" href={settings.publicUrl + path} />
          <link rel="alternate" hrefLang="en" href={settings.publicUrl + localised('en', path)} />
          <link rel="alternate" hrefLang="x-default" href={settings.publicUrl + path} />
          <link
            rel="alternate"
            type="application/rss+xml"
            title={t.details.feed.title}
            href={localised(language, '/rss.xml')}
          />
          <meta property="og:title" content={title} />
          {description && <meta property="og:description" content={description} />}
          <meta property="og:type" content={type} />
          <meta property="og:url" content={canonical} />
          <meta property="og:site_name" content={site} />
          <meta property="og:locale" content={language === 'zh' ? 'zh_CN' : 'en'} />
        </>
      )}
    </>
  )
}
