/** Makes the `columns` of a row-major matrix orthonormal in place, by the Cholesky factor of its Gram matrix. O(rows · columns²). */
export function orthonormalise(matrix: Float32Array, rows: number, columns: number): void {
  const factor = cholesky(gram(matrix, rows, columns), columns)
  for (let row = 0; row < rows; row++) {
    const at = row * columns
    for (let a = 0; a < columns; a++) {
      let value = matrix[at + a]!
      for (let c = 0; c < a; c++) value -= factor[a * columns + c]! * matrix[at + c]!
      matrix[at + a] = value / factor[a * columns + a]!
    }
  }
}

/** MᵀM of a row-major matrix; only the lower triangle is filled. */
export function gram(matrix: Float32Array, rows: number, columns: number): Float64Array {
  const product = new Float64Array(columns * columns)
  for (let row = 0; row < rows; row++) {
    const at = row * columns
    for (let a = 0; a < columns; a++) {
      const value = matrix[at + a]!
      if (value === 0) continue
      const to = a * columns
      for (let b = 0; b <= a; b++) product[to + b]! += value * matrix[at + b]!
    }
  }
  return product
}

function cholesky(product: Float64Array, n: number): Float64Array {
  for (let a = 0; a < n; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = product[a * n + b]!
      for (let c = 0; c < b; c++) sum -= product[a * n + c]! * product[b * n + c]!
      // The bound keeps a column that depends on the others from dividing by nothing: it becomes noise of no weight.
      product[a * n + b] = a === b ? Math.sqrt(Math.max(sum, 1e-12)) : sum / product[b * n + b]!
    }
  }
  return product
}

/** Eigenvalues (descending, cut at 0) and eigenvectors (as columns) of a symmetric matrix given by its lower triangle: cyclic Jacobi. */
export function eigen(lower: Float64Array, n: number): { values: Float64Array; vectors: Float64Array } {
  const a = new Float64Array(n * n)
  const v = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = lower[i * n + j]!
    v[i * n + i] = 1
  }
  for (let sweep = 0; sweep < 10; sweep++) {
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, v, n, p, q)
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[j * n + j]! - a[i * n + i]! || i - j)
  const values = new Float64Array(n)
  const vectors = new Float64Array(n * n)
  order.forEach((from, to) => {
    values[to] = Math.max(0, a[from * n + from]!)
    for (let i = 0; i < n; i++) vectors[i * n + to] = v[i * n + from]!
  })
  return { values, vectors }
}

function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const off = a[p * n + q]!
  if (Math.abs(off) <= 1e-9 * Math.sqrt(Math.abs(a[p * n + p]! * a[q * n + q]!))) return
  const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * off)
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  for (let i = 0; i < n; i++) turn(a, i * n + p, i * n + q, c, s)
  for (let i = 0; i < n; i++) turn(a, p * n + i, q * n + i, c, s)
  for (let i = 0; i < n; i++) turn(v, i * n + p, i * n + q, c, s)
}

function turn(m: Float64Array, i: number, j: number, c: number, s: number): void {
  const x = m[i]!
  const y = m[j]!
  m[i] = c * x - s * y
  m[j] = s * x + c * y
}
