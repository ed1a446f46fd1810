import type { Path } from './geodesic.ts';

/**
 * The error at each point of a path, n = 0, …, steps.
 *
 * @param error of a weight vector, which it does not keep.
 *
 * @example
 * errorsAlong(straight([0], [1], 2), 4, ([w]) => w * w); // [0, 0.0625, 0.25, 0.5625, 1]
 */
export function errorsAlong(point: Path, steps: number, error: (w: Float64Array) => number): Float64Array {
  return Float64Array.from({ length: steps + 1 }, (_, n) => error(point(n)));
}
