import type { Centre } from './centre.ts';

/**
 * The exponential moving average of one copy, c ← m·c + (1 − m)·w after each step (Polyak and Juditsky 1992,
 * https://doi.org/10.1137/0330046, with a memory m that fades). It moves nothing: the copy is that of SGD. With m = 0 it
 * is the copy itself.
 *
 * @param start weights of the copy. Not changed.
 *
 * @example
 * const centre = movingAverage(Float64Array.of(4, 0), 0.75);
 * centre.follow({ weights: (to) => to.set([0, 8]) }, 0);
 * centre.weights; // [3, 2]
 */
export function movingAverage(start: Float64Array, memory: number): Centre {
  const weights = Float64Array.from(start);
  const copy = new Float64Array(start.length);
  return {
    weights,
    kept: { weights },
    follow(copies) {
      copies.weights(copy);
      for (let q = 0; q < copy.length; q++) weights[q] = memory * weights[q] + (1 - memory) * copy[q];
    },
  };
}
