import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds, as lines of rule, element and reason. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  const { violations } = await page.evaluate<AxeResults, string[]>(
    // biome-ignore lint/suspicious/noExplicitAny: the page's own global, put there by the line above
    (tags) => (globalThis as any).axe.run(document, { runOnly: tags, resultTypes: ['violations'] }),
    axeTags,
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary?.split('\n').at(-1)?.trim()}`,
    ),
  )
}

/** Elements that reach beyond the right edge of the window and make the page scroll sideways. */
export function sidewaysScroll(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width) return []
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > width + 1,
    )
    return wide
      .slice(0, 5)
      .map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class')} at ${width}px`)
  })
}

/** Sum of the layout shifts so far that no input caused (CLS). */
export function layoutShift(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0
        const observer = new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
            if (!entry.hadRecentInput) sum += entry.value
          }
        })
        observer.observe({ type: 'layout-shift', buffered: true })
        requestAnimationFrame(() => setTimeout(() => resolve(sum)))
      }),
  )
}

export interface Weight {
  /** The document and everything that it loads. */
  readonly requests: number
  /** Bytes after gzip. */
  readonly html: number
  readonly css: number
  readonly js: number
}

/** What the page weighs at a first visit, whatever the browser has kept already. */
export async function weigh(page: Page, html: string, load: (url: string) => Promise<string>): Promise<Weight> {
  const { styles, scripts, others } = await page.evaluate(() => {
    const all = performance.getEntriesByType('resource').map(({ name }) => name)
    const styles = all.filter((url) => new URL(url).pathname.endsWith('.css'))
    const scripts = all.filter((url) => new URL(url).pathname.endsWith('.js'))
    return { styles, scripts, others: all.length - styles.length - scripts.length }
  })
  const sheets = await Promise.all(styles.map(load))
  const inline = [...html.matchAll(/<style[^>]*>(.*?)<\/style>/gs)].map((match) => match[1] ?? '')
  const programs = await Promise.all(scripts.map(load))
  return {
    requests: 1 + styles.length + scripts.length + others,
    // The inlined style has the budget of styles.
    html: zipped(html.replace(/<style[^>]*>.*?<\/style>/gs, '')),
    css: zipped([...inline, ...sheets].join('\n')),
    js: zipped(programs.join('\n')),
  }
}

const zipped = (text: string) => gzipSync(text).length

/**
 * Chinese on an English page that is not marked as Chinese, in text and in what screen readers say; but for what the
 * visitor typed and what a sentence quotes.
 */
export function unmarkedChinese(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isEnglish = (element: Element | null) => element?.closest('[lang]')?.getAttribute('lang')?.startsWith('en')
    const han = /\p{Script=Han}/u
    const found: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const holder = node.parentElement
      if (!holder || ['SCRIPT', 'STYLE', 'TEXTAREA'].includes(holder.tagName)) continue
      const own = (node.nodeValue ?? '').replace(/“[^”]*”/g, '')
      if (han.test(own) && isEnglish(holder)) found.push(own.trim())
    }
    for (const element of document.querySelectorAll('body *')) {
      for (const name of ['aria-label', 'alt', 'title', 'placeholder']) {
        const value = element.getAttribute(name) ?? ''
        if (han.test(value) && isEnglish(element)) found.push(`${name}=${value}`)
      }
    }
    return found
  })
}

/** Values that only a program could have meant to show. */
export async function programWords(page: Page): Promise<string[]> {
  const text = await page.evaluate(() => document.body.textContent ?? '')
  return text.match(/.{0,20}\b(undefined|NaN|null|\[object \w+\])(?![\w-]).{0,20}/g) ?? []
}

/** Links to a place in the page itself that is not there. */
export function brokenJumps(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('a[href^="#"]')]
      .map((link) => link.getAttribute('href') ?? '')
      .filter((to) => to !== '#' && !document.getElementById(decodeURIComponent(to.slice(1)))),
  )
}

/** Addresses of this site that the page links to, without those that search engines are asked to leave alone. */
export function linksOf(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLAnchorElement>('a[href]:not([rel~=nofollow])')]
      .filter((link) => link.origin === location.origin)
      .map((link) => link.pathname + link.search),
  )
}

/** What has the focus, whether it can be seen, and how it is marked. */
export function focusNow(page: Page) {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement
    const { top, bottom, left, right, width, height } = element.getBoundingClientRect()
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    const middle = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
    return {
      name: `${element.tagName.toLowerCase()} ${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 30)}`,
      isInWindow: bottom > 0 && top < innerHeight && right > 0 && left < innerWidth && width > 0 && height > 0,
      isOnTop: middle !== null && (element.contains(middle) || middle.contains(element)),
      isMarked: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
    }
  })
}
