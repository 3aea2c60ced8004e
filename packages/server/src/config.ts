import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { prepareDataFolder } from './platform/dataFolder.ts'
import { OperatorError } from './platform/operatorError.ts'
import { shortHash } from './platform/shortHash.ts'

/** The folder of the clone: relative paths in settings start here, from wherever a command is called. */
export const repository = path.resolve(import.meta.dirname, '../../..')

const defaults = { port: 8080, mode: 'demo', host: '0.0.0.0', logLevel: 'info', poolSize: 10 } as const

const wholeNumber = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.int().min(from).max(to))

/**
 * Every setting, by the name of its environment variable. `description` and `english` say what it does, `right` what may
 * be given, `example` is valid. Empty counts as not set. `docs/settings.md` is made from this.
 */
export const settings = z.object({
  PORT: wholeNumber(1, 65_535)
    .optional()
    .meta({
      description: `监听端口。不设置时用 ${defaults.port},被占用则顺延到下一个空闲端口;明确设置而被占用则报错。`,
      english: `Port to listen on. Not set: ${defaults.port}, or the next free one. Set and in use: an error.`,
      right: '1 到 65535 的整数',
      default: String(defaults.port),
      example: '8080',
    }),
  HOST: z
    .string()
    .regex(/^[\w.:%-]+$/)
    .optional()
    .meta({
      description: '监听地址。默认所有网卡,同一局域网的手机可扫码访问;置于反向代理之后时设为 127.0.0.1。',
      english:
        'Address to listen on. By default every interface, so that phones on the same network can open it; 127.0.0.1 behind a reverse proxy.',
      right: '本机的一个 IP 地址或主机名',
      default: defaults.host,
      example: '127.0.0.1',
    }),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .refine((text) => URL.parse(text)?.pathname === '/')
    .optional()
    .meta({
      description: '公众访问的网址,用于链接、二维码、站点地图与安全 Cookie。生产环境必填。',
      english: 'The address people use: for links, QR codes, the sitemap and secure cookies. Required in production.',
      right: '以 http:// 或 https:// 开头的完整网址,不带路径',
      example: 'https://keyun.example.cn',
    }),
  KEYUN_MODE: z.enum(['demo', 'production']).optional().meta({
    description: 'demo 载入示例数据并显示演示标记;production 不载入任何示例数据。',
    english: 'demo loads the sample data and says so on every page; production loads none.',
    right: 'demo 或 production',
    default: defaults.mode,
    example: 'production',
  }),
  KEYUN_DATA: z.string().optional().meta({
    description:
      '数据文件夹:自带的 PostgreSQL、密钥、上传的文件。相对路径从仓库目录算起。对仓库没有写权限时默认在 ~/.local/state/keyun 之下。',
    english:
      'Folder of the built-in PostgreSQL, the secret and uploads. Relative paths start at the repository. Where that cannot be written, the default lies under ~/.local/state/keyun.',
    right: '一个文件夹的路径',
    default: '.keyun',
    example: '/srv/keyun',
  }),
  KEYUN_SECRET: z.string().min(32).optional().meta({
    description:
      '一切密钥之根。不设置时首次启动随机生成并存为数据文件夹中的 secret 文件(权限 0600,从不入库)。请单独备份;多个进程不在同一台机器时须设为同一个值。',
    english:
      'Root of all keys. Not set: made at the first start and kept in the file "secret" of the data folder (mode 0600, never in the database). Back it up apart; set the same value where processes run on several machines.',
    right: '至少 32 个字符的随机文字,如 openssl rand -base64 48 的输出',
    example: 'openssl rand -base64 48',
  }),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .meta({
      description: '改用您自己的 PostgreSQL(15 或更高,不需要超级用户)。不设置时启动自带的 PostgreSQL 18。',
      english: 'Uses your own PostgreSQL (15 or later, no superuser needed) instead of the built-in PostgreSQL 18.',
      right: 'postgres://用户:密码@主机:5432/数据库(密码中的特殊字符须百分号编码)',
      example: 'postgres://keyun:secret@db.example.cn:5432/keyun',
    }),
  POOL_SIZE: wholeNumber(2, 200)
    .optional()
    .meta({
      description: '每个进程的数据库连接数上限。',
      english: 'Most database connections of one process.',
      right: '2 到 200 的整数',
      default: String(defaults.poolSize),
      example: '20',
    }),
  TRUST_PROXY: z
    .string()
    .regex(/^(true|false|\d{1,2}|[\da-fA-F.:/, ]+)$/)
    .transform((text) =>
      text === 'true' || text === 'false' ? text === 'true' : /^\d{1,2}$/.test(text) ? Number(text) : text,
    )
    .optional()
    .meta({
      description: '信任哪些反向代理给出的 X-Forwarded-* 头。默认都不信任。',
      english: 'Which reverse proxies may name the caller by X-Forwarded-* headers. By default none.',
      right: 'false、true(全部)、代理层数(如 1),或逗号分隔的地址与网段',
      default: 'false',
      example: '127.0.0.1,10.0.0.0/8',
    }),
  SITE_NAME: z.string().max(80).optional().meta({
    description: '网站名称,显示在页头与标题。',
    english: 'Name of the site in headers and titles.',
    right: '至多 80 个字符',
    example: '天府科技云',
  }),
  SITE_NAME_EN: z.string().max(80).optional().meta({
    description: '网站的英文名称。',
    english: 'English name of the site.',
    right: '至多 80 个字符',
    example: 'Tianfu Science Cloud',
  }),
  SITE_ORGANISER: z.string().max(80).optional().meta({
    description: '主办单位,显示在页脚。',
    english: 'Who runs the site; shown in the footer.',
    right: '至多 80 个字符',
    example: '某省科学技术协会',
  }),
  SITE_ORGANISER_EN: z.string().max(80).optional().meta({
    description: '主办单位的英文名称。',
    english: 'English name of who runs the site.',
    right: '至多 80 个字符',
    example: 'Association for Science and Technology',
  }),
  SITE_ICP: z.string().max(80).optional().meta({
    description: 'ICP 备案号,显示在页脚。',
    english: 'ICP filing number for the footer.',
    right: '至多 80 个字符',
    example: '蜀ICP备00000000号-1',
  }),
  SITE_POLICE: z.string().max(80).optional().meta({
    description: '公安备案号,显示在页脚。',
    english: 'Public security filing number for the footer.',
    right: '至多 80 个字符',
    example: '川公网安备 00000000000000号',
  }),
  HELP_PHONE: z
    .string()
    .regex(/^[\d\s()+-]{3,30}$/)
    .optional()
    .meta({
      description: '求助电话,显示在每一页。',
      english: 'Help phone, shown on every page.',
      right: '电话号码',
      example: '028-00000000',
    }),
  HELP_MAIL: z.email().optional().meta({
    description: '求助邮箱。',
    english: 'Help mail address.',
    right: '电子邮箱地址',
    example: 'help@example.cn',
  }),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).optional().meta({
    description: '日志的详细程度。',
    english: 'How much is logged.',
    right: 'trace、debug、info、warn、error、fatal 或 silent',
    default: defaults.logLevel,
    example: 'warn',
  }),
})

/** What the server runs with: the settings, read and completed. */
export interface Config {
  readonly mode: 'demo' | 'production'
  readonly host: string
  readonly port: number
  /** The operator named the port, so no other will do. */
  readonly isPortExplicit: boolean
  /** Where people reach the site, without a slash at its end; undefined: where it listens. */
  readonly publicUrl: string | undefined
  /** Absolute path; made by `prepareDataFolder`. */
  readonly dataDir: string
  /** The data folder is not in the clone, because the clone cannot be written. */
  readonly isDataElsewhere: boolean
  /** As set by the operator; `readSecret` gives the one to use. */
  readonly givenSecret: string | undefined
  /** Undefined: the built-in PostgreSQL. */
  readonly databaseUrl: string | undefined
  readonly poolSize: number
  readonly trustProxy: boolean | number | string
  readonly logLevel: string
  /** What the operator says of the site; pages show it. */
  readonly site: Site
}

export interface Site {
  readonly name: string | undefined
  readonly nameEnglish: string | undefined
  readonly organiser: string | undefined
  readonly organiserEnglish: string | undefined
  readonly icp: string | undefined
  readonly police: string | undefined
  readonly helpPhone: string | undefined
  readonly helpMail: string | undefined
}

/** Settings that cannot be used; the message says which, what was given and what is right. */
export class SettingsError extends OperatorError {
  override readonly exitCode = 2
}

/** Reads the settings; throws one `SettingsError` that names everything that is wrong. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(Object.keys(settings.shape).map((name) => [name, env[name]?.trim() || undefined]))
  const parsed = settings.safeParse(given)
  const problems = parsed.success ? [] : [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))]
  const isProduction = given.KEYUN_MODE === 'production'
  if (isProduction && !given.PUBLIC_URL) problems.push('PUBLIC_URL')
  if (!parsed.success || problems.length)
    throw new SettingsError(problems.map((name) => complain(name, given[name])).join('\n'))
  const value = parsed.data
  const { dataDir, isDataElsewhere } = dataFolder(value.KEYUN_DATA, env)
  return {
    mode: value.KEYUN_MODE ?? defaults.mode,
    host: value.HOST ?? defaults.host,
    port: value.PORT ?? defaults.port,
    isPortExplicit: value.PORT !== undefined,
    publicUrl: value.PUBLIC_URL && new URL(value.PUBLIC_URL).origin,
    dataDir,
    isDataElsewhere,
    givenSecret: value.KEYUN_SECRET,
    databaseUrl: value.DATABASE_URL,
    poolSize: value.POOL_SIZE ?? defaults.poolSize,
    trustProxy: value.TRUST_PROXY ?? false,
    logLevel: value.LOG_LEVEL ?? defaults.logLevel,
    site: {
      name: value.SITE_NAME,
      nameEnglish: value.SITE_NAME_EN,
      organiser: value.SITE_ORGANISER,
      organiserEnglish: value.SITE_ORGANISER_EN,
      icp: value.SITE_ICP,
      police: value.SITE_POLICE,
      helpPhone: value.HELP_PHONE,
      helpMail: value.HELP_MAIL,
    },
  }
}

/** The root of all keys: the one given, or the one kept in the data folder, made at the first call. */
export function readSecret(config: Pick<Config, 'givenSecret' | 'dataDir'>): string {
  if (config.givenSecret) return config.givenSecret
  prepareDataFolder(config.dataDir)
  const file = path.join(config.dataDir, 'secret')
  if (!fs.existsSync(file)) {
    const draft = `${file}.${process.pid}`
    fs.writeFileSync(draft, randomBytes(48).toString('base64url'), { mode: 0o600 })
    try {
      // Unlike a rename, a link never replaces the secret that another process made meanwhile.
      fs.linkSync(draft, file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      fs.rmSync(draft, { force: true })
    }
  }
  const secret = fs.readFileSync(file, 'utf8').trim()
  if (secret.length < 32) {
    throw new SettingsError(
      `密钥文件 ${file} 已损坏。请从备份恢复;若从未保存过重要数据,可删除该文件后重新启动。\n` +
        `The secret in ${file} is damaged: restore it from a backup.`,
    )
  }
  return secret
}

function dataFolder(given: string | undefined, env: Readonly<Record<string, string | undefined>>) {
  if (given) return { dataDir: path.resolve(repository, given), isDataElsewhere: false }
  const inClone = path.join(repository, '.keyun')
  if (isOurs(inClone)) return { dataDir: inClone, isDataElsewhere: false }
  const state = env.XDG_STATE_HOME || path.join(os.homedir(), '.local', 'state')
  return { dataDir: path.join(state, 'keyun', shortHash(repository)), isDataElsewhere: true }
}

/** Whether this user may keep data there: it is theirs, or not there yet and can be made. */
function isOurs(folder: string): boolean {
  const isThere = fs.existsSync(folder)
  const uid = process.getuid?.()
  if (isThere && uid && fs.statSync(folder).uid !== uid) return false
  try {
    fs.accessSync(isThere ? folder : path.dirname(folder), fs.constants.W_OK)
    return true
  } catch {
    return false
  }
}

function complain(name: string, given: string | undefined): string {
  const { right, example } = settings.shape[name as keyof typeof settings.shape].meta() as {
    right: string
    example: string
  }
  const isPrivate = name === 'KEYUN_SECRET' || name === 'DATABASE_URL'
  const was =
    given === undefined
      ? '没有设置'
      : isPrivate
        ? `给出的值不对(不显示,共 ${given.length} 个字符)`
        : `给出的是 “${given}”`
  return `设置 ${name}:${was};应为 ${right},例如 ${example}`
}
