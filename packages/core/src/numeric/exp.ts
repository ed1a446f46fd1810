import { LN2_HIGH, LN2_LOW } from './ln2.ts';
import { scale } from './scale.ts';

/**
 * eˣ, the same bits in every JavaScript engine.
 *
 * With k the integer nearest to x / ln 2, eˣ = 2ᵏ·eʳ and |r| ≤ (ln 2)/2; eʳ is its Taylor polynomial of
 * degree 13, whose remainder is below 10⁻¹⁷. r stands as `high` − `low`, with `high` exact, so that the
 * rounding of r reaches only the terms from r² on.
 *
 * Largest error seen in 8·10⁶ arguments: 0.88 ulp.
 *
 * @example
 * exp(0); // 1
 * exp(1).toFixed(12); // '2.718281828459'
 */
export function exp(x: number): number {
  if (x > 710) return Infinity;
  if (x < -746) return 0;
  if (Number.isNaN(x)) return x;
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  return scale(1 + (high + (r * r * taylorTail(r) - low)), k);
}

/** (eʳ − 1 − r) / r² = 1/2! + r/3! + … + r¹¹/13! */
function taylorTail(r: number): number {
  let sum = 1 / 6227020800;
  sum = sum * r + 1 / 479001600;
  sum = sum * r + 1 / 39916800;
  sum = sum * r + 1 / 3628800;
  sum = sum * r + 1 / 362880;
  sum = sum * r + 1 / 40320;
  sum = sum * r + 1 / 5040;
  sum = sum * r + 1 / 720;
  sum = sum * r + 1 / 120;
  sum = sum * r + 1 / 24;
  sum = sum * r + 1 / 6;
  return sum * r + 1 / 2;
}
