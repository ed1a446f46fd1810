import { tile, tileColumns } from './layout';

/**
 * The tile of C that a panel of A (5 values a term) and a panel of B (8 values a term) make: 10 vectors of sums, two
 * of B and one of A take 13 of the 15 registers that V8 has on x86-64. Larger tiles spill; 4 × 8 reads more a product.
 */
export function sumTile(terms: u32, a: usize, b: usize): void {
  let s00 = f32x4.splat(0);
  let s01 = f32x4.splat(0);
  let s10 = f32x4.splat(0);
  let s11 = f32x4.splat(0);
  let s20 = f32x4.splat(0);
  let s21 = f32x4.splat(0);
  let s30 = f32x4.splat(0);
  let s31 = f32x4.splat(0);
  let s40 = f32x4.splat(0);
  let s41 = f32x4.splat(0);
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
  v128.store(tile, s00);
  v128.store(tile, s01, 16);
  v128.store(tile, s10, 32);
  v128.store(tile, s11, 48);
  v128.store(tile, s20, 64);
  v128.store(tile, s21, 80);
  v128.store(tile, s30, 96);
  v128.store(tile, s31, 112);
  v128.store(tile, s40, 128);
  v128.store(tile, s41, 144);
}

/** C = tile, or C += tile, as far as the tile lies within C: `rows` × `columns`. */
export function putTile(c: usize, stride: u32, rows: u32, columns: u32, add: bool): void {
  const end = tile + ((rows * tileColumns) << 2);
  for (let from = tile; from < end; from += tileColumns << 2) {
    if (columns === tileColumns) {
      const low = v128.load(from);
      const high = v128.load(from, 16);
      v128.store(c, add ? f32x4.add(v128.load(c), low) : low);
      v128.store(c, add ? f32x4.add(v128.load(c, 16), high) : high, 16);
    } else {
      for (let j: usize = 0; j < columns << 2; j += 4) {
        const sum = load<f32>(from + j);
        store<f32>(c + j, add ? load<f32>(c + j) + sum : sum);
      }
    }
    c += stride;
  }
}
