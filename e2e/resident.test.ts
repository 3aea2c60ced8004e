import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { launchBrowser } from '../scripts/browser.ts'
import { type Site, startSite } from './site.ts'
import { headingOf, phone, shoot, visit } from './visitor.ts'

let site: Site
let browser: Browser

beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), launchBrowser()])
})

afterAll(async () => {
  await browser?.close()
  await site?.close()
})

async function onPhone() {
  const visitor = await visit(browser, site.url, { ...phone, javaScriptEnabled: false })
  onTestFinished(() => visitor.close())
  return visitor
}

test('a resident finds an offering of a city and who stands behind it, on a phone with script off', async () => {
  const { page, troubles } = await onPhone()
  await page.goto('/')
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '找技术' }).click()
  await page.getByRole('searchbox', { name: '输入关键词或一句话' }).fill('猕猴桃 溃疡病')
  await page.getByRole('button', { name: '搜索' }).click()
  await expect.poll(() => page.getByRole('status').textContent()).toContain('“猕猴桃 溃疡病” 共')
  const all = await total(page)
  await shoot(page, 'resident-1-search')

  await page.getByRole('link', { name: '筛选' }).click()
  await shoot(page, 'resident-2-filters')
  await page
    .getByRole('region', { name: '筛选' })
    .getByRole('link', { name: /^广元市/ })
    .click()
  await page.getByRole('link', { name: '去掉条件：广元市' }).waitFor()
  const inCity = await total(page)
  expect(inCity).toBeGreaterThan(0)
  expect(inCity).toBeLessThan(all)

  const best = page.locator('#results').getByRole('article').first()
  const title = (await best.getByRole('heading').textContent()) ?? ''
  await best.getByRole('link', { name: title }).click()
  await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor()
  await shoot(page, 'resident-3-offering')

  const owner = page
    .getByRole('term')
    .filter({ hasText: '提供方' })
    .locator('xpath=following-sibling::dd[1]')
    .getByRole('link')
  const name = (await owner.textContent()) ?? ''
  await owner.click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await page.getByRole('link', { name: title }).first().waitFor()
  await shoot(page, 'resident-4-owner')

  await page.goBack()
  await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor()
  await page.goBack()
  await page.getByRole('link', { name: '去掉条件：广元市' }).click()
  await page.getByRole('link', { name: '去掉条件：广元市' }).waitFor({ state: 'detached' })
  expect(await total(page)).toBe(all)
  expect(troubles()).toEqual([])
})

test('large text stays on from page to page until it is switched off, without script', async () => {
  const { page, troubles } = await onPhone()
  await page.goto('/needs')
  const size = () =>
    page.getByRole('heading', { level: 1 }).evaluate((heading) => parseFloat(getComputedStyle(heading).fontSize))
  const usual = await size()
  await page.getByRole('button', { name: '大字版', exact: true }).click()
  await page.getByRole('button', { name: '退出大字版' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/needs')
  const large = await size()
  expect(large).toBeGreaterThan(usual)
  await shoot(page, 'resident-5-large')

  await page.locator('#results').getByRole('article').first().getByRole('link').first().click()
  await page.waitForURL(/\/needs\/[\w-]{36}$/)
  await page.getByRole('button', { name: '退出大字版' }).waitFor()
  await page.goto('/needs?sort=deadline')
  expect(await size()).toBe(large)
  await page.getByRole('button', { name: '退出大字版' }).click()
  await page.getByRole('button', { name: '大字版', exact: true }).waitFor()
  expect(page.url()).toContain('sort=deadline')
  expect(await size()).toBe(usual)
  expect(troubles()).toEqual([])
})

test('the same offering reads in English: the frame is translated, what people wrote stays as they wrote it', async () => {
  const { page, troubles } = await onPhone()
  await page.goto('/offerings')
  await page.locator('#results').getByRole('article').first().getByRole('link').first().click()
  await page.waitForURL(/\/offerings\/[\w-]{36}$/)
  const title = await headingOf(page)
  await page.getByRole('link', { name: 'English' }).click()
  await page.getByRole('link', { name: '中文' }).waitFor()
  expect(new URL(page.url()).pathname).toMatch(/^\/en\/offerings\//)
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor()
  await page.getByRole('heading', { level: 1 }).locator('[lang="zh-CN"]').waitFor()
  await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Offerings' }).waitFor()
  await shoot(page, 'resident-6-english')
  await page.getByRole('link', { name: '中文' }).click()
  await page.getByRole('link', { name: 'English' }).waitFor()
  expect(new URL(page.url()).pathname).toMatch(/^\/offerings\//)
  expect(troubles()).toEqual([])
})

/** How many items the page says it found. */
async function total(page: Page): Promise<number> {
  const said = await page.getByRole('status').textContent()
  return Number(/共 ([\d,]+) 项/.exec(said ?? '')?.[1]?.replaceAll(',', ''))
}
