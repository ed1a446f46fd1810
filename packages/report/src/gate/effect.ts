import type { Metric } from '@mcover/record';
import { countOf } from './cell.ts';
import { type Pair, samplesOf } from './pair.ts';
import { visibleRise } from './visible-rise.ts';
import { visibleShare } from './visible-share.ts';

/** What a cell must lose to be found worse with 90 % power. */
export type Effect =
  /** The share of a flag comes to `to`: down where it is good, else up. */
  | { statistic: 'share'; flag: Metric; to: number }
  /** The mean rises by this much, or falls where it is negative. */
  | { statistic: 'mean'; rise: number };

/**
 * The smallest effect that a test at this level sees with 90 % power at these trial counts, from the reference's
 * trials and the number of the new ones: in the share of a flag where a loss of it can show, else in the mean.
 * Absent where there are too few trials for either.
 */
export function effectOf(pair: Pair, level: number): Effect | undefined {
  const { reference } = pair;
  const [values, { length: m }] = samplesOf(pair);
  for (const flag of reference.terms.flags) {
    const share = countOf(reference, flag);
    if (!share) continue;
    const good = flag.better === 'higher' ? share.count : share.n - share.count;
    const left = good > 0 ? visibleShare({ count: good, n: share.n }, m, level) : undefined;
    if (left !== undefined)
      return { statistic: 'share', flag, to: flag.better === 'higher' ? left : 1 - left };
  }
  const sign = reference.terms.metric?.better === 'higher' ? -1 : 1;
  const rise = visibleRise(
    values.map((value) => sign * value),
    m,
    level,
  );
  return rise === undefined ? undefined : { statistic: 'mean', rise: sign * rise };
}
