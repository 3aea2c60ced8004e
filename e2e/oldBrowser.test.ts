import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { launchBrowser } from '../scripts/browser.ts'
import { sidewaysScroll } from './pageChecks.ts'
import { type Site, startSite } from './site.ts'
import { office, phone, shoot, visit } from './visitor.ts'

// Windows 7 and phones of 2021 stop at about this version. Its program comes for this platform alone.
const isHere = process.platform === 'linux' && process.arch === 'x64'

describe.skipIf(!isHere)('Chromium 92', () => {
  let site: Site
  let browser: Browser
  let need: string

  beforeAll(async () => {
    ;[site, browser] = await Promise.all([startSite(), launchBrowser({ major: 92 })])
    expect(browser.version()).toMatch(/^92\./)
    const { rows } = await site.database.pool.query(
      'select need_id as id from matching.candidate group by 1 order by count(*) desc, 1 limit 1',
    )
    need = rows[0].id
  })

  afterAll(async () => {
    await browser?.close()
    await site?.close()
  })

  const cases = [
    { view: 'phone', options: { viewport: phone.viewport }, script: 'off' },
    { view: 'phone', options: { viewport: phone.viewport }, script: 'on' },
    { view: 'office', options: office, script: 'off' },
    { view: 'office', options: office, script: 'on' },
  ]

  test.each(cases)(
    'shows home, search, a need with its matches and a result in order: $view, script $script',
    async ({ view, options, script }) => {
      const visitor = await visit(browser, site.url, { ...options, javaScriptEnabled: script === 'on' })
      onTestFinished(() => visitor.close())
      const { page, troubles } = visitor
      const isWide = view === 'office'

      await page.goto('/')
      expect(await columnsOf(page, '.columns.newest')).toBe(isWide ? 2 : 1)
      await inOrder(page, `old-home-${view}-${script}`)

      await type(page, '#text', '晚熟柑橘留树越冬，汁胞木质化，怎么防枯水？')
      await press(page, '.hero button[type=submit]', /\/try$/)
      expect(await lettersIn(page, '#results blockquote')).toBeGreaterThan(5)
      await inOrder(page, `old-results-${view}-${script}`)

      await page.goto('/offerings')
      await type(page, 'input[type=search]', '柑橘')
      await press(page, 'form.search button', /\?q=/)
      expect(await lettersIn(page, '#results article')).toBeGreaterThan(20)
      expect(await isBeside(page, '#filters', '#results')).toBe(isWide)
      await inOrder(page, `old-search-${view}-${script}`)

      await page.goto(`/needs/${need}`)
      expect(await lettersIn(page, '#matches article')).toBeGreaterThan(50)
      expect(await isBeside(page, '.body', '.beside')).toBe(isWide)
      await inOrder(page, `old-need-${view}-${script}`)
      expect(troubles()).toEqual([])
    },
  )
})

/** Styles are in force, the words of the page can be seen, and nothing sticks out. */
async function inOrder(page: Page, picture: string): Promise<void> {
  const { accent, size } = await page.evaluate(() => ({
    accent: getComputedStyle(document.querySelector('.tools') ?? document.body).backgroundColor,
    size: parseFloat(getComputedStyle(document.body).fontSize),
  }))
  expect(accent).not.toBe('rgba(0, 0, 0, 0)')
  expect(size).toBeGreaterThanOrEqual(16)
  for (const part of ['h1', 'main', 'footer']) expect(await lettersIn(page, part), part).toBeGreaterThan(1)
  expect(await sidewaysScroll(page)).toEqual([])
  await shoot(page, picture)
}

// Playwright's own typing and clicking asks for `checkVisibility`, which this browser does not have.

async function type(page: Page, selector: string, text: string): Promise<void> {
  await page.evaluate((selector) => document.querySelector<HTMLElement>(selector)?.focus(), selector)
  await page.keyboard.insertText(text)
}

async function press(page: Page, selector: string, leadsTo: RegExp): Promise<void> {
  await page.evaluate((selector) => document.querySelector<HTMLElement>(selector)?.focus(), selector)
  await page.keyboard.press('Enter')
  await page.waitForURL(leadsTo)
}

/** Letters of the first such element, zero where it takes no room or is hidden. */
function lettersIn(page: Page, selector: string): Promise<number> {
  return page.evaluate((selector) => {
    const element = document.querySelector(selector)
    if (!element) return 0
    const { width, height } = element.getBoundingClientRect()
    const isSeen = width > 0 && height > 0 && getComputedStyle(element).visibility === 'visible'
    return isSeen ? (element.textContent ?? '').trim().length : 0
  }, selector)
}

/** Different left edges of the children. */
function columnsOf(page: Page, selector: string): Promise<number> {
  return page.evaluate((selector) => {
    const children = [...(document.querySelector(selector)?.children ?? [])]
    return new Set(children.map((child) => Math.round(child.getBoundingClientRect().left))).size
  }, selector)
}

/** Whether one part stands beside the other, not above or below it. */
function isBeside(page: Page, one: string, other: string): Promise<boolean> {
  return page.evaluate(
    ([one, other]) => {
      const [a, b] = [document.querySelector(one!), document.querySelector(other!)].map((element) =>
        element?.getBoundingClientRect(),
      )
      if (!a || !b || a.width === 0 || b.width === 0) return false
      return (a.right <= b.left || b.right <= a.left) && a.top < b.bottom && b.top < a.bottom
    },
    [one, other],
  )
}
