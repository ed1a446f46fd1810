import type { Interval } from './interval.ts';
import { wilsonInterval } from './share.ts';

/** With this probability one of the runs is to succeed. */
const confidence = 0.99;

export interface TimeToSolution {
  /** Infinite where no run succeeded. */
  value: number;
  /** From Wilson's interval of the share of runs that succeeded; its upper end may be infinite. */
  interval: Interval;
}

/**
 * What it costs to solve a task with probability 99 % by runs of equal cost, each of which succeeds with probability p:
 * cost · ln(0.01)/ln(1 − p), one run at least (https://doi.org/10.1126/science.1252319).
 *
 * @param count of n runs succeeded.
 *
 * @example
 * timeToSolution(5, { count: 45, n: 50 }).value; // 10
 * timeToSolution(5, { count: 50, n: 50 }).value; // 5
 * timeToSolution(5, { count: 0, n: 50 }).value; // Infinity
 *
 * @throws RangeError where that is no share.
 */
export function timeToSolution(cost: number, { count, n }: { count: number; n: number }): TimeToSolution {
  const { low, high } = wilsonInterval(count, n);
  const at = (share: number) =>
    share === 0
      ? Infinity
      : share === 1
        ? cost
        : cost * Math.max(1, Math.log(1 - confidence) / Math.log(1 - share));
  return { value: Number(at(count / n).toPrecision(12)), interval: { low: at(high), high: at(low) } };
}
