/** Bytes that are no segment, or no longer one. Build it anew from the source. */
export class DamagedSegment extends Error {
  override readonly name = 'DamagedSegment'
}
