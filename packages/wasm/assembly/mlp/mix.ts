/**
 * Products with the mixers Q̂ (Eq. 13, 14). Those of one layer are M × M matrices Q̂[r,g,β,α], one for every output r and
 * block of inputs g, in singles in this order. Strides are counted in singles.
 */

/**
 * a[β,r,b] = bias[β,r] + Σ_g Σ_α Q̂[r,g,β,α] C_g[α,r,b] for `count` columns b, and 0 for negatives where `rectify`.
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
  rectify: bool,
): void {
  const matrix = covers * covers;
  const block = (covers * rows * stride) << 2;
  for (let r: u32 = 0; r < rows; r++) {
    for (let beta: u32 = 0; beta < covers; beta++) {
      const to = a + ((beta * coverA + r * stride) << 2);
      if (bias !== 0) fill(to, load<f32>(bias + ((beta * coverBias + r) << 2)), count);
      let weights = q + ((r * blocksInQ * matrix + beta * covers) << 2);
      let from = c + ((r * stride) << 2);
      for (let g: u32 = 0; g < blocks; g++) {
        addRows(to, from, (rows * stride) << 2, weights, 4, covers, count);
        weights += matrix << 2;
        from += block;
      }
      if (rectify) rectifyRow(to, count);
    }
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
      for (let alpha: u32 = 0; alpha < covers; alpha++) {
        const to = c + ((((g * covers + alpha) * rows + r) * stride) << 2);
        fill(to, 0, count);
        const weights = q + (((r * blocksInQ + g) * matrix + alpha) << 2);
        addRows(to, d + ((r * stride) << 2), coverD << 2, weights, covers << 2, covers, count);
      }
    }
  }
}

/**
 * W̃[β,r,i] = Σ_α Q̂[r,g,β,α] W[α,r,i], i in block g: for a layer whose inputs all covers share. Block g is inputs
 * ends[g−1] to ends[g] (words; from 0), W[α,r,i] at (α·rows + r)·inputs + i as W̃ is; α from 0 up.
 */
export function mixWeights(
  rows: u32,
  inputs: u32,
  covers: u32,
  blocks: u32,
  ends: usize,
  q: usize,
  w: usize,
  mixed: usize,
): void {
  weightsBy(rows, inputs, covers, blocks, ends, q, 4, covers << 2, w, mixed);
}

/** dW[α,r,i] = Σ_β Q̂[r,g,β,α] dW̃[β,r,i], the transpose; β from 0 up. */
export function unmixWeights(
  rows: u32,
  inputs: u32,
  covers: u32,
  blocks: u32,
  ends: usize,
  q: usize,
  mixed: usize,
  w: usize,
): void {
  weightsBy(rows, inputs, covers, blocks, ends, q, covers << 2, 4, mixed, w);
}

function weightsBy(
  rows: u32,
  inputs: u32,
  covers: u32,
  blocks: u32,
  ends: usize,
  q: usize,
  byTerm: u32,
  bySum: u32,
  from: usize,
  to: usize,
): void {
  const cover = (rows * inputs) << 2;
  for (let r: u32 = 0; r < rows; r++) {
    const row = (r * inputs) << 2;
    let first: u32 = 0;
    for (let g: u32 = 0; g < blocks; g++) {
      const end = load<u32>(ends + (g << 2));
      const at = row + (first << 2);
      for (let sum: u32 = 0; sum < covers; sum++) {
        fill(to + sum * cover + at, 0, end - first);
        addRows(to + sum * cover + at, from + at, cover, q + sum * bySum, byTerm, covers, end - first);
      }
      q += (covers * covers) << 2;
      first = end;
    }
  }
}

function fill(to: usize, value: f32, count: u32): void {
  for (const end = to + (count << 2); to < end; to += 4) store<f32>(to, value);
}

function rectifyRow(at: usize, count: u32): void {
  for (const end = at + (count << 2); at < end; at += 4) store<f32>(at, max<f32>(load<f32>(at), 0));
}

/**
 * to[b] += Σ_y weights[y]·from[y][b], y from 0 up; strides in bytes. 16 columns at a time, so that the chains of
 * additions are as many as the processor can hold, then 4, then 1: an element's sum is the same in all of them.
 */
function addRows(
  to: usize,
  from: usize,
  stride: u32,
  weights: usize,
  weightStride: u32,
  terms: u32,
  count: u32,
): void {
  const end = weights + terms * weightStride;
  let left = count;
  for (; left >= 16; left -= 16) {
    let s0 = v128.load(to);
    let s1 = v128.load(to, 16);
    let s2 = v128.load(to, 32);
    let s3 = v128.load(to, 48);
    let row = from;
    for (let weight = weights; weight < end; weight += weightStride) {
      const w = v128.load32_splat(weight);
      s0 = f32x4.add(s0, f32x4.mul(w, v128.load(row)));
      s1 = f32x4.add(s1, f32x4.mul(w, v128.load(row, 16)));
      s2 = f32x4.add(s2, f32x4.mul(w, v128.load(row, 32)));
      s3 = f32x4.add(s3, f32x4.mul(w, v128.load(row, 48)));
      row += stride;
    }
    v128.store(to, s0);
    v128.store(to, s1, 16);
    v128.store(to, s2, 32);
    v128.store(to, s3, 48);
    to += 64;
    from += 64;
  }
  for (; left >= 4; left -= 4) {
    let sum = v128.load(to);
    let row = from;
    for (let weight = weights; weight < end; weight += weightStride) {
      sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(weight), v128.load(row)));
      row += stride;
    }
    v128.store(to, sum);
    to += 16;
    from += 16;
  }
  for (; left > 0; left--) {
    let sum = load<f32>(to);
    let row = from;
    for (let weight = weights; weight < end; weight += weightStride) {
      sum += load<f32>(weight) * load<f32>(row);
      row += stride;
    }
    store<f32>(to, sum);
    to += 4;
    from += 4;
  }
}
