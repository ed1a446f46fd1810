import { expMinus } from '../numeric';

/**
 * Activations other than the rectifier (rows.ts), and what they hand back, over `count` columns of rows of singles,
 * `stride` singles apart, of all covers one after the other. Vectors of 4 columns are computed whole, so that `stride`
 * is a multiple of 4.
 */

/** a[r,b] becomes tanh a[r,b] = (1 − e)/(1 + e) with e = e^{−2|a|}, and the sign of a. Largest error: 1.2·10⁻⁷. */
export function tanh(rows: u32, count: u32, a: usize, stride: u32): void {
  const one = f32x4.splat(1);
  const signs = i32x4.splat(i32.MIN_VALUE);
  for (let r: u32 = 0; r < rows; r++) {
    const row = a + ((r * stride) << 2);
    const end = row + (count << 2);
    for (let at = row; at < end; at += 16) {
      const field = v128.load(at);
      const size = f32x4.abs(field);
      const e = expMinus(f32x4.add(size, size));
      const value = f32x4.div(f32x4.sub(one, e), f32x4.add(one, e));
      v128.store(at, v128.or(value, v128.and(field, signs)));
    }
  }
}

/** d[r,b] = d[r,b]·(1 − h²), where h[r,b] is the tanh. */
export function tanhBack(rows: u32, count: u32, d: usize, h: usize, stride: u32): void {
  const one = f32x4.splat(1);
  for (let r: u32 = 0; r < rows; r++) {
    const row = (r * stride) << 2;
    const end = row + (count << 2);
    for (let at = row; at < end; at += 16) {
      const value = v128.load(h + at);
      const slope = f32x4.sub(one, f32x4.mul(value, value));
      v128.store(d + at, f32x4.mul(v128.load(d + at), slope));
    }
  }
}

/** h[r,b] = 1 where a[r,b] ≥ 0, else −1. */
export function sign(rows: u32, count: u32, a: usize, h: usize, stride: u32): void {
  const zero = f32x4.splat(0);
  for (let r: u32 = 0; r < rows; r++) {
    const row = (r * stride) << 2;
    const end = row + (count << 2);
    for (let at = row; at < end; at += 16) {
      const positive = f32x4.ge(v128.load(a + at), zero);
      v128.store(h + at, v128.bitselect(f32x4.splat(1), f32x4.splat(-1), positive));
    }
  }
}

/** d[r,b] = 0 where |a[r,b]| > 1: straight through, with the slope of the identity clipped to [−1, 1]. */
export function signBack(rows: u32, count: u32, d: usize, a: usize, stride: u32): void {
  const one = f32x4.splat(1);
  for (let r: u32 = 0; r < rows; r++) {
    const row = (r * stride) << 2;
    const end = row + (count << 2);
    for (let at = row; at < end; at += 16) {
      const within = f32x4.le(f32x4.abs(v128.load(a + at)), one);
      v128.store(d + at, v128.and(v128.load(d + at), within));
    }
  }
}
