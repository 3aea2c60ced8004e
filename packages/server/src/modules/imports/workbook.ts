import { EncryptedFileError, readXlsx } from 'hucre'
import { FileRefusal } from './problem.ts'

/** The 201st: one more than is read, so that too many are noticed. */
const lastColumn = 'GS'

/** What all parts of a workbook may unpack to: 50 times what a market of 100 000 items needs would still be a bomb. */
const unpackedBytesMax = 400_000_000

/** The first visible sheet of an .xlsx file as texts; row n of the sheet is at n − 1. */
export async function readWorkbook(
  bytes: Uint8Array,
  maxRows: number,
): Promise<{ sheet: string; rows: readonly (readonly string[])[] }> {
  const names = refuseBomb(bytes)
  if (!names.some((name) => name.startsWith('xl/'))) throw new FileRefusal('not-a-workbook')
  const workbook = await read(bytes, maxRows)
  const [sheet] = workbook.sheets
  if (!sheet) throw new FileRefusal('broken-workbook')
  return { sheet: sheet.name, rows: sheet.rows.map((row) => row.map(toText)) }
}

async function read(bytes: Uint8Array, maxRows: number) {
  let isFound = false
  const first = (info: { hidden?: boolean; veryHidden?: boolean }) => {
    if (isFound || info.hidden || info.veryHidden) return false
    isFound = true
    return true
  }
  try {
    // Cells outside the range are never made: one in the last of 16 384 columns would make all before it, in every row.
    return await readXlsx(bytes, { sheets: first, range: `A1:${lastColumn}${maxRows}` })
  } catch (cause) {
    // The library refuses sheets of more than 20 million cells, counting the empty ones, before it makes them.
    if (cause instanceof Error && /spans|bounds|zip bomb/.test(cause.message)) {
      throw new FileRefusal('workbook-too-large')
    }
    throw new FileRefusal(cause instanceof EncryptedFileError ? 'locked-workbook' : 'broken-workbook')
  }
}

function toText(value: string | number | boolean | Date | null): string {
  if (value === null) return ''
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : dateText(value)
  // 0.1 + 0.2 as spreadsheets show it: 15 digits are what they keep.
  return typeof value === 'number' ? String(Number(value.toPrecision(15))) : String(value)
}

function dateText(value: Date): string {
  const [day = '', time = ''] = value.toISOString().split('T')
  return time.startsWith('00:00:00') ? day : `${day} ${time.slice(0, 8)}`
}

/**
 * Refuses an archive that would unpack to too much, by the sizes its directory gives; the library reads no part beyond
 * the size given there. Returns the names of the parts.
 */
function refuseBomb(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endOfDirectory(view)
  const names: string[] = []
  let at = view.getUint32(end + 16, true)
  let unpacked = 0
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw new FileRefusal('broken-workbook')
    const [packedSize, size] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)]
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [
      number,
      number,
      number,
    ] // three in, three out
    // 0xffffffff stands for a size of more than 4 GB (ZIP64), and without a size nothing would bound the part.
    if (size === 0 && packedSize > 2) throw new FileRefusal('broken-workbook')
    unpacked += size
    if (unpacked > unpackedBytesMax) throw new FileRefusal('workbook-too-large')
    names.push(new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name)))
    at += 46 + name + extra + comment
  }
  return names
}

/** Where the end record of the archive's directory begins: within the last 64 kB and 22 bytes. */
function endOfDirectory(view: DataView): number {
  for (let at = view.byteLength - 22; at >= 0 && at >= view.byteLength - 65_557; at--) {
    if (view.getUint32(at, true) === 0x06054b50) return at
  }
  throw new FileRefusal('broken-workbook')
}
