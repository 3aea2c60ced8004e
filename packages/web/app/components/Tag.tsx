import type { Origin } from '@keyun/api'
import type { ReactNode } from 'react'
import { useMessages } from '../portal/surroundings.tsx'

type Props = { readonly children: ReactNode; readonly tone?: 'plain' | 'accent' | 'notice' }

export function Tag({ children, tone = 'plain' }: Props) {
  return <span className={`tag ${tone}`}>{children}</span>
}

/** Where an item came from, where that is not here: sample and imported items always say so. */
export function OriginMark({ origin }: { readonly origin: Origin }) {
  const t = useMessages()
  if (origin.kind === 'own') return null
  return <Tag tone="notice">{origin.kind === 'sample' ? t.terms.sample : t.terms.imported(origin.source)}</Tag>
}
