/** Functions of four singles, made of + − · / and bits alone: the same bits on every machine. */

/**
 * e^{−x} for x ≥ 0; 0 from x = 40 on, where it is below 10⁻¹⁷ and would make subnormal products.
 *
 * With k the integer nearest to −x / ln 2, it is 2ᵏ·eʳ, and eʳ its Taylor polynomial of degree 7, whose remainder
 * is below 6·10⁻⁹. ln 2 is subtracted in two parts, of which the first has so few bits that k times it is exact.
 * Adding 1.5·2²³ rounds to an integer and leaves it in the low bits. Largest error below 40: 0.98 ulp.
 */
export function expMinus(x: v128): v128 {
  const inRange = f32x4.lt(x, f32x4.splat(40));
  const negative = f32x4.neg(f32x4.min(x, f32x4.splat(40)));
  const shifted = f32x4.add(f32x4.mul(negative, f32x4.splat(Mathf.LOG2E)), f32x4.splat(12582912));
  const k = f32x4.sub(shifted, f32x4.splat(12582912));
  const high = f32x4.sub(negative, f32x4.mul(k, f32x4.splat(0.693359375)));
  const r = f32x4.sub(high, f32x4.mul(k, f32x4.splat(-0.00021219444)));
  let tail = f32x4.splat(1 / 5040);
  tail = f32x4.add(f32x4.mul(tail, r), f32x4.splat(1 / 720));
  tail = f32x4.add(f32x4.mul(tail, r), f32x4.splat(1 / 120));
  tail = f32x4.add(f32x4.mul(tail, r), f32x4.splat(1 / 24));
  tail = f32x4.add(f32x4.mul(tail, r), f32x4.splat(1 / 6));
  tail = f32x4.add(f32x4.mul(tail, r), f32x4.splat(1 / 2));
  const power = f32x4.add(f32x4.splat(1), f32x4.add(r, f32x4.mul(f32x4.mul(r, r), tail)));
  const scale = i32x4.shl(i32x4.add(shifted, i32x4.splat(127)), 23);
  return v128.and(f32x4.mul(power, scale), inRange);
}

/**
 * log(1 + u) for 0 ≤ u ≤ 1: 2 artanh(s) by its series up to s¹⁷, s = u/(2 + u) ≤ 1/3, whose remainder is below
 * 10⁻⁹ of it. Largest error: 1.92 ulp.
 */
export function log1p(u: v128): v128 {
  const s = f32x4.div(u, f32x4.add(f32x4.splat(2), u));
  const z = f32x4.mul(s, s);
  let tail = f32x4.splat(2.0 / 17);
  tail = f32x4.add(f32x4.mul(tail, z), f32x4.splat(2.0 / 15));
  tail = f32x4.add(f32x4.mul(tail, z), f32x4.splat(2.0 / 13));
  tail = f32x4.add(f32x4.mul(tail, z), f32x4.splat(2.0 / 11));
  tail = f32x4.add(f32x4.mul(tail, z), f32x4.splat(2.0 / 9));
  tail = f32x4.add(f32x4.mul(tail, z), f32x4.splat(2.0 / 7));
  tail = f32x4.add(f32x4.mul(tail, z), f32x4.splat(2.0 / 5));
  tail = f32x4.add(f32x4.mul(tail, z), f32x4.splat(2.0 / 3));
  return f32x4.add(f32x4.add(s, s), f32x4.mul(f32x4.mul(s, z), tail));
}

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
