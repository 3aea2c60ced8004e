import { searchApi } from '@keyun/api'
import { OrganisationCard } from '../../components/Cards.tsx'
import { SearchPage } from '../../components/SearchPage.tsx'
import { fromAddress } from '../address.ts'
import type { Args, Props } from '../context.ts'

export const loader = ({ context, request }: Args) =>
  context.call(searchApi.organisations, { query: fromAddress(searchApi.organisations, request) })

export default function Organisations({ loaderData }: Props<typeof loader>) {
  return <SearchPage what="organisations" found={loaderData} as={OrganisationCard} />
}
