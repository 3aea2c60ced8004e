import { data } from 'react-router'

/** No page has this address: the root's error page says so, with the root's own data at hand. */
export function loader(): never {
  throw data(null, { status: 404 })
}

export const action = loader

export default function Missing() {
  return null
}
