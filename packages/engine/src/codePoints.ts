/** Compares as UTF-8 bytes do, which differs from `<` beyond the Basic Multilingual Plane. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return placeOf(x) - placeOf(y)
  }
  return a.length - b.length
}

/** Surrogates stand for code points above the BMP, so they come after U+E000 … U+FFFF. */
function placeOf(unit: number): number {
  return unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit
}
