import { fill, rectify, sumRowsBy } from './columns';

/**
 * Products with the mixers Q̂ (Eq. 13, 14). Those of one layer are M × M matrices Q̂[r,g,β,α], one for every output r and
 * block of inputs g, in singles in this order. Strides are counted in singles.
 */

/**
 * a[β,r,b] = bias[β,r] + Σ_g Σ_α Q̂[r,g,β,α] C_g[α,r,b] for `count` columns b, and 0 for negatives where `rectified`.
 * C_g[α,r,b] stands at ((g·M + α)·rows + r)·stride + b, a[β,r,b] at β·coverA + r·stride + b, bias[β,r] at
 * β·coverBias + r. `rows` may be a part of the layer's, with `q`, `a` and `bias` at the first of them.
 *
 * Order: from the bias, or without one (address 0) from a itself, g from 0 up, and for each g α from 0 up, one rounded
 * product after the other. So the blocks may also come in several calls.
 */
export function mix(
  rows: u32,
  count: u32,
  covers: u32,
  blocks: u32,
  q: usize,
  blocksInQ: u32,
  c: usize,
  a: usize,
  coverA: u32,
  stride: u32,
  bias: usize,
  coverBias: u32,
  rectified: bool,
): void {
  const matrix = covers * covers;
  const block = (covers * rows * stride) << 2;
  for (let r: u32 = 0; r < rows; r++) {
    const to = a + ((r * stride) << 2);
    if (bias !== 0)
      for (let beta: u32 = 0; beta < covers; beta++)
        fill(to + ((beta * coverA) << 2), load<f32>(bias + ((beta * coverBias + r) << 2)), count);
    let weights = q + ((r * blocksInQ * matrix) << 2);
    let from = c + ((r * stride) << 2);
    for (let g: u32 = 0; g < blocks; g++) {
      sumRowsBy(
        to,
        coverA << 2,
        true,
        covers,
        from,
        (rows * stride) << 2,
        weights,
        4,
        covers << 2,
        covers,
        count,
      );
      weights += matrix << 2;
      from += block;
    }
    if (rectified) for (let beta: u32 = 0; beta < covers; beta++) rectify(to + ((beta * coverA) << 2), count);
  }
}

/**
 * dC_g[α,r,b] = Σ_β Q̂[r,g,β,α] d[β,r,b], the transpose: addresses, strides and parts as in `mix`, β from 0 up.
 */
export function unmix(
  rows: u32,
  count: u32,
  covers: u32,
  blocks: u32,
  q: usize,
  blocksInQ: u32,
  d: usize,
  coverD: u32,
  c: usize,
  stride: u32,
): void {
  const matrix = covers * covers;
  for (let r: u32 = 0; r < rows; r++) {
    for (let g: u32 = 0; g < blocks; g++) {
      const to = c + (((g * covers * rows + r) * stride) << 2);
      const toStride = (rows * stride) << 2;
      const weights = q + (((r * blocksInQ + g) * matrix) << 2);
      const from = d + ((r * stride) << 2);
      sumRowsBy(to, toStride, false, covers, from, coverD << 2, weights, covers << 2, 4, covers, count);
    }
  }
}
