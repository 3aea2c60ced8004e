import { settings } from '../packages/server/src/config.ts'

interface Described {
  readonly description: string
  readonly english: string
  readonly right: string
  readonly default?: string
  readonly example: string
}

/** The page of all settings, from the schema that reads them. */
export function settingsPage(): string {
  const entries = Object.entries(settings.shape).map(([name, schema]) => ({
    name,
    ...(schema.meta() as unknown as Described),
  }))
  return [
    '# 设置 Settings',
    '',
    '所有设置都来自环境变量,都可以不设。本页由 `packages/server/src/config.ts` 中的模式生成,不要手改;`npx vitest run scripts -u` 重新生成。',
    '',
    'Every setting is an environment variable, and none is required. This page is made from the schema in',
    '`packages/server/src/config.ts`; do not edit it, run `npx vitest run scripts -u`.',
    '',
    '| 变量 | 作用 | 应为 | 默认 | 例 |',
    '| --- | --- | --- | --- | --- |',
    ...entries.map((each) =>
      row([code(each.name), each.description, each.right, code(each.default), code(each.example)]),
    ),
    '',
    '| Variable | What it does | Default |',
    '| --- | --- | --- |',
    ...entries.map((each) => row([code(each.name), each.english, code(each.default)])),
    '',
    ...production,
  ].join('\n')
}

const production = [
  '## 正式使用 Production',
  '',
  '```sh',
  'KEYUN_MODE=production PUBLIC_URL=https://keyun.example.cn HOST=127.0.0.1 TRUST_PROXY=1 KEYUN_DATA=/srv/keyun npm start',
  '```',
  '',
  '- 以普通用户运行,前面放一个终止 TLS 的反向代理(`HOST=127.0.0.1`、`TRUST_PROXY=1`)。',
  '- 数据文件夹中的 `secret` 是一切密钥之根,与数据库分开备份;丢失后,由它保护的内容无法恢复。',
  '- `DATABASE_URL` 改用您自己的 PostgreSQL(15 或更高),不需要超级用户。',
  '',
  '- Run as an ordinary user behind a reverse proxy that ends TLS (`HOST=127.0.0.1`, `TRUST_PROXY=1`).',
  '- The file `secret` of the data folder is the root of all keys: back it up apart from the database.',
  '- `DATABASE_URL` uses your own PostgreSQL (15 or later) without superuser.',
  '',
]

function code(text: string | undefined): string {
  return text === undefined ? '' : `\`${text}\``
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
