import { identityApi } from '@keyun/api'
import type { Serve } from '../../platform/http.ts'
import { notFound } from '../../platform/problems.ts'
import * as store from './store.ts'

export function identityRoutes(serve: Serve): void {
  serve(
    identityApi.person,
    async (ctx, { params }) => (await store.findPerson(ctx, params.id)) ?? missing('person', params.id),
  )
  serve(
    identityApi.organisation,
    async (ctx, { params }) => (await store.findOrganisation(ctx, params.id)) ?? missing('organisation', params.id),
  )
  serve(
    identityApi.team,
    async (ctx, { params }) => (await store.findTeam(ctx, params.id)) ?? missing('team', params.id),
  )
}

function missing(entity: string, id: string): never {
  throw notFound(entity, id)
}
