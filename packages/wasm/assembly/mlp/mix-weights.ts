import { sumRowsBy } from './columns';

/**
 * W̃[β,r,i] = Σ_α Q̂[r,g,β,α] W[α,r,i], i in block g, Q̂ as in mix.ts: for a layer whose inputs all covers share. Block
 * g is inputs ends[g−1] to ends[g] (words; from 0), W[α,r,i] stands at α·cover + r·inputs + i, as W̃ does; α from 0 up.
 * `rows` may be a part of the layer's, with `q` and both weights at the first of them.
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
  cover: u32,
): void {
  weightsBy(rows, inputs, covers, blocks, ends, q, 4, covers << 2, w, mixed, cover << 2);
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
  cover: u32,
): void {
  weightsBy(rows, inputs, covers, blocks, ends, q, covers << 2, 4, mixed, w, cover << 2);
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
  cover: u32,
): void {
  for (let r: u32 = 0; r < rows; r++) {
    const row = (r * inputs) << 2;
    let first: u32 = 0;
    for (let g: u32 = 0; g < blocks; g++) {
      const end = load<u32>(ends + (g << 2));
      const at = row + (first << 2);
      sumRowsBy(to + at, cover, false, covers, from + at, cover, q, byTerm, bySum, covers, end - first);
      q += (covers * covers) << 2;
      first = end;
    }
  }
}
