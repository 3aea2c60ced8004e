import fc from 'fast-check'
import { expect, test } from 'vitest'
import { regionOf, regions } from './index.ts'

test.each([
  ['四川省绵阳市涪城区', '510703'],
  ['我公司位于绵阳，需要一种涂层', '510700'],
  ['成都某环保企业', '510100'],
  ['面向成都企业的服务', '510100'],
  ['甘孜州的牦牛养殖', '513300'],
  ['甘孜县的牦牛养殖', '513328'],
  ['阿坝', '513200'],
  ['北川县的茶园', '510726'],
  ['北川羌族自治县', '510726'],
  ['都江堰灌区', '510181'],
  ['四川大学高分子研究所', '510000'],
  ['乐山市市中区', '511102'],
  ['内江市市中区', '511002'],
  ['攀枝花东区的钒钛企业', '510402'],
  ['郫县豆瓣产业园', '510117'],
  ['雅安石棉的企业', '511824'],
  ['南充市南部县', '511321'],
  ['成都与绵阳两地的企业', '510000'],
  ['宜宾市、宜宾市翠屏区', '511502'],
  ['叙永、古蔺山上的相机', '510500'],
  ['马边和峨边七个村', '511100'],
  ['四川射洪的锂电企业', '510981'],
])('%s is about %s', (text, code) => {
  expect(regionOf(text)).toBe(code)
})

test.each([
  ['推广安全生产技术', '广安'],
  ['工资中包含的补贴', '资中'],
  ['微小金属颗粒的分离', '小金'],
  ['双流体喷嘴雾化', '双流'],
  ['石棉瓦替代材料', '石棉'],
  ['城市黑水处理', '黑水'],
  ['国内江河的水质', '内江'],
  ['云南充电桩项目', '南充'],
  ['协会理事单位', '会理'],
  ['管理县域数据', '理县'],
  ['西南部县城', '南部县'],
  ['优雅安静的空间', '雅安'],
  ['国家级著名山区景点', '名山区'],
  ['上海市长宁区', '长宁'],
  ['适合冷凉山区种植', '凉山'],
  ['市中区的旧楼改造', '市中区'],
  ['形成东区和西区两个车间', '东区'],
  ['创新都市农业', '新都'],
  ['', ''],
])('%j does not speak of %s', (text) => {
  expect(regionOf(text)).toBeNull()
})

test('the full address of every region is that region', () => {
  for (const entry of regions.all()) {
    const address = [...regions.ancestors(entry.code), entry].map(({ name }) => name.zh).join('')
    expect([address, regionOf(`地址：${address}科技路1号`)]).toEqual([address, entry.code])
  }
})

test('whatever the text, the answer is a known region or null', () => {
  const pieces = fc.constantFrom(
    '成都',
    '市',
    '区',
    '市中区',
    '绵阳',
    '广安',
    '全',
    '县',
    '高',
    '，',
    '\udc00',
    '四川',
    'x',
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 10 }), (some) => {
      const code = regionOf(some.join(''))
      if (code !== null) expect(regions.get(code)).toBeDefined()
    }),
    { numRuns: 300, seed: 1 },
  )
})
