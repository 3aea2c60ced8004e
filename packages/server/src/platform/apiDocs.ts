import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Router } from './http.ts'
import { openApi } from './openapi.ts'

type Json = Record<string, unknown>
type Operation = {
  operationId: string
  summary: string
  parameters?: { name: string; in: string; required: boolean; description?: string; schema: Json }[]
  requestBody?: { content: Record<string, { schema: Json }> }
  responses: Record<string, { content?: Record<string, { schema: Json }> }>
}

const style = `body{font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;max-width:60rem;margin:0 auto;padding:1rem;color:#1c2330}
h1{font-size:1.6rem}h2{margin-top:2.5rem;border-bottom:1px solid #c9d1dd}h3{margin:1.6rem 0 .3rem;font-size:1rem}code,pre{font-family:ui-monospace,Consolas,monospace;font-size:.9rem}
pre{background:#f3f5f8;padding:.8rem;overflow:auto;border-radius:6px}b{color:#1257a8}table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;border-top:1px solid #e4e9f0;padding:.3rem .6rem .3rem 0}
a{color:#1257a8}summary{cursor:pointer;padding:.3rem 0}`
const styleHash = createHash('sha256').update(style).digest('base64')

/** `/api/openapi.json` for programs and `/api/docs` for people, both from the endpoints themselves. */
export function mountDocs(app: FastifyInstance, router: Router, publicUrl: string): void {
  const document = openApi(router.endpoints(), publicUrl)
  const json = JSON.stringify(document)
  const html = page(document)
  const cache = 'public, max-age=300'
  app.get('/api/openapi.json', async (_request, reply) =>
    reply.headers({ 'content-type': 'application/json; charset=utf-8', 'cache-control': cache }).send(json),
  )
  app.get('/api/docs', async (_request, reply) =>
    reply
      .headers({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': cache,
        'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; frame-ancestors 'none'`,
      })
      .send(html),
  )
}

function page(document: Json): string {
  const { info, paths, components } = document as {
    info: { title: string; version: string; description: string }
    paths: Record<string, Record<string, Operation>>
    components: { schemas: Record<string, Json> }
  }
  const groups = Map.groupBy(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    ),
    ({ path }) => path.split('/')[2] ?? '',
  )
  const sections = [...groups].map(
    ([group, operations]) => `<h2 id="${html(group)}">${html(group)}</h2>${operations.map(section).join('')}`,
  )
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) =>
      `<details id="schema-${html(name)}"><summary><code>${html(name)}</code></summary><pre>${html(JSON.stringify(schema, null, 2))}</pre></details>`,
  )
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Keyun API</title><style>${style}</style></head><body>
<main><h1>科云接口 · Keyun API ${html(info.version)}</h1><p lang="en">${html(info.description)}</p>
<p><a href="/api/openapi.json">OpenAPI 3.1</a> · <a href="/">首页 · Home</a></p>
<pre>curl "${html((document.servers as { url: string }[])[0]?.url ?? '')}/api/needs?limit=5"</pre>
${sections.join('')}<h2>数据结构 · Schemas</h2>${schemas.join('')}</main></body></html>`
}

function section({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const rows = (operation.parameters ?? []).map(
    ({ name, in: place, required, description, schema }) =>
      `<tr><td><code>${html(name)}</code></td><td>${place}${required ? ', required' : ''}</td><td>${html(describe(schema))}${description ? `. ${html(description)}` : ''}</td></tr>`,
  )
  const body = operation.requestBody?.content['application/json']?.schema
  const reply = operation.responses[200]?.content?.['application/json']?.schema
  return `<section id="${html(operation.operationId)}"><h3><b>${method.toUpperCase()}</b> <code>${html(path)}</code></h3><p lang="en">${html(operation.summary)}</p>${
    rows.length > 0 ? `<table><tbody>${rows.join('')}</tbody></table>` : ''
  }${body ? `<details><summary>Body</summary><pre>${html(JSON.stringify(body, null, 2))}</pre></details>` : ''}${
    reply ? `<details><summary>Reply</summary><pre>${html(JSON.stringify(reply, null, 2))}</pre></details>` : ''
  }</section>`
}

function describe(schema: Json): string {
  const { type, enum: values, minimum, maximum, maxLength, default: preset, pattern } = schema
  const parts = [
    Array.isArray(values) ? values.join(' | ') : String(type ?? 'any'),
    minimum !== undefined && `from ${minimum}`,
    maximum !== undefined && `to ${maximum}`,
    maxLength !== undefined && `at most ${maxLength} characters`,
    pattern !== undefined && `pattern ${pattern}`,
    preset !== undefined && preset !== '' && `default ${preset}`,
  ]
  return parts.filter(Boolean).join(', ')
}

function html(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
