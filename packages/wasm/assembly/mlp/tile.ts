import { tile, tileColumns } from './layout';

/**
 * Adds to a tile of C, 5 × 8, the products of a panel of A (5 values a term) and a panel of B (8 values a term), one
 * term after the other. 10 vectors of sums, two of B, one of A and a product take 14 of the 15 registers that V8 has on
 * x86-64: 4 × 8 reads more for every product, and larger tiles spill.
 */
export function addTile(terms: u32, a: usize, b: usize, c: usize, stride: u32): void {
  const row1 = c + stride;
  const row2 = c + 2 * stride;
  const row3 = c + 3 * stride;
  const row4 = c + 4 * stride;
  let s00 = v128.load(c);
  let s01 = v128.load(c, 16);
  let s10 = v128.load(row1);
  let s11 = v128.load(row1, 16);
  let s20 = v128.load(row2);
  let s21 = v128.load(row2, 16);
  let s30 = v128.load(row3);
  let s31 = v128.load(row3, 16);
  let s40 = v128.load(row4);
  let s41 = v128.load(row4, 16);
  const end = a + terms * 20;
  while (a < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load32_splat(a);
    s00 = f32x4.add(s00, f32x4.mul(a0, b0));
    s01 = f32x4.add(s01, f32x4.mul(a0, b1));
    const a1 = v128.load32_splat(a, 4);
    s10 = f32x4.add(s10, f32x4.mul(a1, b0));
    s11 = f32x4.add(s11, f32x4.mul(a1, b1));
    const a2 = v128.load32_splat(a, 8);
    s20 = f32x4.add(s20, f32x4.mul(a2, b0));
    s21 = f32x4.add(s21, f32x4.mul(a2, b1));
    const a3 = v128.load32_splat(a, 12);
    s30 = f32x4.add(s30, f32x4.mul(a3, b0));
    s31 = f32x4.add(s31, f32x4.mul(a3, b1));
    const a4 = v128.load32_splat(a, 16);
    s40 = f32x4.add(s40, f32x4.mul(a4, b0));
    s41 = f32x4.add(s41, f32x4.mul(a4, b1));
    a += 20;
    b += 32;
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  v128.store(row1, s10);
  v128.store(row1, s11, 16);
  v128.store(row2, s20);
  v128.store(row2, s21, 16);
  v128.store(row3, s30);
  v128.store(row3, s31, 16);
  v128.store(row4, s40);
  v128.store(row4, s41, 16);
}

/** The same where only `rows` × `columns` of the tile lie within C: by way of a whole tile elsewhere. */
export function addPart(
  terms: u32,
  a: usize,
  b: usize,
  c: usize,
  stride: u32,
  rows: u32,
  columns: u32,
): void {
  const bytes = tileColumns << 2;
  for (let i: u32 = 0; i < rows; i++) copy(tile + i * bytes, c + i * stride, columns);
  addTile(terms, a, b, tile, bytes);
  for (let i: u32 = 0; i < rows; i++) copy(c + i * stride, tile + i * bytes, columns);
}

function copy(to: usize, from: usize, count: u32): void {
  for (const end = from + (count << 2); from < end; from += 4) {
    store<f32>(to, load<f32>(from));
    to += 4;
  }
}
