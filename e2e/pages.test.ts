import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../scripts/browser.ts'
import {
  axeFindings,
  brokenJumps,
  focusNow,
  layoutShift,
  linksOf,
  programWords,
  sidewaysScroll,
  unmarkedChinese,
  weigh,
} from './pageChecks.ts'
import { publicRoutes, type Route } from './routes.ts'
import { type Site, startSite } from './site.ts'
import { headingOf, office, phone, shoot, type Visitor, visit } from './visitor.ts'

// Budgets of a first view; bytes after gzip.
const budget = { requests: 6, html: 12_288, css: 8_192, js: 20_480 }
const longestShift = 0.05

const views = ['phone', 'office', 'large text'] as const
type View = (typeof views)[number]

let site: Site
let browser: Browser
let routes: Route[]
let visitors: Record<View, Visitor>
/** Addresses that pages link to, and the page that does. */
const links = new Map<string, string>()

beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), launchBrowser()])
  routes = await publicRoutes(site)
  const [onPhone, inOffice, inLarge] = await Promise.all([
    visit(browser, site.url, { viewport: phone.viewport }),
    visit(browser, site.url, office),
    visit(browser, site.url, { viewport: phone.viewport }),
  ])
  await inLarge.page.goto('/about')
  await inLarge.page.getByRole('button', { name: '大字版', exact: true }).click()
  await inLarge.page.getByRole('button', { name: '退出大字版' }).waitFor()
  visitors = { phone: onPhone, office: inOffice, 'large text': inLarge }
})

afterAll(async () => {
  await browser?.close()
  await site?.close()
})

describe.each(['zh', 'en'] as const)('in %s', (language) => {
  // One test a view, so that a page is opened once for everything that is asked of it.
  test.each(views)(
    'every public page is accessible, whole and light: %s',
    async (view) => {
      const findings: Record<string, unknown> = {}
      for (const route of routes) {
        const found = await lookAt(route, language, view)
        if (found.length > 0) findings[`${route.name} (${route.path})`] = found
      }
      expect(findings).toEqual({})
    },
    120_000,
  )

  test.each(views)('what could solve a problem is shown as every page should be: %s', async (view) => {
    const { page, troubles } = visitors[view]
    await page.goto(localised('/try', language))
    await page.getByRole('textbox').first().fill('晚熟柑橘留树越冬，汁胞木质化，怎么防枯水？')
    await page.locator('main form button[type=submit]').click()
    await page.locator('#results').waitFor()
    expect(await findingsOn(page, language, view)).toEqual([])
    await shoot(page, `page-results-${language}-${view}`)
    expect(troubles()).toEqual([])
  })
})

test('every page has a title of its own', async () => {
  const { page } = visitors.office
  const titles = new Map<string, string>()
  for (const { path, status } of routes.filter((route) => route.status === 200 && !route.path.includes('?'))) {
    const html = await (await page.request.get(path)).text()
    const title = /<title>(.*?)<\/title>/.exec(html)?.[1] ?? ''
    expect(title, `${path} (${status})`).not.toBe('')
    expect(titles.get(title), `${path} is called “${title}” as well`).toBeUndefined()
    titles.set(title, path)
  }
})

test('every link of these pages leads somewhere', async () => {
  const broken: string[] = []
  const addresses = [...links]
  const follow = async () => {
    for (let next = addresses.pop(); next; next = addresses.pop()) {
      const [to, from] = next
      const { status } = await fetch(site.url + to, { method: 'HEAD', redirect: 'manual' })
      if (status >= 400) broken.push(`${status} ${to}, linked from ${from}`)
    }
  }
  await Promise.all([follow(), follow()])
  expect(links.size).toBeGreaterThan(100)
  expect(broken).toEqual([])
})

test.each(['/', '/offerings', '/needs/:id', '/try'])(
  '%s is walked by keyboard: skip link first, focus always seen',
  async (pattern) => {
    const { page } = visitors.office
    await page.goto(
      routes.find(({ path }) => path === pattern || (pattern.endsWith(':id') && /^\/needs\/[\w-]{36}$/.test(path)))!
        .path,
    )
    await page.keyboard.press('Tab')
    const skip = await focusNow(page)
    expect(skip).toMatchObject({ name: 'a 跳到主要内容', isInWindow: true, isOnTop: true, isMarked: true })
    const unseen = []
    for (let step = 0; step < 25; step++) {
      await page.keyboard.press('Tab')
      const focus = await focusNow(page)
      if (focus.name.startsWith('body')) break
      if (!focus.isInWindow || !focus.isOnTop || !focus.isMarked) unseen.push(focus)
    }
    expect(unseen).toEqual([])

    await page.reload()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForURL(/#main$/)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true)
  },
)

test('when the site itself fails, the page says so with a number to report', async () => {
  const { page, troubles } = visitors.office
  const broken = routes.find(({ name }) => name === 'studio')!
  await site.database.pool.query('alter table offerings.studio rename to lost')
  try {
    // By another address: the browser may keep the page it saw for a minute.
    const response = await page.goto(`${broken.path}?again`)
    expect(response?.status()).toBe(500)
    expect(await headingOf(page)).toBe('本站出了故障')
    expect(await page.getByRole('main').textContent()).toMatch(/编号：\S{8}/)
    expect(await findingsOn(page, 'zh', 'office')).toEqual([])
    expect(troubles()).toEqual([])
  } finally {
    await site.database.pool.query('alter table offerings.lost rename to studio')
  }
})

const localised = (path: string, language: 'zh' | 'en') =>
  language === 'zh' ? path : path === '/' ? '/en' : `/en${path}`

async function lookAt(route: Route, language: 'zh' | 'en', view: View): Promise<string[]> {
  const { page, troubles } = visitors[view]
  const path = localised(route.path, language)
  const response = await page.goto(path)
  const findings = await findingsOn(page, language, view)
  if (response?.status() !== route.status) findings.push(`status ${response?.status()}`)
  // A page of a refusal offers its own address in the other language.
  if (route.status === 200) for (const link of await linksOf(page)) if (!links.has(link)) links.set(link, path)
  if (view !== 'large text') {
    const load = async (url: string) => (await page.request.get(url)).text()
    const weight = await weigh(page, (await response?.text()) ?? '', load)
    for (const [what, most] of Object.entries(budget)) {
      const is = weight[what as keyof typeof weight]
      if (is > most) findings.push(`${what}: ${is} of ${most}`)
    }
  }
  await shoot(page, `page-${route.name.replaceAll(/\W+/g, '-')}-${language}-${view.replace(' ', '-')}`)
  return [...findings, ...troubles()]
}

/** All that is asked of any page, however it came about. */
async function findingsOn(page: Page, language: 'zh' | 'en', view: View): Promise<string[]> {
  const findings = await axeFindings(page)
  findings.push(...(await sidewaysScroll(page)))
  if (view !== 'office') {
    await page.setViewportSize({ width: 320, height: 640 })
    findings.push(...(await sidewaysScroll(page)))
    await page.setViewportSize(phone.viewport)
  }
  const shift = await layoutShift(page)
  if (shift > longestShift) findings.push(`layout shift ${shift}`)
  const headings = await page.getByRole('heading', { level: 1 }).count()
  if (headings !== 1) findings.push(`${headings} h1`)
  const lang = await page.locator('html').getAttribute('lang')
  if (lang !== (language === 'zh' ? 'zh-CN' : 'en')) findings.push(`lang ${lang}`)
  if (language === 'en') findings.push(...(await unmarkedChinese(page)).map((text) => `Chinese: ${text}`))
  findings.push(...(await programWords(page)).map((text) => `word of a program: ${text}`))
  findings.push(...(await brokenJumps(page)).map((to) => `no target for ${to}`))
  return findings
}
