import { searchApi } from '@keyun/api'
import { NeedCard } from '../../components/Cards.tsx'
import { SearchPage } from '../../components/SearchPage.tsx'
import { fromAddress } from '../address.ts'
import type { Args, Props } from '../context.ts'

export const loader = ({ context, request }: Args) =>
  context.call(searchApi.needs, { query: fromAddress(searchApi.needs, request) })

export default function Needs({ loaderData }: Props<typeof loader>) {
  return (
    <SearchPage what="needs" found={loaderData} as={NeedCard} sorts={['relevance', 'newest', 'budget', 'deadline']} />
  )
}
