import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { launchBrowser } from '../scripts/browser.ts'
import { type Site, startSite } from './site.ts'
import { visit } from './visitor.ts'

let site: Site
let browser: Browser
/** One address of each kind. */
let pages: Record<'needs' | 'offerings' | 'people' | 'organisations' | 'teams' | 'studios', string>

beforeAll(async () => {
  ;[site, browser] = await Promise.all([startSite(), launchBrowser()])
  const one = async (folder: string, sql: string) => {
    const { rows } = await site.database.pool.query(`${sql} limit 1`)
    return `/${folder}/${rows[0].id}`
  }
  pages = {
    needs: await one(
      'needs',
      'select need_id as id from matching.candidate where for_need group by 1 order by count(*) desc, 1',
    ),
    offerings: await one(
      'offerings',
      'select offering_id as id from matching.candidate where for_offering group by 1 order by count(*) desc, 1',
    ),
    people: await one(
      'people',
      'select person_id as id from offerings.offering where person_id is not null order by 1',
    ),
    organisations: await one(
      'organisations',
      'select organisation_id as id from offerings.offering group by 1 order by count(*) desc, 1',
    ),
    teams: await one('teams', 'select team_id as id from offerings.offering where team_id is not null order by 1'),
    studios: await one('studios', 'select id from offerings.studio order by 1'),
  }
})

afterAll(async () => {
  await browser?.close()
  await site?.close()
})

const kinds = ['needs', 'offerings', 'people', 'organisations', 'teams', 'studios'] as const
const get = (path: string) => fetch(site.url + path, { redirect: 'manual' })

test.each(kinds)('a page under /%s names itself to search engines, in both languages, and is small', async (kind) => {
  for (const prefix of ['', '/en']) {
    const path = prefix + pages[kind]
    const reply = await get(path)
    const html = await reply.text()
    expect([path, reply.status]).toEqual([path, 200])
    expect(reply.headers.get('etag')).toMatch(/^W\/"/)
    expect(html.match(/<h1/g)).toHaveLength(1)
    expect(html).not.toMatch(/\sstyle="/)
    expect(html).toContain(`<link rel="canonical" href="${site.url}${path}"/>`)
    expect(html).toContain(`<link rel="alternate" hrefLang="en" href="${site.url}/en${pages[kind]}"/>`)
    expect(html).toMatch(/<meta name="description" content="[^"]+"/)
    expect(html).toMatch(/<meta property="og:title" content="[^"]+"/)
    const data = [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)].map(([, json = '']) =>
      JSON.parse(json),
    )
    expect(data.map((thing) => thing['@context'])).toEqual(['https://schema.org', 'https://schema.org'])
    expect(data[0]).toMatchObject({ url: site.url + path, name: expect.any(String) })
    expect(data[1].itemListElement).toHaveLength(3)
    expect(gzipSync(html).byteLength, path).toBeLessThan(12 * 1024)
  }
})

test('what is gone says so, what never was is not found, and there is one address for an item', async () => {
  const { rows } = await site.database.pool.query("select id from needs.need where status = 'published' limit 1")
  const path = `/needs/${rows[0].id}`
  const moved = await get(path.toUpperCase().replace('/NEEDS', '/needs'))
  expect([moved.status, moved.headers.get('location')]).toEqual([301, path])
  await site.database.pool.query("update needs.need set status = 'withdrawn' where id = $1", [rows[0].id])
  const gone = await get(path)
  expect(gone.status).toBe(410)
  expect(await gone.text()).toContain('这条内容已经撤下')
  expect((await get('/needs/00000000-0000-4000-8000-000000000000')).status).toBe(404)
  expect((await get('/people/nobody')).status).toBe(404)
})

test('an offering without a good match says so, and what to do instead', async () => {
  const { rows } = await site.database.pool.query(
    "select id from offerings.offering where status = 'published' order by id limit 1",
  )
  await site.database.pool.query('delete from matching.candidate where offering_id = $1', [rows[0].id])
  const html = await (await get(`/offerings/${rows[0].id}`)).text()
  expect(html).toContain('还没有找到合适的需求')
  expect(html).toContain('翻看')
})

test('on paper the code and the day stand at the top of the first of a few sheets, with dark ink in high contrast too', async () => {
  const { page, troubles, close } = await visit(browser, site.url, { viewport: { width: 658, height: 986 } }) // A4 less margins
  onTestFinished(close)
  await page.context().addCookies([{ name: 'keyun_view', value: 'contrast', url: site.url }])
  await page.emulateMedia({ media: 'print' })
  await page.goto(pages.needs)
  const code = await page.getByRole('img', { name: '本页二维码' }).boundingBox()
  expect(code?.y).toBeLessThan(50)
  expect(await page.getByText('页面生成于').isVisible()).toBe(true)
  expect(await page.getByRole('navigation').count()).toBe(0)
  const ink = await page
    .locator('.glance dt')
    .first()
    .evaluate((term) => getComputedStyle(term).color)
  expect(ink).toBe('rgb(51, 51, 51)')
  const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1')
  expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeLessThanOrEqual(6)
  expect(troubles()).toEqual([])
})

test('robots, the maps of the site and the feeds are well-formed and lead to pages that answer', async () => {
  const robots = await (await get('/robots.txt')).text()
  expect(robots).toContain(`Sitemap: ${site.url}/sitemap.xml`)
  expect(robots).toContain('Disallow: /try')

  const { page, close } = await visit(browser, site.url)
  onTestFinished(close)
  await page.goto('/about')
  const texts = async (path: string, name: string) => {
    const xml = await (await get(path)).text()
    return page.evaluate(
      ({ xml, name }) => {
        const parsed = new DOMParser().parseFromString(xml, 'application/xml')
        if (parsed.querySelector('parsererror')) throw new Error(parsed.documentElement.textContent ?? '')
        return [...parsed.getElementsByTagName(name)].map((element) => element.textContent ?? '')
      },
      { xml, name },
    )
  }
  const maps = await texts('/sitemap.xml', 'loc')
  expect(maps).toEqual([`${site.url}/sitemaps/pages.xml`, `${site.url}/sitemaps/0.xml`])
  const [own = [], items = []] = await Promise.all(maps.map((map) => texts(new URL(map).pathname, 'loc')))
  for (const address of own) expect([address, (await fetch(address)).status]).toEqual([address, 200])
  expect(items.length).toBeGreaterThan(1_000)
  expect((await get('/sitemaps/1.xml')).status).toBe(404)

  for (const feed of ['/rss.xml', '/en/rss.xml']) {
    const links = await texts(feed, 'guid')
    expect(links).toHaveLength(40)
    expect((await fetch(links[0] ?? '')).status).toBe(200)
    const dates = (await texts(feed, 'pubDate')).map((date) => Date.parse(date))
    expect(dates).toEqual(dates.toSorted((a, b) => b - a))
  }
})
