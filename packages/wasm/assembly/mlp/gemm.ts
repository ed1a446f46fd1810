import { blockColumns, blockRows, blockTerms, panelsA, panelsB, tileColumns, tileRows } from './layout';
import { packA, packATransposed, packB, packBTransposed } from './pack';
import { addPart, addTile } from './tile';

/**
 * C = A·B, or C += A·B where `accumulate`, for C of m × n and sums of k terms, all in rows of singles; strides from
 * one row to the next are counted in singles. A is m × k and B k × n as the product has them.
 *
 * Order: from +0, or c itself where `accumulate`, one rounded product after the other, from the first term to the
 * last, as in the plainest loop. Blocks, panels and the form of the product do not show in the bits.
 */
export function gemm(
  m: u32,
  n: u32,
  k: u32,
  a: usize,
  strideA: u32,
  b: usize,
  strideB: u32,
  c: usize,
  strideC: u32,
  accumulate: bool,
): void {
  product(m, n, k, a, strideA << 2, false, b, strideB << 2, false, c, strideC << 2, accumulate);
}

/** The same with B stored transposed, n × k. */
export function gemmNT(
  m: u32,
  n: u32,
  k: u32,
  a: usize,
  strideA: u32,
  b: usize,
  strideB: u32,
  c: usize,
  strideC: u32,
  accumulate: bool,
): void {
  product(m, n, k, a, strideA << 2, false, b, strideB << 2, true, c, strideC << 2, accumulate);
}

/** The same with A stored transposed, k × m. */
export function gemmTN(
  m: u32,
  n: u32,
  k: u32,
  a: usize,
  strideA: u32,
  b: usize,
  strideB: u32,
  c: usize,
  strideC: u32,
  accumulate: bool,
): void {
  product(m, n, k, a, strideA << 2, true, b, strideB << 2, false, c, strideC << 2, accumulate);
}

/**
 * Packed panels of B stay in the first-level cache while those of A pass by, and the block of A in the second-level
 * cache while all of B does. Strides are in bytes.
 */
function product(
  m: u32,
  n: u32,
  k: u32,
  a: usize,
  strideA: u32,
  transposedA: bool,
  b: usize,
  strideB: u32,
  transposedB: bool,
  c: usize,
  strideC: u32,
  accumulate: bool,
): void {
  if (!accumulate) for (let row: u32 = 0; row < m; row++) memory.fill(c + row * strideC, 0, n << 2);
  for (let column: u32 = 0; column < n; column += blockColumns) {
    const columns = min(blockColumns, n - column);
    for (let term: u32 = 0; term < k; term += blockTerms) {
      const terms = min(blockTerms, k - term);
      if (transposedB) packBTransposed(b + column * strideB + (term << 2), strideB, columns, terms);
      else packB(b + term * strideB + (column << 2), strideB, columns, terms);
      for (let row: u32 = 0; row < m; row += blockRows) {
        const rows = min(blockRows, m - row);
        if (transposedA) packATransposed(a + term * strideA + (row << 2), strideA, rows, terms);
        else packA(a + row * strideA + (term << 2), strideA, rows, terms);
        multiply(rows, columns, terms, c + row * strideC + (column << 2), strideC);
      }
    }
  }
}

/** C += the packed block of A times the packed block of B. */
function multiply(rows: u32, columns: u32, terms: u32, c: usize, strideC: u32): void {
  let panelB = panelsB;
  for (let column: u32 = 0; column < columns; column += tileColumns) {
    const wide = min(tileColumns, columns - column);
    let panelA = panelsA;
    let to = c + (column << 2);
    for (let row: u32 = 0; row < rows; row += tileRows) {
      const high = min(tileRows, rows - row);
      if (high === tileRows && wide === tileColumns) addTile(terms, panelA, panelB, to, strideC);
      else addPart(terms, panelA, panelB, to, strideC, high, wide);
      panelA += (terms * tileRows) << 2;
      to += tileRows * strideC;
    }
    panelB += (terms * tileColumns) << 2;
  }
}
