import type { AnchorHTMLAttributes } from 'react'
import { useAddress } from '../portal/surroundings.tsx'

type Props = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href' | 'style'> & { readonly to: string }

/** A link within the site that keeps the language of the page. */
export function Link({ to, ...rest }: Props) {
  return <a href={useAddress()(to)} {...rest} />
}
