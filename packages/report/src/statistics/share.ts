import { normalQuantile } from './distributions.ts';
import { type Interval, level } from './interval.ts';

/** Wilson's score interval of a share of `count` in n > 0 (https://doi.org/10.1080/01621459.1927.10502953). */
export function wilsonInterval(count: number, n: number): Interval {
  if (!(n > 0 && count >= 0 && count <= n)) throw new RangeError(`${count} of ${n} is not a share`);
  const z = normalQuantile((1 + level) / 2, 0, 1);
  const share = count / n;
  const center = share + (z * z) / (2 * n);
  const half = z * Math.sqrt((share * (1 - share)) / n + (z / (2 * n)) ** 2);
  const scale = 1 + (z * z) / n;
  // At the ends the formula gives 0 and 1 up to rounding.
  return {
    low: count === 0 ? 0 : (center - half) / scale,
    high: count === n ? 1 : (center + half) / scale,
  };
}
