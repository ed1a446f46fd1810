import { stream } from '@mcover/core';
import { type Interval, level } from './interval.ts';
import { allEqual } from './mean.ts';
import { quantile } from './quantile.ts';

/** Fewer pairs have no interval: their resamples are too alike. */
export const fewestForSpearman = 5;

/** A rank correlation with its 95 % bootstrap interval. */
export interface Correlation {
  n: number;
  rho: number;
  interval: Interval;
}

/**
 * Spearman's ρ: the correlation of the ranks, of which equal values share the mean. Nothing where all values of one side
 * are equal.
 */
export function spearman(x: readonly number[], y: readonly number[]): number | undefined {
  if (x.length !== y.length) throw new RangeError(`${x.length} and ${y.length} values are no pairs`);
  if (x.length < 2 || allEqual(x) || allEqual(y)) return undefined;
  const center = (x.length + 1) / 2;
  const [a, b] = [x, y].map((values) => ranks(values).map((rank) => rank - center));
  const product = (u: readonly number[], v: readonly number[]) => u.reduce((sum, d, i) => sum + d * v[i], 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}

const resamples = 2000;

/**
 * Spearman's ρ of five pairs or more, and the percentile interval of 2000 resamples of the pairs, which are fixed by n. A
 * resample in which one side is all equal says nothing, and is left out.
 */
export function spearmanOf(x: readonly number[], y: readonly number[]): Correlation | undefined {
  const n = x.length;
  const rho = spearman(x, y);
  if (rho === undefined || n < fewestForSpearman) return undefined;
  const random = stream({ root: 0, trial: 0 }, 'bootstrap of pairs', { n });
  const drawn = Array.from({ length: resamples }, () => {
    const chosen = Array.from({ length: n }, () => Math.floor((random.next() / 2 ** 32) * n));
    return spearman(
      chosen.map((i) => x[i]),
      chosen.map((i) => y[i]),
    );
  }).filter((value) => value !== undefined);
  const end = (share: number) => quantile(drawn, share);
  return { n, rho, interval: { low: end((1 - level) / 2), high: end((1 + level) / 2) } };
}

/** Places in ascending order, from 1; equal values have the mean of theirs. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b]);
  const places = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let place = from; place < to; place++) places[order[place]] = (from + 1 + to) / 2;
    from = to;
  }
  return places;
}
