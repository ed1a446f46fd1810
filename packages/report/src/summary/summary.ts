import { bcaInterval } from '../statistics/bootstrap.ts';
import { type Interval, tInterval } from '../statistics/interval.ts';
import { mean, standardError } from '../statistics/mean.ts';
import { median } from '../statistics/median.ts';
import { wilsonInterval } from '../statistics/share.ts';
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
  solved?: Share;
  /** Means of the further numbers, by their keys. */
  beside: Readonly<Record<string, number>>;
}

export interface Share {
  count: number;
  n: number;
  interval: Interval;
}

export function summarize({ trials, failed }: Group): Summary {
  const n = trials.length;
  if (n === 0) return { n, failed, beside: {} };
  const values = trials.map((trial) => trial.value);
  const bca = bcaInterval(values);
  const flags = trials.flatMap((trial) => trial.solved ?? []);
  const count = flags.filter(Boolean).length;
  return {
    n,
    failed,
    mean: mean(values),
    median: median(values),
    beside: meansOf(trials),
    ...(n > 1 && {
      standardError: standardError(values),
      tInterval: tInterval(values)!,
    }),
    ...(bca && { bcaInterval: bca }),
    ...(flags.length > 0 && {
      solved: { count, n: flags.length, interval: wilsonInterval(count, flags.length) },
    }),
  };
}

function meansOf(trials: readonly Trial[]): Record<string, number> {
  const keys = Object.keys(trials[0].beside);
  return Object.fromEntries(keys.map((key) => [key, mean(trials.map(({ beside }) => beside[key]))]));
}
