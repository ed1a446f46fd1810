import { fisherTest } from '../statistics/fisher.ts';
import { holm } from '../statistics/holm.ts';
import { type Levels, type OneSided, oneSidedPermutationTest } from '../statistics/one-sided.ts';
import { type Pair, samplesOf, sharesOf } from './pair.ts';

/** What of a cell is tested: its mean by a permutation test, its share solved by Fisher's. */
export type Statistic = 'mean' | 'solved';

export interface Tested {
  statistic: Statistic;
  /** One-sided p of the new trials being no worse, and no better; alone and by Holm over all cells. */
  worse: { p: number; adjusted: number };
  better: { p: number; adjusted: number };
}

/** The tests of a cell. They follow from what is in both samples together, never from which is which. */
export function statisticsOf(pair: Pair): Statistic[] {
  return sharesOf(pair) ? ['mean', 'solved'] : ['mean'];
}

/** The tests of all cells, adjusted together. Equal records differ in nothing, and need no test. */
export function testAll(pairs: readonly Pair[], levels: Levels): Map<Pair, Tested[]> {
  const family = pairs.flatMap((pair) =>
    statisticsOf(pair).map((statistic) => ({ pair, statistic, ...test(pair, statistic, levels) })),
  );
  const worse = holm(family.map(({ higher }) => higher));
  const better = holm(family.map(({ lower }) => lower));
  const tested = new Map<Pair, Tested[]>(pairs.map((pair) => [pair, []]));
  for (const [i, { pair, statistic, higher, lower }] of family.entries()) {
    tested.get(pair)!.push({
      statistic,
      worse: { p: higher, adjusted: worse[i] },
      better: { p: lower, adjusted: better[i] },
    });
  }
  return tested;
}

/** `higher` is worse: a higher error, a lower share solved. */
function test(pair: Pair, statistic: Statistic, levels: Levels): OneSided {
  if (pair.equal) return { higher: 1, lower: 1 };
  if (statistic === 'mean') return oneSidedPermutationTest(...samplesOf(pair), levels);
  const { before, after } = sharesOf(pair)!;
  const { higher, lower } = fisherTest(before, after);
  return { higher: lower, lower: higher };
}
