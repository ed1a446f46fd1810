/** Functions of four singles, made of + − · / and bits alone: the same bits on every machine. */

export { expMinus } from '../committee/numeric';

/**
 * ln x of a normal x > 0. With x = 2ᵏ·m, m from √½ to √2, it is k·ln 2 + ln m, and ln m = 2 artanh(s) by its series up
 * to s⁹, s = (m − 1)/(m + 1), |s| ≤ 0.1716, whose remainder is below 3·10⁻⁹ of it. ln 2 is added in two parts, of which
 * the first has so few bits that k times it is exact.
 */
export function log(x: v128): v128 {
  // Subtracting the bits of √½ before the exponent is read puts m into [√½, √2).
  const shifted = i32x4.sub(x, i32x4.splat(0x3f3504f3));
  const k = f32x4.convert_i32x4_s(i32x4.shr_s(shifted, 23));
  const m = i32x4.add(v128.and(shifted, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const s = f32x4.div(f32x4.sub(m, f32x4.splat(1)), f32x4.add(m, f32x4.splat(1)));
  const z = f32x4.mul(s, s);
  let tail = f32x4.splat(2.0 / 9);
  tail = f32x4.add(f32x4.mul(tail, z), f32x4.splat(2.0 / 7));
  tail = f32x4.add(f32x4.mul(tail, z), f32x4.splat(2.0 / 5));
  tail = f32x4.add(f32x4.mul(tail, z), f32x4.splat(2.0 / 3));
  const low = f32x4.add(f32x4.mul(f32x4.mul(s, z), tail), f32x4.mul(k, f32x4.splat(-0.00021219444)));
  return f32x4.add(f32x4.mul(k, f32x4.splat(0.693359375)), f32x4.add(f32x4.add(s, s), low));
}
