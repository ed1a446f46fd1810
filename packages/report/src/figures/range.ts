import type { Interval } from '../statistics/interval.ts';

/** Said on a figure whose axis does not begin at 0. */
export const cutReading = 'The axis does not begin at 0.';

/** The range of an axis: with 0, unless all that is drawn lies so far from it that it would crowd at the end. */
export function errorRange(drawn: readonly number[]): Interval & { cut: boolean } {
  const [low, high] = [Math.min(...drawn), Math.max(...drawn)];
  const [near, far] = [Math.abs(low), Math.abs(high)].sort((a, b) => a - b);
  const cut = low * high > 0 && near > 0.4 * far && high > low;
  const [from, to] = cut ? [low, high] : [Math.min(0, low), Math.max(0, high)];
  return { low: from, high: to > from ? to : from + 1, cut };
}
