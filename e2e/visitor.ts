import fs from 'node:fs'
import path from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

/** A weak phone, as most people have it. */
export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const
export const office = { viewport: { width: 1366, height: 768 } } as const

export interface Visitor {
  readonly page: Page
  /** What went wrong since the last call: errors and refused content of pages, requests to other sites. */
  troubles(): string[]
  close(): Promise<void>
}

/** Opens the site as a new visitor, who speaks the language of the browser and has no cookies. */
export async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({ locale: 'zh-CN', baseURL: url, ...options })
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  let troubles: string[] = []
  page.on('console', (message) => {
    // A page of a refusal is itself reported as a failed resource.
    const isOwnStatus =
      message.text().includes('the server responded with a status of') && message.location().url === page.url()
    if (message.type() === 'error' && !isOwnStatus) troubles.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`))
  page.on('request', (request) => {
    if (!request.url().startsWith(`${url}/`) && !request.url().startsWith('data:')) {
      troubles.push(`request to another site: ${request.url()}`)
    }
  })
  return {
    page,
    troubles() {
      const told = troubles
      troubles = []
      return told
    },
    close: () => context.close(),
  }
}

/** Saves a picture into the folder KEYUN_SHOTS, for looking; without it, nothing. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.KEYUN_SHOTS
  if (!folder) return
  fs.mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true })
}

/** The words of the page's one h1. */
export async function headingOf(page: Page): Promise<string> {
  return ((await page.getByRole('heading', { level: 1 }).textContent()) ?? '').trim()
}
