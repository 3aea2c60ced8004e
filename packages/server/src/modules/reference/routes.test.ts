import { referenceApi } from '@keyun/api'
import { expect, test } from 'vitest'
import { testApp } from '../../testing.ts'

test('a level of the tree, the children of an entry, and what a search finds are listed', async () => {
  const { call } = await testApp()
  expect((await call(referenceApi.industries.list, { query: { level: '1' } })).total).toBe(20)
  const sichuan = await call(referenceApi.regions.list, { query: { parent: '510000' } })
  expect(sichuan).toMatchObject({ total: 21, source: { standard: 'GB/T 2260-2007' } })
  expect(sichuan.items[0]).toEqual({
    code: '510100',
    name: { zh: '成都市', en: 'Chengdu' },
    level: 2,
    parentCode: '510000',
    hasChildren: true,
  })
  const found = await call(referenceApi.regions.list, { query: { q: 'mz', parent: '510600' } })
  expect(found.items.map(({ name }) => name.zh)).toEqual(['绵竹市'])
  const counties = await call(referenceApi.regions.list, { query: { level: '3', limit: '5' } })
  expect([counties.items.length, counties.total]).toEqual([5, 183])
})

test('one entry comes with what is above and under it', async () => {
  const { call } = await testApp()
  const mianyang = await call(referenceApi.regions.get, { params: { code: '510700' } })
  expect(mianyang.ancestors).toEqual([{ code: '510000', name: { zh: '四川省', en: 'Sichuan' } }])
  expect(mianyang.children).toHaveLength(9)
  const discipline = await call(referenceApi.disciplines.get, { params: { code: '1903510' } })
  expect(discipline.ancestors.map(({ code }) => code)).toEqual(['190', '19030'])
})

test('the calendar tells working days, holidays and what is provisional', async () => {
  const { call } = await testApp()
  const october = await call(referenceApi.calendar, { query: { from: '2026-10-01', to: '2026-10-31' } })
  expect(october.workingDays).toBe(18)
  expect(october.items[0]).toEqual({
    day: '2026-10-01',
    isWorking: false,
    holiday: { zh: '国庆节', en: 'National Day' },
    isProvisional: false,
  })
  const next = await call(referenceApi.calendar, { query: { from: '2027-01-01', to: '2027-01-01' } })
  expect(next.items[0]?.isProvisional).toBe(true)
})

test('the readiness levels are nine', async () => {
  const { call } = await testApp()
  expect((await call(referenceApi.readiness, {})).items).toHaveLength(9)
})

test('caches keep the tables until they change', async () => {
  const { app } = await testApp()
  const first = await app.inject('/api/reference/fields')
  expect(first.headers['cache-control']).toMatch(/^public/)
  const again = await app.inject({
    url: '/api/reference/fields',
    headers: { 'if-none-match': `${first.headers.etag}` },
  })
  expect(again.statusCode).toBe(304)
})

test('bad questions are refused with 400, unknown codes with 404, and odd words find nothing', async () => {
  const { app } = await testApp()
  const statusOf = async (url: string) => [url, (await app.inject(`/api/reference/${url}`)).statusCode]
  for (const url of [
    'regions/51',
    'regions/constructor',
    'regions?parent=abc',
    'regions?level=9',
    'regions?level=1e9',
    'regions?limit=0',
    'regions?q=%00&unknown=1',
    `regions?q=${'x'.repeat(5_000)}`,
    'regions?q=a&q=b',
    'calendar',
    'calendar?from=2026-02-30&to=2026-03-01',
    'calendar?from=2026-03-01&to=2026-02-01',
    'calendar?from=0001-01-01&to=9999-12-31',
  ]) {
    expect(await statusOf(url)).toEqual([url, 400])
  }
  for (const url of ['regions/999999', 'regions?parent=999999', 'industries/A9999']) {
    expect(await statusOf(url)).toEqual([url, 404])
  }
  for (const words of ['%00', '%F0%9F%91%8D', "'", '%25', '\\', '____', '%E2%80%AE']) {
    const reply = await app.inject(`/api/reference/disciplines?q=${words}`)
    expect([words, reply.statusCode, reply.json().total]).toEqual([words, 200, 0])
  }
})
