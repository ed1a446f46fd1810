import { bcaInterval } from '../statistics/bootstrap.ts';
import { type Interval, tInterval } from '../statistics/interval.ts';
import { mean, standardError } from '../statistics/mean.ts';
import { median } from '../statistics/median.ts';
import { wilsonInterval } from '../statistics/share.ts';
import { gather } from './gather.ts';
import type { Group, Trial } from './group.ts';

/** The statistics of a group; what its trials do not allow is absent. */
export interface Summary {
  n: number;
  failed: number;
  mean?: number;
  standardError?: number;
  tInterval?: Interval;
  bcaInterval?: Interval;
  median?: number;
  /** Means of the further numbers, and shares of the flags, by their keys. */
  beside: ReadonlyMap<string, number>;
  shares: ReadonlyMap<string, Share>;
}

export interface Share {
  count: number;
  n: number;
  interval: Interval;
}

export function summarize({ trials, failed }: Group): Summary {
  const n = trials.length;
  if (n === 0) return { n, failed, beside: new Map(), shares: new Map() };
  const values = trials.map((trial) => trial.value);
  const bca = bcaInterval(values);
  return {
    n,
    failed,
    mean: mean(values),
    median: median(values),
    beside: overKeys(trials, ({ beside }) => beside, mean),
    shares: overKeys(trials, ({ flags }) => flags, shareOf),
    ...(n > 1 && {
      standardError: standardError(values),
      tInterval: tInterval(values)!,
    }),
    ...(bca && { bcaInterval: bca }),
  };
}

function shareOf(flags: readonly boolean[]): Share {
  const [count, n] = [flags.filter(Boolean).length, flags.length];
  return { count, n, interval: wilsonInterval(count, n) };
}

/** A statistic of the values of each key, over the trials that have it. */
function overKeys<T, S>(
  trials: readonly Trial[],
  pick: (trial: Trial) => ReadonlyMap<string, T>,
  statistic: (values: T[]) => S,
): Map<string, S> {
  const entries = trials.flatMap((trial) => [...pick(trial)]);
  const byKey = gather(entries, ([key]) => key);
  return new Map([...byKey].map(([key, own]) => [key, statistic(own.map(([, value]) => value))]));
}
