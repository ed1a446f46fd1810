import { log } from './log.ts';

/** n! */
export function factorial(n: number): bigint {
  let product = 1n;
  for (let i = 2; i <= n; i++) product *= BigInt(i);
  return product;
}

/** Digits that a double holds. */
const exactDigits = 15;

/**
 * The decimal logarithm of a whole number above 0 of any size, from its digits.
 *
 * @example
 * log10(10n ** 400n); // 400
 * log10(6n).toFixed(12); // '0.778151250384'
 */
export function log10(n: bigint): number {
  const digits = n.toString();
  const leading = Number(`${digits[0]}.${digits.slice(1, exactDigits)}`);
  return digits.length - 1 + log(leading) / Math.LN10;
}
