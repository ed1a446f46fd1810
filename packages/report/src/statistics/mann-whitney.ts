import { type Levels, type OneSided, oneSidedPermutationTest } from './one-sided.ts';

/**
 * The one-sided p of Mann and Whitney's test (1947, https://doi.org/10.1214/aoms/1177730491): the permutation
 * test of the mean rank, equal values sharing theirs.
 */
export function mannWhitneyTest(x: readonly number[], y: readonly number[], levels: Levels): OneSided {
  const ranks = midranks([...x, ...y]);
  return oneSidedPermutationTest(ranks.slice(0, x.length), ranks.slice(x.length), levels);
}

/** The place of each value among all, from 1; equal values have the mean of their places. */
export function midranks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => values[a] - values[b]);
  const ranks = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]] === values[order[from]]) to++;
    for (let place = from; place <= to; place++) ranks[order[place]] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return ranks;
}
