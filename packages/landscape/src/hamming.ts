import { InputError, type Random, shuffle, type VotePatterns, Votes } from '@mcover/core';
import { type Barrier, barrierOf } from './barrier.ts';

/** Paths between weights ±1: those that differ are flipped one after the other. */

/**
 * The places in which two weight vectors differ.
 *
 * @example
 * differing([1, -1, 1], [1, 1, -1]); // [1, 2]
 *
 * @throws InputError for weights of different numbers.
 */
export function differing(a: ArrayLike<number>, b: ArrayLike<number>): Int32Array {
  if (a.length !== b.length) throw new InputError('weights', `${a.length} and ${b.length} numbers`);
  return Int32Array.from(Array.from({ length: a.length }, (_, i) => i).filter((i) => a[i] !== b[i]));
}

/**
 * `count` random orders in which to flip what differs.
 *
 * @example
 * const [order] = flipOrders([1, -1, 1], [1, 1, -1], 1, stream({ root: 1, trial: 0 }, 'flips'));
 * order.toSorted(); // [1, 2]
 *
 * @throws InputError for weights of different numbers.
 */
export function flipOrders(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  count: number,
  random: Random,
): Int32Array[] {
  const places = differing(a, b);
  return Array.from({ length: count }, () => {
    const order = Int32Array.from(places);
    shuffle(random, order);
    return order;
  });
}

/**
 * The error of a committee of weights ±1, of which a perceptron is one of a single unit, after none and after each flip of
 * an order: fields are kept up to date.
 *
 * @example
 * const patterns = votePatterns(1, 'linear', { N: 2, P: 2, x: Int8Array.of(1, 1, 1, -1), y: Int8Array.of(1, 1) });
 * errorsOfFlips(patterns, [1, 1], [1, 0]); // [0, 0, 0.5]
 */
export function errorsOfFlips(
  problem: VotePatterns,
  weights: ArrayLike<number>,
  order: ArrayLike<number>,
): Float64Array {
  const { P, y } = problem.patterns;
  const state = new Votes(problem, Int8Array.from(weights));
  const error = () => {
    let wrong = 0;
    for (let mu = 0; mu < P; mu++) if ((state.votes[mu] >= 0 ? 1 : -1) !== y[mu]) wrong++;
    return wrong / P;
  };
  const errors = new Float64Array(order.length + 1);
  errors[0] = error();
  for (let n = 0; n < order.length; n++) {
    state.flip(order[n]);
    errors[n + 1] = error();
  }
  return errors;
}

/** The barrier between weights ±1. */
export interface FlipBarrier extends Barrier {
  /** Number of weights that differ. */
  readonly length: number;
  /** The mean over orders, at even steps. */
  readonly errors: Float64Array;
  /** The mean of the highest errors of the single orders, which lies above that of their mean. */
  readonly highestOfEach: number;
}

/**
 * The barrier of the mean error over some orders of flips, at `steps` even steps.
 *
 * @example
 * const patterns = votePatterns(1, 'linear', { N: 2, P: 2, x: Int8Array.of(1, 1, 1, -1), y: Int8Array.of(1, 1) });
 * const random = stream({ root: 1, trial: 0 }, 'flips');
 * flipBarrier(patterns, [1, 1], [-1, -1], { orders: 4, steps: 2 }, random).highest; // 0.5
 *
 * @throws InputError for weights of different numbers.
 */
export function flipBarrier(
  problem: VotePatterns,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { orders, steps }: { readonly orders: number; readonly steps: number },
  random: Random,
): FlipBarrier {
  const curves = flipOrders(a, b, orders, random).map((order) => errorsOfFlips(problem, a, order));
  const length = curves[0].length - 1;
  const errors = Float64Array.from({ length: steps + 1 }, (_, n) => {
    const at = Math.round((n * length) / steps);
    return curves.reduce((sum, curve) => sum + curve[at], 0) / orders;
  });
  const highestOfEach = curves.reduce((sum, curve) => sum + Math.max(...curve), 0) / orders;
  return { ...barrierOf(errors), length, errors, highestOfEach };
}
