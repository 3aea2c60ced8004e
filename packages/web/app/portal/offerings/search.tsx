import { searchApi } from '@keyun/api'
import { OfferingCard } from '../../components/Cards.tsx'
import { SearchPage } from '../../components/SearchPage.tsx'
import { fromAddress } from '../address.ts'
import type { Args, Props } from '../context.ts'

export const loader = ({ context, request }: Args) =>
  context.call(searchApi.offerings, { query: fromAddress(searchApi.offerings, request) })

export default function Offerings({ loaderData }: Props<typeof loader>) {
  return <SearchPage what="offerings" found={loaderData} as={OfferingCard} sorts={['relevance', 'newest', 'price']} />
}
