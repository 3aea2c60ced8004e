import { searchApi } from '@keyun/api'
import { PersonCard } from '../../components/Cards.tsx'
import { SearchPage } from '../../components/SearchPage.tsx'
import { fromAddress } from '../address.ts'
import type { Args, Props } from '../context.ts'

export const loader = ({ context, request }: Args) =>
  context.call(searchApi.people, { query: fromAddress(searchApi.people, request) })

export default function People({ loaderData }: Props<typeof loader>) {
  return <SearchPage what="people" found={loaderData} as={PersonCard} />
}
