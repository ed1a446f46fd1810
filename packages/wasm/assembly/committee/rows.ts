import { copies, K, N, weights } from './layout';

/**
 * Scales the row of every unit and copy to unit norm; a row of zeros stays. Squares, which are exact in doubles,
 * are summed in doubles from i = 0 up.
 */
export function normalise(): void {
  for (let k: u32 = 0; k < K; k++) {
    for (let b: u32 = 0; b < copies; b += 4) normaliseCopies(weights + (k * N * copies + b) * 4);
  }
}

function normaliseCopies(first: usize): void {
  const stride = copies << 2;
  const end = first + N * stride;
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let at = first; at < end; at += stride) {
    const w = v128.load(at);
    const lower = f64x2.promote_low_f32x4(w);
    const upper = f64x2.promote_low_f32x4(v128.shuffle<f32>(w, w, 2, 3, 2, 3));
    low = f64x2.add(low, f64x2.mul(lower, lower));
    high = f64x2.add(high, f64x2.mul(upper, upper));
  }
  const lowNorm = f32x4.demote_f64x2_zero(f64x2.sqrt(low));
  const highNorm = f32x4.demote_f64x2_zero(f64x2.sqrt(high));
  const norm = v128.shuffle<f32>(lowNorm, highNorm, 0, 1, 4, 5);
  const divisor = v128.bitselect(f32x4.splat(1), norm, f32x4.eq(norm, f32x4.splat(0)));
  for (let at = first; at < end; at += stride) v128.store(at, f32x4.div(v128.load(at), divisor));
}
