import type { Cooperation, IntellectualProperty, Money, OfferingKind } from '@keyun/api'

/** A value read from a cell, and what of the cell was not understood. */
export type Read<Value> = { readonly value: Value; readonly unread: string | null }

/** Longer words come before those they contain. */
const cooperationWords: readonly (readonly [string, Cooperation | null])[] = [
  ['合作开发', 'joint_development'],
  ['联合开发', 'joint_development'],
  ['联合攻关', 'joint_development'],
  ['合作生产', 'joint_development'],
  ['合作研发', 'joint_development'],
  ['产学研合作', 'joint_development'],
  ['委托开发', 'commissioned_development'],
  ['委托研发', 'commissioned_development'],
  ['技术开发', 'commissioned_development'],
  ['揭榜挂帅', 'commissioned_development'],
  ['许可转让', 'licence'],
  ['专利实施许可', 'licence'],
  ['专利许可', 'licence'],
  ['技术许可', 'licence'],
  ['普通许可', 'licence'],
  ['独占许可', 'licence'],
  ['排他许可', 'licence'],
  ['开放许可', 'licence'],
  ['许可', 'licence'],
  ['完全转让', 'transfer'],
  ['专利转让', 'transfer'],
  ['技术转让', 'transfer'],
  ['转让', 'transfer'],
  ['技术入股', 'equity'],
  ['作价入股', 'equity'],
  ['作价投资', 'equity'],
  ['股权', 'equity'],
  ['入股', 'equity'],
  ['技术咨询', 'consulting'],
  ['咨询', 'consulting'],
  ['技术服务', 'service'],
  ['服务', 'service'],
  ['joint development', 'joint_development'],
  ['commissioned development', 'commissioned_development'],
  ['licence', 'licence'],
  ['license', 'licence'],
  ['transfer', 'transfer'],
  ['equity', 'equity'],
  ['consulting', 'consulting'],
  ['service', 'service'],
  // Says nothing of how: empty, not wrong.
  ['其他', null],
  ['其它', null],
  ['不限', null],
  ['面议', null],
  ['面谈', null],
  ['多种方式', null],
]

/** Modes of cooperation, with or without anything between them. */
export function readCooperation(text: string): Read<Cooperation[]> {
  let rest = text.normalize('NFKC').toLowerCase().replaceAll('_', ' ')
  const found = new Set<Cooperation>()
  for (const [word, mode] of cooperationWords) {
    if (!rest.includes(word)) continue
    if (mode) found.add(mode)
    rest = rest.replaceAll(word, ' ')
  }
  const left = rest.replaceAll(/[\s,、;/|+和与或及]+/g, ' ').trim()
  return { value: [...found].sort(), unread: left || null }
}

/** Our levels for the words of platforms: the lower one where a word may mean two. Told in docs/import.md. */
const maturityWords: readonly (readonly [RegExp, number])[] = [
  [/基本原理|基础研究|理论研究/, 1],
  [/概念|构思|创意/, 2],
  [/未小试|正在研发|研发阶段|研发中|实验室研究|实验室阶段/, 3],
  [/已?产业化|已?应用推广|市场推广|成熟应用|批量销售/, 9],
  [/可以?量产|可规模|规模生产|小批量|批量生产|量产/, 8],
  [/工程化|示范|试运行|试用/, 7],
  [/中试/, 6],
  [/样品|样机|样件|prototype/, 5],
  [/小试|实验室验证|lab/, 4],
  [/实验室/, 3],
  [/^已应用/, 7],
  [/^成熟/, 8],
]

/** Technology readiness, 1 to 9: a level as such, or a word for it. */
export function readMaturity(text: string): Read<number | null> {
  const tidy = text.normalize('NFKC').toLowerCase().trim()
  const level = /^(?:trl|就绪度|成熟度)?[\s:-]*(?:第)?([1-9])(?:\s*级)?$/.exec(tidy)?.[1]
  const found = level ? Number(level) : (maturityWords.find(([word]) => word.test(tidy))?.[1] ?? null)
  return { value: found, unread: found === null && tidy ? text : null }
}

const ipWords: readonly (readonly [RegExp, IntellectualProperty['type']])[] = [
  [/发明/, 'invention_patent'],
  [/实用新型/, 'utility_model'],
  [/软件|软著|著作权/, 'software_copyright'],
  [/植物新品种|品种权/, 'plant_variety'],
  [/非专利|专有技术|技术秘密|商业秘密|know-?how/, 'trade_secret'],
  [/标准/, 'standard'],
  [/外观|专利|集成电路布图|商标/, 'other'],
]

/** Kinds of intellectual property named in a cell. A patent counts as granted unless the cell speaks of an application. */
export function readIntellectualProperty(text: string, number: string | null): Read<IntellectualProperty[]> {
  const parts = text.split(/[,，、;；/|+\n]+/).map((part) => part.trim())
  const none = /^(?:无|没有|其他|其它|none|no|-)$/i
  const named = parts.filter((part) => part !== '' && !none.test(part))
  const found: IntellectualProperty[] = []
  const unread: string[] = []
  for (const part of named.slice(0, 20)) {
    // 非专利技术 holds 专利, and must not become one.
    const isSecret = /非专利/.test(part)
    const type = isSecret ? 'trade_secret' : ipWords.find(([word]) => word.test(part))?.[1]
    if (type === undefined) unread.push(part)
    else found.push({ type, status: ipStatus(type, part), title: part.slice(0, 200), number: null })
  }
  if (number) {
    const first = found.find((item) => item.type !== 'trade_secret')
    if (first) found[found.indexOf(first)] = { ...first, number: number.slice(0, 60) }
    else
      found.push({
        type: typeOfNumber(number),
        status: 'granted',
        title: number.slice(0, 200),
        number: number.slice(0, 60),
      })
  }
  return { value: found, unread: unread.length > 0 ? unread.join('、') : null }
}

/** Patent numbers since October 2003 (ZL 2022 1 …) tell invention (1) and utility model (2) after the year. */
function typeOfNumber(number: string): IntellectualProperty['type'] {
  const digit = /^(?:zl|cn)?\s*20\d{2}\s*([12])\s*\d{7}(?:\s*\.?\s*[\dx])?$/i.exec(number.normalize('NFKC').trim())?.[1]
  return digit === '1' ? 'invention_patent' : digit === '2' ? 'utility_model' : 'other'
}

function ipStatus(type: IntellectualProperty['type'], text: string): IntellectualProperty['status'] {
  if (type === 'trade_secret') return 'none'
  return /申请|受理|公开|公布|实审|实质审查|待|pending/i.test(text) ? 'pending' : 'granted'
}

const kindWords: readonly (readonly [RegExp, OfferingKind])[] = [
  [/研究方向|研究领域|direction/, 'research_direction'],
  [/技能|技术服务|能力|skill/, 'skill'],
  [/创意|创新构想|idea/, 'idea'],
  [/成果|专利|achievement/, 'achievement'],
  [/高新技术|推广技术|技术产品|technology/, 'technology'],
]

export function readKind(text: string): Read<OfferingKind | null> {
  const tidy = text.normalize('NFKC').toLowerCase()
  const found = kindWords.find(([word]) => word.test(tidy))?.[1] ?? null
  return { value: found, unread: found === null && text.trim() ? text : null }
}

/** A day as ISO text, from `2020-01-13`, `2020/1/3`, `2020.1.3`, `2020年1月3日`, `20200113`, each with or without a time. */
export function readDay(text: string): Read<string | null> {
  const days = daysIn(text)
  return { value: days[0] ?? null, unread: days.length === 0 && text.trim() ? text : null }
}

/** The last day of a range such as `2020-01-13 至 2021-01-13`. */
export function readLastDay(text: string): Read<string | null> {
  const days = daysIn(text)
  const isEmpty = /^[\s至~到—–-]*$/.test(text)
  return { value: days.at(-1) ?? null, unread: days.length === 0 && !isEmpty ? text : null }
}

function daysIn(text: string): string[] {
  const found: string[] = []
  // A time may follow without a space: 2020-01-1310:49:39.
  for (const [, year = '', month = '', day = ''] of text
    .normalize('NFKC')
    .matchAll(/(?<!\d)((?:19|20)\d{2})(?:\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2}))?|(\d{2})(\d{2})(?!\d))/g)
    .map((match) => [match[0], match[1], match[2] ?? match[4], match[3] ?? match[5] ?? '1'] as const)) {
    const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
    const isReal = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
    if (isReal) found.push(date.toISOString().slice(0, 10))
  }
  return found
}

const units: Readonly<Record<string, number>> = {
  亿: 1e8,
  千万: 1e7,
  百万: 1e6,
  万: 1e4,
  w: 1e4,
  千: 1e3,
  k: 1e3,
  '': 1,
}
const amountPattern = /(\d+(?:,\d{3})*(?:\.\d+)?)\s*(亿|千万|百万|万|千|w|k)?\s*(?:人民币|元|rmb|cny|yuan)?/g
const yuanMax = 1e12

/**
 * An amount or a range in yuan. `headerUnit` is what a header such as 预算（万元） says of bare numbers. Null where the
 * cell says nothing that can be read; other currencies are not converted.
 */
export function readMoney(text: string, headerUnit = 1): Read<Money | null> {
  const tidy = text.normalize('NFKC').toLowerCase().trim().replaceAll('¥', '')
  const unread = { value: null, unread: text }
  if (tidy === '') return { value: null, unread: null }
  if (/^[-−]\s*\d/.test(tidy)) return unread
  if (/[$€£]|美元|美金|欧元|港币|日元|usd|eur/.test(tidy)) return unread
  const amounts = amountsIn(tidy, headerUnit)
  const around = tidy.replaceAll(amountPattern, ' ')
  if (amounts.length === 0) return wordless(around) ?? unread
  if (amounts.length > 2 || amounts.some((amount) => amount > yuanMax)) return unread
  // Words beside the amounts are kept to: 每年, 预付 and the like would change what the amount means.
  const beside = around.replaceAll(
    /[\s~至到\-—–约大概左右人民币元整以上下内不超过低于高少最起小大于≥≤><=()/,.]+|面议|预算|价格|报价|rmb/g,
    '',
  )
  const rest = beside === '' ? null : text
  const [first = 0, second] = amounts
  if (second !== undefined) return { value: money(Math.min(first, second), Math.max(first, second)), unread: rest }
  if (/以上|不低于|不少于|最低|起|大于|高于|≥|>/.test(tidy)) return { value: money(first, null), unread: rest }
  if (/以下|以内|不超过|不高于|最高|小于|低于|≤|</.test(tidy)) return { value: money(null, first), unread: rest }
  return { value: money(first, first), unread: rest }
}

/** The unit that a header gives for the numbers below it. */
export function unitOfHeader(header: string): number {
  const unit = /[（(【[]?\s*(亿|千万|百万|万|千)\s*元?\s*[）)】\]]?$/.exec(header.trim())?.[1]
  return unit ? (units[unit] ?? 1) : 1
}

function amountsIn(tidy: string, headerUnit: number): number[] {
  const found = [...tidy.matchAll(amountPattern)].map(([, digits = '', unit]) => ({
    number: Number(digits.replaceAll(',', '')),
    unit,
  }))
  // 20-50万: the unit at the end is meant for both.
  const last = found.at(-1)?.unit
  return found.map(({ number, unit }) =>
    Math.round(number * (units[unit ?? last ?? ''] ?? 1) * (unit || last ? 1 : headerUnit)),
  )
}

function wordless(around: string): Read<Money | null> | null {
  if (/免费|公益|无偿|free/.test(around)) return { value: { mode: 'free', minYuan: null, maxYuan: null }, unread: null }
  if (/面议|面谈|商量|协商|待定|另议|详谈|不限|无|negotiable|tbd|^-$/.test(around)) {
    return { value: { mode: 'negotiable', minYuan: null, maxYuan: null }, unread: null }
  }
  return null
}

function money(minYuan: number | null, maxYuan: number | null): Money {
  return { mode: minYuan === maxYuan ? 'fixed' : 'range', minYuan, maxYuan }
}

/** Several words in one cell. */
export function readList(text: string, separators = /[,，;；、|\n]+|\s{2,}/): string[] {
  return [
    ...new Set(
      text
        .split(separators)
        .map((part) => part.trim())
        .filter(Boolean),
    ),
  ]
}

export function readYes(text: string): boolean {
  return /^(?:是|有|y|yes|true|1|√)$/i.test(text.trim()) || /揭榜挂帅|难题/.test(text)
}
