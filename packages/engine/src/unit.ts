/** A unit as a multiple of the base of its dimension: base = value · factor + offset. */
export interface Unit {
  readonly dimension: string
  readonly factor: number
  readonly offset: number
}

/** Reads a unit such as `℃`, `MPa`, `mg/L`, `g/cm3`, `毫米`. Null where it is no unit known here. */
export function parseUnit(written: string): Unit | null {
  const [first, ...below] = written.normalize('NFKC').replaceAll('µ', 'μ').split(/[/·]/u)
  const head = simple(first ?? '')
  if (!head || !below.length) return head
  let { dimension, factor } = head
  for (const part of below) {
    const divisor = simple(part)
    if (!divisor || divisor.offset) return null
    dimension += `/${divisor.dimension}`
    factor /= divisor.factor
  }
  return { dimension, factor, offset: 0 }
}

function simple(text: string): Unit | null {
  const known = units.get(text)
  if (known) return known
  const power = /^(.+?)([23])$/u.exec(text)
  const base = power && units.get(power[1]!)
  if (base?.dimension !== 'length') return null
  return { dimension: power?.[2] === '2' ? 'area' : 'volume', factor: base.factor ** Number(power?.[2]), offset: 0 }
}

/**
 * dimension: unit=factor … The metric prefixes that occur are written out, since MW is not mW. Units that are mostly
 * something else on a market are left out: 5G, 4K, 3D, 2T.
 */
const table = `
length: nm=1e-9 纳米=1e-9 μm=1e-6 um=1e-6 微米=1e-6 mm=1e-3 毫米=1e-3 cm=1e-2 厘米=1e-2 dm=0.1 m=1 米=1 km=1e3 千米=1e3 公里=1e3
area: 平方米=1 亩=666.6666667 ha=1e4
volume: μL=1e-9 mL=1e-6 ml=1e-6 毫升=1e-6 L=1e-3 升=1e-3 立方米=1
mass: ng=1e-12 μg=1e-9 ug=1e-9 mg=1e-6 毫克=1e-6 g=1e-3 克=1e-3 kg=1 千克=1 公斤=1 t=1e3 吨=1e3
time: ns=1e-9 μs=1e-6 us=1e-6 ms=1e-3 毫秒=1e-3 s=1 秒=1 min=60 分钟=60 h=3600 小时=3600 d=86400 天=86400 个月=2629800 a=31557600 年=31557600
pressure: Pa=1 帕=1 hPa=100 kPa=1e3 千帕=1e3 MPa=1e6 Mpa=1e6 mpa=1e6 兆帕=1e6 GPa=1e9 bar=1e5 mbar=100 atm=101325
voltage: μV=1e-6 mV=1e-3 V=1 v=1 伏=1 kV=1e3 KV=1e3
current: μA=1e-6 mA=1e-3 A=1 安=1 kA=1e3
charge: mAh=3.6 Ah=3600
power: mW=1e-3 W=1 w=1 瓦=1 kW=1e3 KW=1e3 千瓦=1e3 MW=1e6 兆瓦=1e6 GW=1e9
energy: J=1 kJ=1e3 KJ=1e3 MJ=1e6 GJ=1e9 Wh=3600 kWh=3.6e6 千瓦时=3.6e6 MWh=3.6e9 eV=1.602176634e-19
frequency: Hz=1 赫兹=1 kHz=1e3 KHz=1e3 MHz=1e6 GHz=1e9 THz=1e12
force: mN=1e-3 N=1 kN=1e3 KN=1e3
torque: Nm=1
resistance: mΩ=1e-3 Ω=1 kΩ=1e3 MΩ=1e6
light: lm=1
illuminance: lux=1 lx=1
noise: dB=1 分贝=1 dBA=1
level: dBm=1
share: %=0.01 ‰=1e-3 ppm=1e-6 ppb=1e-9
angle: °=1 deg=1
turns: r=1 转=1
speed-of-turning: rpm=1
money: 元=1 万元=1e4
count: 次=1
times: 倍=1
data: KB=1e3 MB=1e6 GB=1e9 TB=1e12
rate: bps=1 Kbps=1e3 kbps=1e3 Mbps=1e6 Gbps=1e9
`
const units = new Map<string, Unit>([
  ['°C', { dimension: 'temperature', factor: 1, offset: 273.15 }],
  ['度', { dimension: 'temperature', factor: 1, offset: 273.15 }],
  ['°F', { dimension: 'temperature', factor: 5 / 9, offset: 459.67 * (5 / 9) }],
])
for (const line of table.trim().split('\n')) {
  const [dimension = '', entries = ''] = line.split(': ')
  for (const entry of entries.split(' ')) {
    const [name = '', factor] = entry.split('=')
    units.set(name, { dimension, factor: Number(factor), offset: 0 })
  }
}
