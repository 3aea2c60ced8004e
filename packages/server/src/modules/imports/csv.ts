/** One record; `isClosed` is false where the file ended inside quotes. */
export type CsvRecord = { readonly cells: readonly string[]; readonly isClosed: boolean }

const delimiters = [',', ';', '\t', '，', '；'] as const

/**
 * Records of a delimited text as in RFC 4180, one at a time: line ends and delimiters inside quotes, doubled quotes, LF,
 * CRLF or CR. Lenient as spreadsheets are: a quote inside an unquoted cell, and text after a closing quote, are text.
 */
export function* csvRecords(text: string, delimiter: string): Generator<CsvRecord> {
  let at = 0
  while (at < text.length) {
    const cells: string[] = []
    let isClosed = true
    for (;;) {
      const cell = readCell(text, at, delimiter)
      cells.push(cell.value)
      isClosed = cell.isClosed
      at = cell.end
      if (text[at] !== delimiter) break
      at++
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at++
    at++
    yield { cells, isClosed }
  }
}

/** The delimiter that the first record has most of, outside quotes. */
export function delimiterOf(text: string): string {
  const counts = new Map<string, number>(delimiters.map((delimiter) => [delimiter, 0]))
  let isQuoted = false
  for (const character of text.slice(0, 64_000)) {
    if (character === '"') isQuoted = !isQuoted
    else if (!isQuoted && (character === '\n' || character === '\r')) {
      if ([...counts.values()].some((count) => count > 0)) break
    } else if (!isQuoted && counts.has(character)) counts.set(character, (counts.get(character) ?? 0) + 1)
  }
  // A sentence on the first line has fullwidth commas too: they delimit only where nothing else does.
  const ranked = [...counts].sort((a, b) => Number(isFullwidth(a[0])) - Number(isFullwidth(b[0])) || b[1] - a[1])
  return ranked.find(([, count]) => count > 0)?.[0] ?? ','
}

const isFullwidth = (delimiter: string) => delimiter > '\u007f'

function readCell(text: string, from: number, delimiter: string): { value: string; end: number; isClosed: boolean } {
  if (text[from] !== '"') {
    const end = endOfCell(text, from, delimiter)
    return { value: text.slice(from, end), end, isClosed: true }
  }
  let value = ''
  let at = from + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) return { value: value + text.slice(at), end: text.length, isClosed: false }
    value += text.slice(at, quote)
    if (text[quote + 1] !== '"') {
      const end = endOfCell(text, quote + 1, delimiter)
      return { value: value + text.slice(quote + 1, end), end, isClosed: true }
    }
    value += '"'
    at = quote + 2
  }
}

function endOfCell(text: string, from: number, delimiter: string): number {
  let at = from
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at++
  return at
}
