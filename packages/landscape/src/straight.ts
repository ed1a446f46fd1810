import { InputError } from '@mcover/core';
import type { Path } from './geodesic.ts';

/**
 * The straight line between two weight vectors, in 2^levels steps.
 *
 * @example
 * straight([0, 4], [4, 0], 2)(1); // [1, 3]
 *
 * @throws InputError for weights of different numbers.
 */
export function straight(a: ArrayLike<number>, b: ArrayLike<number>, levels = 5): Path {
  if (a.length !== b.length) throw new InputError('weights', `${a.length} and ${b.length} numbers`);
  const steps = 2 ** levels;
  const point = new Float64Array(a.length);
  return (n) => {
    const t = n / steps;
    for (let i = 0; i < point.length; i++) point[i] = (1 - t) * a[i] + t * b[i];
    return point;
  };
}
