import { type Interval, tInterval } from './interval.ts';
import { wilsonInterval } from './share.ts';

/**
 * 95 % interval of the mean of a sample: of flags, and of values of which some are 0 and all others 1, Wilson's; else
 * Student's. Equal values that are no flags have none: they do not say how far the next one may be off.
 *
 * @example
 * sampleInterval([0.25, 0.25, 0.25], false); // undefined
 * sampleInterval([0, 0, 0, 0, 0, 0, 0, 0, 0, 0], true).low; // 0
 */
export function sampleInterval(values: readonly number[], flag: boolean): Interval | undefined {
  if (values.length === 0) return undefined;
  const alike = new Set(values).size === 1;
  const shares = flag || (!alike && values.every((value) => value === 0 || value === 1));
  if (shares) return wilsonInterval(values.filter((value) => value === 1).length, values.length);
  return alike ? undefined : tInterval(values);
}
