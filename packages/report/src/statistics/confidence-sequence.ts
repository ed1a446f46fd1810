import { lowerBound } from './betting.ts';
import type { Interval } from './interval.ts';

/** What holds of every sequence of differences that a study looks at. */
export interface Bounds {
  /** Between which every value lies, whatever comes. */
  readonly range: Interval;
  /** Probability that the interval misses the mean at any time. */
  readonly error: number;
}

/**
 * An interval of the mean of bounded values that may be looked at after every trial: the probability that it ever misses
 * the true mean is `error` at most. Nothing is supposed of the values but their range, and that they are independent and of one
 * distribution. Both ends are bounds by betting, each at half the error (see betting.ts).
 *
 * @param sample in the order of its coming; of one value at least.
 * @param before the interval of the first values of the same sample, into which this one falls.
 * @param times as if each value had come so often: what a longer study would see.
 *
 * @throws RangeError for an empty sample, or a value out of range.
 *
 * @example
 * const bounds = { range: { low: 0, high: 1 }, error: 0.05 };
 * sequenceInterval([0, 0], bounds).low; // 0
 * sequenceInterval(new Array(100).fill(0.5), bounds).low.toFixed(2); // '0.48'
 * sequenceInterval([2], bounds); // throws 2 is not between 0 and 1
 */
export function sequenceInterval(
  sample: readonly number[],
  { range, error }: Bounds,
  before: Interval = range,
  times = 1,
): Interval {
  if (sample.length === 0) throw new RangeError('an empty sample has no interval');
  const { low, high } = range;
  const width = high - low;
  const above = Float64Array.from(sample, (value) => (value - low) / width);
  const outside = above.findIndex((x) => !(x >= 0 && x <= 1));
  if (outside >= 0) throw new RangeError(`${sample[outside]} is not between ${low} and ${high}`);
  const below = above.map((x) => 1 - x);
  const bound = (x: Float64Array, from: number) => lowerBound(x, error / 2, from / width, times) * width;
  return {
    low: low + bound(above, before.low - low),
    high: high - bound(below, high - before.high),
  };
}
