import { solvedOf } from './cell.ts';
import { type Pair, samplesOf } from './pair.ts';
import { visibleRise } from './visible-rise.ts';
import { visibleShare } from './visible-share.ts';

/** What a cell must lose to be found worse with 90 % power. */
export type Effect =
  /** The share solved comes down to `to`. */
  | { statistic: 'solved'; to: number }
  /** The mean error rises by this much. */
  | { statistic: 'mean'; rise: number };

/**
 * The smallest effect that a test at this level sees with 90 % power at these trial counts, from the reference's
 * trials and the number of the new ones: in the share solved where a loss of it can show, else in the mean.
 * Absent where there are too few trials for either.
 */
export function effectOf(pair: Pair, level: number): Effect | undefined {
  const [values, { length: m }] = samplesOf(pair);
  const solved = solvedOf(pair.reference);
  const to = solved && solved.count > 0 ? visibleShare(solved, m, level) : undefined;
  if (to !== undefined) return { statistic: 'solved', to };
  const rise = visibleRise(values, m, level);
  return rise === undefined ? undefined : { statistic: 'mean', rise };
}
