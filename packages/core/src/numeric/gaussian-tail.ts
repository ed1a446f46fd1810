import { exp } from './exp.ts';

/** φ(x) = exp(−x²/2)/√(2π). */
export function gaussianDensity(x: number): number {
  return exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/**
 * H(x) = ∫ₓ^∞ φ. Up to 2.5 from the series ½ − H = φ(x)·(x + x³/3 + x⁵/(3·5) + …), whose terms are all
 * positive; beyond, Laplace's continued fraction H = φ(x)/(x + 1/(x + 2/(x + 3/(x + …)))), cut after 60 levels.
 */
export function gaussianTail(x: number): number {
  if (x < 0) return 1 - gaussianTail(-x);
  return x <= 2.5 ? 0.5 - gaussianDensity(x) * series(x) : gaussianDensity(x) / fraction(x);
}

/**
 * φ(x)/H(x), the mean of a Gaussian number that is known to lie above x: near x for large x, where φ and H are too small
 * for doubles, and near 0 for −x.
 *
 * @example
 * inverseMillsRatio(0).toFixed(12); // '0.797884560803'
 * inverseMillsRatio(100).toFixed(6); // '100.009998'
 */
export function inverseMillsRatio(x: number): number {
  return x <= 2.5 ? gaussianDensity(x) / gaussianTail(x) : fraction(x);
}

function series(x: number): number {
  let sum = x;
  let term = x;
  for (let n = 3; term > 1e-17 * sum; n += 2) {
    term *= (x * x) / n;
    sum += term;
  }
  return sum;
}

function fraction(x: number): number {
  let value = x;
  for (let level = 60; level >= 1; level--) value = x + level / value;
  return value;
}
