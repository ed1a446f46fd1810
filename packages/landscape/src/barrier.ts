import { InputError } from '@mcover/core';

/** What stands between the ends of a path, from its errors at even steps. */
export interface Barrier {
  /** The highest error on the path: the paper's barrier, whose ends have none. */
  readonly highest: number;
  /** Where it is first, from 0 to 1. */
  readonly at: number;
  /** By how much the path rises above the straight line between the errors of its ends: at least 0. */
  readonly excess: number;
  /** Of all points. */
  readonly mean: number;
}

/**
 * The barrier of a path.
 *
 * @example
 * barrierOf([0.1, 0.4, 0.2]); // { highest: 0.4, at: 0.5, excess: 0.25, mean: 0.7 / 3 }
 * barrierOf([0, 0, 0]).excess; // 0
 *
 * @throws InputError for fewer errors than the two of the ends.
 */
export function barrierOf(errors: ArrayLike<number>): Barrier {
  const steps = errors.length - 1;
  if (steps < 1) throw new InputError('errors', 'a path has two ends at least');
  const all = Array.from(errors);
  const highest = Math.max(...all);
  const excesses = all.map((error, n) => error - (errors[0] + (n / steps) * (errors[steps] - errors[0])));
  return {
    highest,
    at: all.indexOf(highest) / steps,
    // The ends lie on the line but for rounding.
    excess: Math.max(0, ...excesses.slice(1, -1)),
    mean: all.reduce((sum, error) => sum + error) / all.length,
  };
}
