import type { ComponentType } from 'react'
import { useMessages, useSurroundings } from '../portal/surroundings.tsx'
import { Cards } from './Cards.tsx'
import { Section } from './DetailPage.tsx'
import { Link } from './Link.tsx'

type Props<Item> = {
  /** Also the parameter of the address that holds the cursor. */
  readonly id: string
  readonly title: string
  readonly of: { readonly items: readonly Item[]; readonly next?: string | null }
  readonly as: ComponentType<{ readonly item: Item }>
  readonly none: string
}

/** What somebody has to offer or needs, a page of it at a time. */
export function Shelf<Item extends { readonly id: string }>({ id, title, of: { items, next }, as, none }: Props<Item>) {
  const t = useMessages()
  const { path, search } = useSurroundings()
  const isFurther = new URLSearchParams(search).has(id)
  return (
    <Section id={id} title={title}>
      {items.length > 0 ? <Cards of={items} as={as} /> : <p className="hint">{none}</p>}
      {(next || isFurther) && (
        <p className="choices more">
          {isFurther && (
            <Link className="button quiet" to={`${path}#${id}`}>
              {t.details.fromStart}
            </Link>
          )}
          {next && (
            <Link className="button quiet" to={`${path}?${id}=${next}#${id}`} rel="next">
              {t.details.further}
            </Link>
          )}
        </p>
      )}
    </Section>
  )
}
