import { type Endpoint, problem } from '@keyun/api'
import { z } from 'zod'

type Json = Record<string, unknown>

/** The OpenAPI 3.1 document of these endpoints; named schemas become components. */
export function openApi(endpoints: readonly Endpoint[], server: string): Json {
  const components: Json = {}
  const schema = (type: z.ZodType, io: 'input' | 'output'): Json => {
    const {
      $defs,
      $schema: _,
      ...rest
    } = z.toJSONSchema(type, { io, unrepresentable: 'any' }) as Json & { $defs?: Json }
    for (const [name, definition] of Object.entries($defs ?? {})) components[name] ??= relink(definition)
    return relink(rest) as Json
  }
  const refusal = {
    description: 'A refusal, RFC 9457',
    content: { 'application/problem+json': { schema: schema(problem, 'output') } },
  }

  const paths: Record<string, Json> = {}
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}')
    const parameters = [
      ...parametersOf(schema(endpoint.params, 'input'), 'path'),
      ...parametersOf(schema(endpoint.query, 'input'), 'query'),
      ...(endpoint.cost === 'write' ? [idempotencyKey] : []),
    ]
    const hasBody = !(endpoint.body instanceof z.ZodUndefined)
    paths[path] = {
      ...paths[path],
      [endpoint.method.toLowerCase()]: {
        operationId: operationId(endpoint),
        summary: endpoint.summary,
        tags: [endpoint.path.split('/')[2] ?? ''],
        ...(parameters.length > 0 && { parameters }),
        ...(hasBody && {
          requestBody: { required: true, content: { 'application/json': { schema: schema(endpoint.body, 'input') } } },
        }),
        'x-permission': endpoint.permission,
        responses: {
          200: { description: 'Done', content: { 'application/json': { schema: schema(endpoint.reply, 'output') } } },
          ...(endpoint.method === 'GET' && { 304: { description: 'Unchanged since the given ETag' } }),
          default: refusal,
        },
      },
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Keyun',
      version: '0.1.0',
      description:
        'An open science-and-technology market for a region. Lists are paged by cursor; every refusal is a problem document (RFC 9457); a write that carries an Idempotency-Key takes effect once.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: server }],
    paths,
    components: { schemas: components },
  }
}

export function operationId({ method, path }: Endpoint): string {
  const words = path
    .replace(/^\/api\//, '')
    .split('/')
    .map((part) => part.replace(/^:/, 'by-'))
  return `${method.toLowerCase()}-${words.join('-')}`
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key with the same request takes effect once and gets the same reply.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
}

function parametersOf(object: Json, place: 'path' | 'query'): Json[] {
  const required = (object.required ?? []) as string[]
  return Object.entries((object.properties ?? {}) as Record<string, Json>).map(
    ([name, { description, ...schema }]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      ...(description !== undefined && { description }),
      schema,
    }),
  )
}

/** `$defs` of one schema are the document's components. */
function relink(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relink)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === '$ref' && typeof inner === 'string'
        ? [key, inner.replace('#/$defs/', '#/components/schemas/')]
        : [key, relink(inner)],
    ),
  )
}
