/** A moment to the minute by the clock of the region, whatever that of the machine is set to: `2026-11-23 14:17`. */
export function minuteOf(moment: Date): string {
  return moment.toLocaleString('sv', { timeZone: 'Asia/Shanghai' }).slice(0, 16)
}
