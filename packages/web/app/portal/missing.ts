import { data } from 'react-router'

/** No page has this address: the error page says so. A loader throws it, so that the root knows what it needs to show. */
export function loader(): never {
  throw data(null, { status: 404 })
}

export function action(): never {
  return loader()
}

export default function Missing() {
  return null
}
