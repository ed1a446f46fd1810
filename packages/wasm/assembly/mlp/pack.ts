import { panelsA, panelsB, tileColumns, tileRows } from './layout';

/**
 * Copies of blocks in the order in which `addTile` reads them: panels of 5 rows of A, or of 8 columns of B, and within
 * a panel term after term. What is missing in the last panel is 0. Strides are in bytes.
 */

/** From rows of A: `terms` contiguous values of each of `rows` rows. */
export function packA(from: usize, stride: u32, rows: u32, terms: u32): void {
  let to = panelsA;
  let row: u32 = 0;
  for (; row + tileRows <= rows; row += tileRows) {
    const first = from + row * stride;
    const last = first + 4 * stride;
    let term: u32 = 0;
    for (; term + 4 <= terms; term += 4) {
      const at = term << 2;
      turn(first + at, stride, to, 20);
      const fifth = v128.load(last + at);
      v128.store_lane<u32>(to, fifth, 0, 16);
      v128.store_lane<u32>(to, fifth, 1, 36);
      v128.store_lane<u32>(to, fifth, 2, 56);
      v128.store_lane<u32>(to, fifth, 3, 76);
      to += 80;
    }
    to = packPart(first + (term << 2), 4, stride, tileRows, terms - term, to, tileRows);
  }
  if (row < rows) packPart(from + row * stride, 4, stride, rows - row, terms, to, tileRows);
}

/** From columns of A transposed: `rows` contiguous values of each of `terms` terms. */
export function packATransposed(from: usize, stride: u32, rows: u32, terms: u32): void {
  let to = panelsA;
  let row: u32 = 0;
  for (; row + tileRows <= rows; row += tileRows) {
    let at = from + (row << 2);
    for (let term: u32 = 0; term < terms; term++) {
      v128.store(to, v128.load(at));
      store<f32>(to, load<f32>(at, 16), 16);
      at += stride;
      to += 20;
    }
  }
  if (row < rows) packPart(from + (row << 2), stride, 4, rows - row, terms, to, tileRows);
}

/** From rows of B: `columns` contiguous values of each of `terms` terms. */
export function packB(from: usize, stride: u32, columns: u32, terms: u32): void {
  let to = panelsB;
  let column: u32 = 0;
  for (; column + tileColumns <= columns; column += tileColumns) {
    let at = from + (column << 2);
    for (let term: u32 = 0; term < terms; term++) {
      v128.store(to, v128.load(at));
      v128.store(to, v128.load(at, 16), 16);
      at += stride;
      to += 32;
    }
  }
  if (column < columns) packPart(from + (column << 2), stride, 4, columns - column, terms, to, tileColumns);
}

/** From rows of B transposed: `terms` contiguous values of each of `columns` columns. */
export function packBTransposed(from: usize, stride: u32, columns: u32, terms: u32): void {
  let to = panelsB;
  let column: u32 = 0;
  for (; column + tileColumns <= columns; column += tileColumns) {
    const first = from + column * stride;
    let term: u32 = 0;
    for (; term + 4 <= terms; term += 4) {
      const at = first + (term << 2);
      turn(at, stride, to, 32);
      turn(at + 4 * stride, stride, to + 16, 32);
      to += 128;
    }
    to = packPart(first + (term << 2), 4, stride, tileColumns, terms - term, to, tileColumns);
  }
  if (column < columns) packPart(from + column * stride, 4, stride, columns - column, terms, to, tileColumns);
}

/** Four rows of four values become four columns, `toStride` bytes apart. */
function turn(from: usize, stride: u32, to: usize, toStride: u32): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + stride);
  const r2 = v128.load(from + 2 * stride);
  const r3 = v128.load(from + 3 * stride);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  v128.store(to + toStride, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
  v128.store(to + 2 * toStride, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
  v128.store(to + 3 * toStride, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
}

/** One value at a time: `have` of `width` values of every term, zeros for the rest. Gives the address after them. */
function packPart(
  from: usize,
  termStride: u32,
  valueStride: u32,
  have: u32,
  terms: u32,
  to: usize,
  width: u32,
): usize {
  for (let term: u32 = 0; term < terms; term++) {
    for (let v: u32 = 0; v < width; v++) {
      store<f32>(to, v < have ? load<f32>(from + v * valueStride) : 0);
      to += 4;
    }
    from += termStride;
  }
  return to;
}
