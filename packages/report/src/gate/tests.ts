import type { Metric } from '@mcover/record';
import { fisherTest } from '../statistics/fisher.ts';
import { holm } from '../statistics/holm.ts';
import { type Levels, oneSidedPermutationTest } from '../statistics/one-sided.ts';
import { type Pair, samplesOf, sharesOf } from './pair.ts';

export interface Tested {
  /** Whose share was tested, by Fisher's test; absent of the mean, which a permutation test compares. */
  flag?: Metric;
  /** One-sided p of the new trials being no worse, and no better; alone and by Holm over all cells. */
  worse: { p: number; adjusted: number };
  better: { p: number; adjusted: number };
}

/** The tests of a cell. They follow from what is in both samples together, never from which is which. */
export function statisticsOf(pair: Pair): Pick<Tested, 'flag'>[] {
  const flags = pair.reference.terms.flags.filter((flag) => sharesOf(pair, flag));
  return [{}, ...flags.map((flag) => ({ flag }))];
}

/** The tests of all cells, adjusted together. Equal records differ in nothing, and need no test. */
export function testAll(pairs: readonly Pair[], levels: Levels): Map<Pair, Tested[]> {
  const family = pairs.flatMap((pair) =>
    statisticsOf(pair).map((statistic) => ({ pair, statistic, ...test(pair, statistic, levels) })),
  );
  const [worse, better] = [holm(family.map((one) => one.worse)), holm(family.map((one) => one.better))];
  const tested = new Map<Pair, Tested[]>(pairs.map((pair) => [pair, []]));
  for (const [i, { pair, statistic, ...p }] of family.entries()) {
    tested.get(pair)!.push({
      ...statistic,
      worse: { p: p.worse, adjusted: worse[i] },
      better: { p: p.better, adjusted: better[i] },
    });
  }
  return tested;
}

/** One-sided p of the new trials being no worse, and no better: which way that is, the metric says. */
function test(pair: Pair, { flag }: Pick<Tested, 'flag'>, levels: Levels): { worse: number; better: number } {
  if (pair.equal) return { worse: 1, better: 1 };
  const { higher, lower } = flag
    ? fisherTest(...sharesOf(pair, flag)!)
    : oneSidedPermutationTest(...samplesOf(pair), levels);
  const { better } = flag ?? pair.reference.terms.metric!;
  return better === 'lower' ? { worse: higher, better: lower } : { worse: lower, better: higher };
}
