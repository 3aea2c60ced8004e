import { z } from 'zod'
import { byId, coded, id, instant, origin } from './common.ts'
import { endpoint } from './endpoint.ts'

export const organisationType = z.enum(['enterprise', 'public_institution', 'cooperative', 'society', 'government'])
export type OrganisationType = z.infer<typeof organisationType>
export const organisationSize = z.enum(['micro', 'small', 'medium', 'large'])
export type OrganisationSize = z.infer<typeof organisationSize>
export const personRole = z.enum(['scientist', 'rural_talent', 'technology_manager'])
export type PersonRole = z.infer<typeof personRole>

export const organisationCard = z
  .object({
    id,
    name: z.string(),
    type: organisationType,
    size: organisationSize.nullable(),
    region: coded,
    industry: coded.nullable(),
    intro: z.string(),
    origin,
  })
  .meta({ id: 'OrganisationCard' })
export type OrganisationCard = z.infer<typeof organisationCard>

export const personCard = z
  .object({
    id,
    name: z.string(),
    honorific: z.string().nullable(),
    role: personRole,
    region: coded,
    discipline: coded.nullable(),
    field: coded.nullable(),
    expertise: z.array(z.string()),
    intro: z.string(),
    organisation: z.object({ id, name: z.string() }).nullable(),
    origin,
  })
  .meta({ id: 'PersonCard' })
export type PersonCard = z.infer<typeof personCard>

export const team = z
  .object({
    id,
    name: z.string(),
    intro: z.string(),
    members: z.array(z.object({ id, name: z.string(), isLead: z.boolean() })),
    organisation: z.object({ id, name: z.string() }).nullable(),
    origin,
  })
  .meta({ id: 'Team' })
export type Team = z.infer<typeof team>

export const organisation = organisationCard
  .extend({ foundedYear: z.int().nullable(), members: z.array(personCard), updatedAt: instant })
  .meta({ id: 'Organisation' })
export type Organisation = z.infer<typeof organisation>

export const person = personCard
  .extend({ teams: z.array(z.object({ id, name: z.string() })), updatedAt: instant })
  .meta({ id: 'Person' })
export type Person = z.infer<typeof person>

export const identityApi = {
  organisation: endpoint('GET', '/api/organisations/:id', {
    summary: 'One organisation with its public members',
    permission: 'organisation.read',
    params: byId,
    reply: organisation,
    isPublic: true,
  }),
  person: endpoint('GET', '/api/people/:id', {
    summary: 'One person, as far as public',
    permission: 'person.read',
    params: byId,
    reply: person,
    isPublic: true,
  }),
  team: endpoint('GET', '/api/teams/:id', {
    summary: 'One team with its members',
    permission: 'team.read',
    params: byId,
    reply: team,
    isPublic: true,
  }),
}
