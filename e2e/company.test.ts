import fs from 'node:fs'
import { needsApi } from '@keyun/api'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { launchBrowser } from '../scripts/browser.ts'
import { type Site, startSite } from './site.ts'
import { office, shoot, visit } from './visitor.ts'

let site: Site
let browser: Browser

beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), launchBrowser()])
})

afterAll(async () => {
  await browser?.close()
  await site?.close()
})

const sentence = '我们的腊肉在夏天运输三天就出油发黏，想把常温保质期延长到六个月。'

test.each([
  { script: 'off', javaScriptEnabled: false },
  { script: 'on', javaScriptEnabled: true },
])(
  'a company types its problem in one sentence and sees what could solve it and why, script $script',
  async ({ script, javaScriptEnabled }) => {
    const { page, troubles } = await inOffice(javaScriptEnabled)
    const before = await rowCounts()
    await page.goto('/')
    await page.getByRole('textbox', { name: '你遇到的难题' }).fill(sentence)
    await page.getByRole('button', { name: '找技术' }).click()

    await page.getByRole('heading', { name: /^找到 \d+ 项可能有用的技术$/ }).waitFor()
    expect(await page.getByRole('textbox', { name: '你遇到的难题' }).inputValue()).toBe(sentence)
    const best = page.locator('#results').getByRole('article').first()
    const said = (await best.textContent()) ?? ''
    expect(said).toContain('能不能解决')
    expect(said).toContain('条件合不合')
    // The company's own words, and the sentence of the offering that answers them.
    await best.locator('q').first().waitFor()
    const quoted = best.getByRole('blockquote').first()
    expect(await quoted.isVisible()).toBe(true)
    const evidence = ((await quoted.textContent()) ?? '').trim()
    expect(evidence.length).toBeGreaterThan(5)
    await shoot(page, `company-1-found-${script}`)

    const link = best.getByRole('heading').getByRole('link')
    const title = ((await link.textContent()) ?? '').replace(/^1\. /, '')
    await link.click()
    await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor()
    expect(plain(await page.getByRole('main').textContent())).toContain(plain(evidence))
    await shoot(page, `company-2-match-${script}`)

    expect(await rowCounts()).toEqual(before)
    expect(fs.readFileSync(site.logFile, 'utf8')).not.toContain('腊肉')
    expect(troubles()).toEqual([])
  },
)

test.each([
  { what: 'a text of two characters', text: '漏油', says: /至少写 4 个字/ },
  { what: 'a text of 5 000 characters', text: '密封圈在高温下漏油。'.repeat(500), says: /最多 4000 个字/ },
])('$what is refused next to the box, the text is kept and nothing is stored', async ({ text, says }) => {
  const { page, troubles } = await inOffice(false)
  const before = await rowCounts()
  await page.goto('/try')
  const box = page.getByRole('textbox', { name: '你遇到的难题' })
  await box.fill(text)
  await page.getByRole('button', { name: '找技术' }).click()

  await page.getByRole('alert').getByRole('link', { name: says }).click()
  await page.waitForURL(/#text$/)
  expect(await box.inputValue()).toBe(text)
  expect(await box.getAttribute('aria-invalid')).toBe('true')
  expect(await describing(page)).toMatch(says)
  expect(await page.getByRole('article').count()).toBe(0)
  expect(await rowCounts()).toEqual(before)
  expect(troubles()).toEqual([])
  await shoot(page, `company-3-refused-${text.length}`)
})

test('the page of a need shows who could meet it, each with the sentences that say so', async () => {
  const { page, troubles } = await inOffice(false)
  const { items } = needsApi.list.reply.parse(await (await fetch(`${site.url}/api/needs?limit=20`)).json())
  const need = await firstWithReasons(items.map(({ id }) => id))
  await page.goto(`/needs/${need}`)
  const matches = page.getByRole('region', { name: '匹配的技术' })
  const first = matches.getByRole('article').first()
  await first.getByRole('blockquote').first().waitFor()
  expect(await first.textContent()).toContain('能不能解决')
  const third = matches.getByRole('article').nth(2)
  await third.getByText('为什么推荐，还差什么').click()
  expect(await third.locator('q').first().isVisible()).toBe(true)
  await shoot(page, 'company-4-need')
  expect(troubles()).toEqual([])
})

async function inOffice(javaScriptEnabled: boolean) {
  const visitor = await visit(browser, site.url, { ...office, javaScriptEnabled })
  onTestFinished(() => visitor.close())
  return visitor
}

/** What is said about the box where it stands, as a screen reader finds it. */
function describing(page: Page): Promise<string> {
  return page.getByRole('textbox', { name: '你遇到的难题' }).evaluate((box) =>
    (box.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent)
      .join(' '),
  )
}

const plain = (text: string | null) => (text ?? '').replace(/\s+/g, '')

async function firstWithReasons(ids: readonly string[]): Promise<string> {
  for (const id of ids) {
    const { items } = await (await fetch(`${site.url}/api/needs/${id}/matches?limit=3`)).json()
    if (items.length === 3 && items[0].explanation.elements.some((each: { evidence: unknown }) => each.evidence))
      return id
  }
  throw new Error('No need of the sample has three matches with reasons')
}

/** Rows of every table of ours and of the queue; signs of life of the process itself do not count. */
async function rowCounts(): Promise<Record<string, number>> {
  const { rows } = await site.database.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') and tablename <> 'process' order by 1`,
  )
  const counts: Record<string, number> = {}
  for (const { name } of rows) {
    const { rows: found } = await site.database.pool.query(`select count(*)::int as n from ${name}`)
    counts[name] = found[0].n
  }
  return counts
}
