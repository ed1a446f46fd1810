import type { Interval } from '../statistics/interval.ts';

/** Said on a figure whose axis does not begin at 0. */
export const cutReading = 'The axis of errors does not begin at 0.';

/** The range of an axis of errors: from 0, unless all that is drawn lies so high that it would crowd at the end. */
export function errorRange(drawn: readonly number[]): Interval & { cut: boolean } {
  const [low, high] = [Math.min(...drawn), Math.max(...drawn)];
  const cut = low > 0.4 * high && high > low;
  const from = cut ? low : Math.min(0, low);
  return { low: from, high: high > from ? high : from + 1, cut };
}
