import { readdir, readFile } from 'node:fs/promises'
import { money, organisationSize, organisationType, personRole } from '@keyun/api'
import { z } from 'zod'

const folder = new URL('../../../sample/', import.meta.url)

const key = z.string()
const sampleOrganisation = z.strictObject({
  key,
  name: z.string(),
  type: organisationType,
  size: organisationSize,
  industry: z.string(),
  region: z.string(),
  intro: z.string(),
  foundedYear: z.int(),
})
const samplePerson = z.strictObject({
  key,
  name: z.string(),
  honorific: z.string(),
  role: personRole,
  organisation: key,
  region: z.string(),
  discipline: z.string(),
  field: z.string(),
  expertise: z.array(z.string()),
  intro: z.string(),
  studio: z.strictObject({ name: z.string(), motto: z.string() }).nullable(),
})
const sampleTeam = z.strictObject({
  key,
  name: z.string(),
  lead: key,
  members: z.array(key),
  organisation: key,
  intro: z.string(),
})
const sampleOffering = z.strictObject({
  key,
  kind: z.string(),
  title: z.string(),
  problem: z.string(),
  description: z.string(),
  scenarios: z.array(z.string()),
  differentiators: z.string().nullable(),
  keywords: z.array(z.string()),
  owner: z.strictObject({ person: key.optional(), team: key.optional(), organisation: key.optional() }),
  organisation: key,
  region: z.string(),
  field: z.string(),
  industries: z.array(z.string()),
  discipline: z.string(),
  maturity: z.strictObject({ level: z.int(), class: z.string() }),
  evidence: z.string(),
  evidenceNote: z.string().nullable(),
  intellectualProperty: z.array(z.strictObject({ type: z.string(), status: z.string(), title: z.string() })),
  cooperation: z.array(z.string()),
  licenceFirst: z.boolean(),
  price: money,
  hoursPerMonth: z.int().nullable(),
  servesRegions: z.array(z.string()),
  postedDaysAgo: z.int(),
})
const sampleNeed = z.strictObject({
  key,
  title: z.string(),
  problem: z.string(),
  situation: z.string(),
  tried: z.string().nullable(),
  targets: z.array(z.unknown()),
  constraints: z.string().nullable(),
  deadlineInDays: z.int(),
  budget: money,
  ipStance: z.string(),
  cooperation: z.array(z.string()),
  decisionOwner: z.string(),
  organisation: key,
  region: z.string(),
  field: z.string(),
  industries: z.array(z.string()),
  discipline: z.string(),
  keywords: z.array(z.string()),
  hardProblem: z.boolean(),
  matchedDetails: z.string().nullable(),
  postedDaysAgo: z.int(),
})

export type Sample = {
  organisations: z.infer<typeof sampleOrganisation>[]
  people: z.infer<typeof samplePerson>[]
  teams: z.infer<typeof sampleTeam>[]
  offerings: z.infer<typeof sampleOffering>[]
  needs: z.infer<typeof sampleNeed>[]
}

/** The sample data as it lies in the files, checked for its shape. */
export async function readSample(): Promise<Sample> {
  const parts = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
  const all = async <S extends z.ZodType>(name: string, schema: S): Promise<z.output<S>[]> => {
    const files = await Promise.all(
      parts.sort().map((part) => readFile(new URL(`${part}/${name}.jsonl`, folder), 'utf8')),
    )
    const lines = files.flatMap((file) => file.split('\n').filter(Boolean))
    return lines.map((line) => schema.parse(JSON.parse(line)))
  }
  return {
    organisations: await all('organisations', sampleOrganisation),
    people: await all('people', samplePerson),
    teams: await all('teams', sampleTeam),
    offerings: await all('offerings', sampleOffering),
    needs: await all('needs', sampleNeed),
  }
}
