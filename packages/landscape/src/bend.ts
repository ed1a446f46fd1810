import { type Barrier, barrierOf } from './barrier.ts';
import { geodesic } from './geodesic.ts';
import type { Torus } from './torus.ts';
import { errorsAlong } from './walk.ts';

/** A path with one bend. */
export interface Bend {
  /** Errors from the first end to the bend, and on to the second, at even steps of each half. */
  readonly errors: Float64Array;
  readonly barrier: Barrier;
}

/** What a bend needs of a model and its data. */
export interface Bending {
  /** Trains from a point until it has no error; gives the weights as they are then. */
  descend(start: Float64Array): ArrayLike<number>;
  /** Brings weights to the torus and aligns them to a reference on it. */
  align(reference: Float64Array, w: ArrayLike<number>): Float64Array;
  error(w: Float64Array): number;
}

/**
 * The path from one solution to another by way of a third, which training finds from the point half way (§4.2 of
 * arXiv:2202.03038): two geodesics, whose ends are aligned pair by pair.
 *
 * @param a, b points of the torus, b aligned to a.
 *
 * @example
 * const torus = perceptronTorus(2);
 * const bending = {
 *   descend: ([x, y]) => [x + 1, y],
 *   align: (_, w) => ontoTorus(torus, w),
 *   error: ([x]) => Number(x < 0.8),
 * };
 * const { errors } = bend(torus, [0.8, 0.6], [0.8, -0.6], bending, 2);
 * errors; // [0, 0, 0, 0, 0, 0, 0, 0, 0]
 *
 * @throws what `geodesic` throws.
 */
export function bend(
  torus: Torus,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { descend, align, error }: Bending,
  levels = 5,
): Bend {
  const start = Float64Array.from(a);
  const middle = align(start, descend(Float64Array.from(geodesic(torus, a, b, 1)(1))));
  const end = align(middle, b);
  const steps = 2 ** levels;
  const there = errorsAlong(geodesic(torus, start, middle, levels), steps, error);
  const on = errorsAlong(geodesic(torus, middle, end, levels), steps, error);
  const errors = Float64Array.of(...there, ...on.subarray(1));
  return { errors, barrier: barrierOf(errors) };
}
