import type { Coded, Origin } from '@keyun/api'
import type { ReactNode } from 'react'
import { localised } from '../portal/context.ts'
import { useMessages, useSurroundings } from '../portal/surroundings.tsx'
import detail from '../styles/detail.css?url'
import { ContactBox } from './ContactBox.tsx'
import { Icon } from './Icon.tsx'
import { JsonLd, type Thing } from './JsonLd.tsx'
import { Page } from './Page.tsx'
import { Said } from './Said.tsx'
import { ShareBox } from './ShareBox.tsx'
import { OriginMark } from './Tag.tsx'
import { dayOf, dayText } from './Terms.tsx'

type Props = {
  /** The list this item belongs to. */
  readonly section: 'offerings' | 'needs' | 'people' | 'organisations'
  readonly title: string
  readonly description: string
  readonly tags?: ReactNode
  readonly origin: Origin
  /** What the item is at this moment, in a sentence. */
  readonly status?: ReactNode
  readonly facts: ReactNode
  readonly publishedAt?: string | null
  readonly updatedAt?: string
  readonly confirmedAt?: string | null
  readonly region: Coded | null
  readonly isUnlisted?: boolean
  readonly structured: Thing
  /** The sections of the page. */
  readonly children: ReactNode
}

/** One item: what it is, its facts, its sections, whom to ask, and its address for phone and paper. */
export function DetailPage(props: Props) {
  const { section, title, description, tags, origin, status, facts, region, isUnlisted = false, children } = props
  const t = useMessages()
  const address = useOwnAddress()
  return (
    <Page
      title={title}
      description={description.replace(/\s+/g, ' ').slice(0, 160)}
      crumbs={[{ name: t.shell[section], to: `/${section}` }]}
      isUnlisted={isUnlisted}
      type="article"
    >
      <DetailStyles />
      <JsonLd of={{ url: address, ...props.structured }} />
      <Trail section={section} title={title} />
      <article className="detail">
        <header className="about">
          <h1>
            <Said text={title} />
          </h1>
          <p className="tags">
            {tags}
            <OriginMark origin={origin} />
          </p>
          {status}
          <Dates {...props} />
        </header>
        <div className="box glance">{facts}</div>
        <div className="body">{children}</div>
        <div className="beside">
          <ContactBox region={region} />
          <ShareBox />
        </div>
      </article>
    </Page>
  )
}

/** What only pages of one item and of matches need; linked once, however often it is asked for. */
export function DetailStyles() {
  return <link rel="stylesheet" href={detail} precedence="default" />
}

type SectionProps = { readonly id: string; readonly title: string; readonly children: ReactNode }

/** A part of the page with its heading, which an address can point to. */
export function Section({ id, title, children }: SectionProps) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} tabIndex={-1}>
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </section>
  )
}

function Dates({ publishedAt, updatedAt, confirmedAt }: Pick<Props, 'publishedAt' | 'updatedAt' | 'confirmedAt'>) {
  const t = useMessages()
  const published = publishedAt && dayOf(publishedAt)
  const updated = updatedAt && dayOf(updatedAt)
  const said = [
    published && t.terms.publishedOn(dayText(published, t.terms)),
    updated && updated !== published && t.details.updated(dayText(updated, t.terms)),
    confirmedAt && t.details.confirmed(dayText(dayOf(confirmedAt), t.terms)),
  ]
  return (
    <p className="hint">
      {said.filter(Boolean).join(' · ')}
      <span className="print-only"> · {t.details.printed(dayText(dayOf(new Date()), t.terms))}</span>
    </p>
  )
}

function useOwnAddress(): string {
  const { language, settings, path } = useSurroundings()
  return settings.publicUrl + localised(language, path)
}

/** The breadcrumbs once more, for search engines. */
function Trail({ section, title }: Pick<Props, 'section' | 'title'>) {
  const t = useMessages()
  const { language, settings } = useSurroundings()
  const own = useOwnAddress()
  const trail = [
    { name: t.shell.home, item: settings.publicUrl + localised(language, '/') },
    { name: t.shell[section], item: settings.publicUrl + localised(language, `/${section}`) },
    { name: title, item: own },
  ]
  return (
    <JsonLd
      of={{
        '@type': 'BreadcrumbList',
        itemListElement: trail.map((entry, index) => ({ '@type': 'ListItem', position: index + 1, ...entry })),
      }}
    />
  )
}

/** A jump to the matches, which may be a long way down a phone. */
export function Jump({ to, children }: { readonly to: string; readonly children: ReactNode }) {
  return (
    <p className="no-print">
      <a className="button quiet" href={to}>
        {children}
        <Icon name="arrow" />
      </a>
    </p>
  )
}
