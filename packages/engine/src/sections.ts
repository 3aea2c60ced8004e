import { DamagedSegment } from './damaged.ts'

/** Numbers that a section can hold. */
export type Numbers = Uint8Array | Int8Array | Uint32Array | Float32Array | Float64Array
type Kind = 'u8' | 'i8' | 'u32' | 'f32' | 'f64'

/*
 * Named arrays in one run of bytes, so that opening is making views:
 *   0 magic · 4 format version · 8 length in bytes (f64) · 16 checksum · 20 header length · 24 header (JSON) · sections, each at a multiple of 8
 * All little-endian, as every platform Node runs on is.
 */
const magic = 0x4753594b // "KYSG"
const formatVersion = 1
const checksumAt = 16
const headerAt = 24

interface Header<Meta> {
  readonly meta: Meta
  /** name → [kind, offset in bytes, elements] */
  readonly sections: Readonly<Record<string, readonly [Kind, number, number]>>
}

/** Lays sections out one after the other. `shared` backs them with a SharedArrayBuffer. */
export function writeSections(meta: unknown, sections: Readonly<Record<string, Numbers>>, shared: boolean): Uint8Array {
  const layout: Record<string, [Kind, number, number]> = {}
  // Offsets are counted from the end of the header, whose length is not known before they are.
  let end = 0
  for (const [name, numbers] of Object.entries(sections)) {
    layout[name] = [kindOf(numbers), end, numbers.length]
    end = roundUp(end + numbers.byteLength)
  }
  const header = new TextEncoder().encode(JSON.stringify({ meta, sections: layout }))
  const start = roundUp(headerAt + header.length)
  const length = start + end
  const bytes = new Uint8Array(shared ? new SharedArrayBuffer(length) : new ArrayBuffer(length))
  const view = new DataView(bytes.buffer)
  view.setUint32(0, magic, true)
  view.setUint32(4, formatVersion, true)
  view.setFloat64(8, length, true)
  view.setUint32(20, header.length, true)
  bytes.set(header, headerAt)
  for (const [name, numbers] of Object.entries(sections)) {
    bytes.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), start + layout[name]![1])
  }
  view.setUint32(checksumAt, checksum(bytes), true)
  return bytes
}

/** The sections of such bytes, as views. Throws `DamagedSegment` unless they are whole and unchanged. */
export class Sections<Meta> {
  readonly meta: Meta
  readonly #header: Header<Meta>
  readonly #bytes: Uint8Array
  readonly #start: number

  constructor(given: Uint8Array) {
    // Views need their offset to be a multiple of the element size; a slice of a larger buffer may not be.
    const bytes = given.byteOffset % 8 === 0 ? given : given.slice()
    if (bytes.length < headerAt)
      throw new DamagedSegment(`A segment is at least ${headerAt} bytes long, not ${bytes.length}.`)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (view.getUint32(0, true) !== magic) throw new DamagedSegment('These bytes do not begin as a segment does.')
    const version = view.getUint32(4, true)
    if (version !== formatVersion) {
      throw new DamagedSegment(`The segment has format ${version}; this engine reads format ${formatVersion}.`)
    }
    const length = view.getFloat64(8, true)
    if (length !== bytes.length || length % 8 !== 0) {
      throw new DamagedSegment(`The segment says it is ${length} bytes long, but ${bytes.length} are here.`)
    }
    if (view.getUint32(checksumAt, true) !== checksum(bytes)) {
      throw new DamagedSegment('The checksum of the segment does not fit its bytes.')
    }
    const headerLength = view.getUint32(20, true)
    this.#bytes = bytes
    this.#start = roundUp(headerAt + headerLength)
    this.#header = parse(bytes.slice(headerAt, headerAt + headerLength))
    this.meta = this.#header.meta
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#header.sections, name)
  }

  u8(name: string): Uint8Array {
    return this.#view(name, 'u8', Uint8Array)
  }
  i8(name: string): Int8Array {
    return this.#view(name, 'i8', Int8Array)
  }
  u32(name: string): Uint32Array {
    return this.#view(name, 'u32', Uint32Array)
  }
  f32(name: string): Float32Array {
    return this.#view(name, 'f32', Float32Array)
  }
  f64(name: string): Float64Array {
    return this.#view(name, 'f64', Float64Array)
  }

  #view<T>(name: string, kind: Kind, type: new (buffer: ArrayBufferLike, offset: number, length: number) => T): T {
    const section = this.has(name) ? this.#header.sections[name] : undefined
    if (section?.[0] !== kind) throw new DamagedSegment(`The segment has no section ${name}.`)
    return new type(this.#bytes.buffer, this.#bytes.byteOffset + this.#start + section[1], section[2])
  }
}

function parse<Meta>(bytes: Uint8Array): Header<Meta> {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (cause) {
    throw new DamagedSegment('The header of the segment cannot be read.', { cause })
  }
}

function kindOf(numbers: Numbers): Kind {
  if (numbers instanceof Uint8Array) return 'u8'
  if (numbers instanceof Int8Array) return 'i8'
  if (numbers instanceof Uint32Array) return 'u32'
  return numbers instanceof Float32Array ? 'f32' : 'f64'
}

/**
 * Over 32-bit words, leaving out the checksum itself. Every step is one-to-one in both the sum and the word, so a change
 * within one word is always seen; anything else passes by chance once in 2³².
 */
function checksum(bytes: Uint8Array): number {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2)
  let sum = 0x811c9dc5
  for (let i = 0; i < words.length; i++) {
    if (i === checksumAt / 4) continue
    sum = Math.imul(sum ^ words[i]!, 0x9e3779b1)
    sum ^= sum >>> 15
  }
  return sum >>> 0
}

function roundUp(length: number): number {
  return Math.ceil(length / 8) * 8
}
