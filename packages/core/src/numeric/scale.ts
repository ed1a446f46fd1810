/** Powers of two: the exponent of a double, read from its bits, and set by exact products. */

const bits = new DataView(new ArrayBuffer(8));

/** floor(log₂ x) of a positive normal double. */
export function exponent(x: number): number {
  bits.setFloat64(0, x);
  return (bits.getUint32(0) >>> 20) - 1023;
}

const reach = 540;

/** 2ⁿ at [n + reach]. A table, because reading it does not wait for a store, as making the bits would. */
const powers = new Float64Array(2 * reach + 1);
powers[reach] = 1;
for (let n = 1; n <= reach; n++) {
  powers[reach + n] = powers[reach + n - 1] * 2;
  powers[reach - n] = powers[reach - n + 1] / 2;
}

/**
 * x · 2ⁿ, rounded once: for 0 ≤ n ≤ 1080, and for n ≥ −1080 where x or the product is of order one. Two steps,
 * so that the whole range of doubles is within reach; only the second can overflow or lose bits.
 */
export function scale(x: number, n: number): number {
  const half = n >> 1;
  return x * powers[half + reach] * powers[n - half + reach];
}
