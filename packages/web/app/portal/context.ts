import type { Call, Endpoint, InputOf, Language, Names, Problem, ReplyOf } from '@keyun/api'
import { data, RouterContextProvider } from 'react-router'

/** What the operator of this site says about it. */
export type Settings = {
  readonly siteName: Names
  /** The site's own origin, such as https://keyun.example, without a slash at the end. */
  readonly publicUrl: string
  readonly organiser: Names | null
  /** Filing numbers that Chinese law wants in the footer. */
  readonly icp: string | null
  readonly police: string | null
  readonly helpPhone: string | null
  readonly helpMail: string | null
  readonly isDemo: boolean
}

/** What the process that serves the pages gives them for one request. */
export type Host = {
  readonly call: Call
  readonly settings: Settings
  /** Shown on error pages and found in the log. */
  readonly requestId: string
  /** Any error of `call` as RFC 9457. */
  problemOf(error: unknown): Problem
  report(error: unknown): void
  /** Why the request was refused before any page saw it; the page that comes instead says so. */
  readonly refused?: Problem
}

export type Preferences = { readonly care: boolean; readonly contrast: boolean }

/** What every component may know about the page it is on. */
export type Surroundings = {
  readonly language: Language
  readonly settings: Settings
  readonly preferences: Preferences
  /** Without the language's prefix: `/needs` under `/en/needs`. */
  readonly path: string
  readonly search: string
  readonly requestId: string
}

/** React Router's context with what loaders and actions need on it. */
export class PortalContext extends RouterContextProvider {
  readonly surroundings: Surroundings
  readonly refused: Problem | undefined
  private readonly host: Host

  constructor(request: Request, host: Host) {
    super()
    const { pathname, search } = new URL(request.url)
    const isEnglish = pathname === '/en' || pathname.startsWith('/en/')
    this.host = host
    this.refused = host.refused
    this.surroundings = {
      language: isEnglish ? 'en' : 'zh',
      settings: host.settings,
      preferences: preferencesIn(request.headers.get('cookie')),
      path: isEnglish ? pathname.slice(3) || '/' : pathname,
      search,
      requestId: host.requestId,
    }
  }

  get lang(): Language {
    return this.surroundings.language
  }

  get settings(): Settings {
    return this.surroundings.settings
  }

  get preferences(): Preferences {
    return this.surroundings.preferences
  }

  /** Asks an endpoint. A refusal becomes the page of its status; anything else is a bug and is thrown on. */
  async call<E extends Endpoint>(endpoint: E, input: InputOf<E>): Promise<ReplyOf<E>> {
    try {
      return await this.host.call(endpoint, input)
    } catch (error) {
      const problem = this.host.problemOf(error)
      if (problem.status === 500) throw error
      throw data(problem, { status: problem.status })
    }
  }

  report(error: unknown): void {
    this.host.report(error)
  }

  /** An address of the site in the language of this request. */
  address(path: string): string {
    return localised(this.lang, path)
  }
}

export function localised(language: Language, path: string): string {
  if (language === 'zh') return path
  return path === '/' ? '/en' : `/en${path}`
}

export const viewCookie = 'keyun_view'

function preferencesIn(cookies: string | null): Preferences {
  const value = /(?:^|;\s*)keyun_view=([a-z.]{0,40})(?:;|$)/.exec(cookies ?? '')?.[1] ?? ''
  const chosen = value.split('.')
  return { care: chosen.includes('care'), contrast: chosen.includes('contrast') }
}

export type Args = {
  readonly request: Request
  readonly params: Readonly<Record<string, string | undefined>>
  readonly context: PortalContext
}

type Handler = (args: Args) => unknown
type Data<H> = H extends Handler ? Unwrapped<Awaited<ReturnType<H>>> : undefined
// `data(value, init)` arrives as the value; a thrown or returned Response never arrives.
type Unwrapped<T> = T extends Response
  ? never
  : T extends { type: string; data: infer D; init: ResponseInit | null }
    ? D
    : T

/** What a page gets: `Props<typeof loader>` or `Props<typeof loader, typeof action>`. */
export type Props<Loader, Action = undefined> = {
  readonly loaderData: Data<Loader>
  readonly actionData?: Data<Action>
  readonly params: Readonly<Record<string, string | undefined>>
}
