import { binomialQuantile } from './distributions.ts';
import { type Interval, level } from './interval.ts';

export function median(sample: readonly number[]): number {
  if (sample.length === 0) throw new RangeError('an empty sample has no median');
  const sorted = ascending(sample);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * The interval of the median between the k-th smallest and the k-th largest value, with the largest k that a
 * binomial count of n halves allows: its coverage is at least 95 %, whatever the distribution. Fewer than six
 * values have none.
 */
export function medianInterval(sample: readonly number[]): Interval | undefined {
  const n = sample.length;
  const k = binomialQuantile((1 - level) / 2, n, 0.5);
  if (k === 0) return undefined;
  const sorted = ascending(sample);
  return { low: sorted[k - 1], high: sorted[n - k] };
}

function ascending(sample: readonly number[]): number[] {
  return [...sample].sort((a, b) => a - b);
}
