import { encode } from 'uqr'

type Props = { readonly of: string; readonly label: string }

/** A QR code as one SVG path: always black on white with its quiet zone, whatever the colours of the page. */
export function QrCode({ of, label }: Props) {
  const { size, path } = qrPath(of)
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} width="160" height="160" role="img" aria-label={label}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} stroke="#000" shapeRendering="crispEdges" />
    </svg>
  )
}

/** Modules of the quiet zone (ISO/IEC 18004 asks for four). */
const border = 4

/** The dark modules as horizontal strokes of width 1; `size` counts modules, the quiet zone included. */
export function qrPath(text: string): { size: number; path: string } {
  const { data, size } = encode(text, { ecc: 'M', border })
  // Moves from stroke to stroke, which compresses to half of what their places would; lines run through the middle of a row.
  let path = ''
  let [atX, atY] = [0, -0.5]
  for (const [y, row] of data.entries()) {
    for (let x = 0; x < size; x++) {
      if (!row[x]) continue
      const start = x
      while (row[x]) x++
      path += `m${start - atX} ${y - atY}h${x - start}`
      ;[atX, atY] = [x, y]
    }
  }
  return { size, path }
}
