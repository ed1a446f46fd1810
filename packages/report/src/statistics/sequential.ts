import { type Bounds, sequenceInterval } from './confidence-sequence.ts';
import type { Interval } from './interval.ts';
import { mean } from './mean.ts';

/** When a study of paired differences ends. */
export interface StudyRule extends Bounds {
  /** Means no farther than that from 0 are equal. */
  readonly difference: number;
  /** Trials from one look to the next. */
  readonly batch: number;
  /** Trials after which it ends undecided. */
  readonly most: number;
}

/**
 * What a study found of the mean of its differences: below 0, above 0, or between −difference and difference. `open`: none of
 * the three yet.
 */
export type Finding = 'lower' | 'higher' | 'equal' | 'open';

/** How a study stood when it was looked at. */
export interface Look extends Interval {
  readonly n: number;
  readonly mean: number;
}

export interface Study {
  readonly finding: Finding;
  /** On which side of 0 the whole interval lies: it may be `equal` as well, a difference that is there and small. */
  readonly side: 'lower' | 'higher' | undefined;
  /** Up to the look that decided; none where there is no whole batch yet. */
  readonly looks: readonly Look[];
}

/**
 * Looks at a study after each whole batch of its trials, in their order, and at `most`, until the interval decides. What comes
 * after the decision is not looked at. Where the interval is on one side of 0 and within the margin at once, the finding is `equal`,
 * and `side` says the rest.
 *
 * The probability of any false finding is `error` at most: `lower` and `higher` are false where the mean is not on that side,
 * `equal` is where it is beyond the margin.
 *
 * @throws RangeError for a value out of range.
 *
 * @example
 * const rule = { range: { low: -1, high: 1 }, error: 0.05, difference: 0.01, batch: 100, most: 1000 };
 * studyOf(new Array(1000).fill(-0.5), rule).looks.length; // 1
 * studyOf(new Array(1000).fill(-0.5), rule).finding; // 'lower'
 * studyOf(new Array(1000).fill(0), rule).finding; // 'equal'
 * studyOf(new Array(99).fill(0), rule); // { finding: 'open', side: undefined, looks: [] }
 */
export function studyOf(differences: readonly number[], rule: StudyRule): Study {
  const { batch, most, range } = rule;
  const looks: Look[] = [];
  let interval = range;
  const there = Math.min(differences.length, most);
  for (let n = Math.min(batch, most); n <= there; n = Math.min(n + batch, most)) {
    const sample = differences.slice(0, n);
    interval = sequenceInterval(sample, rule, interval);
    looks.push({ n, mean: mean(sample), ...interval });
    if (n === most || findingOf(interval, rule) !== 'open') break;
  }
  return { finding: findingOf(interval, rule), side: sideOf(interval), looks };
}

function findingOf(interval: Interval, { difference }: StudyRule): Finding {
  if (interval.low >= -difference && interval.high <= difference) return 'equal';
  return sideOf(interval) ?? 'open';
}

function sideOf({ low, high }: Interval): Study['side'] {
  if (low > 0) return 'higher';
  return high < 0 ? 'lower' : undefined;
}

/** Beyond so many times the trials there are, nothing is foretold. */
const mostTimes = 1024;

/**
 * How many trials would decide an open study, `most` aside, if more of them came out as these did; undefined beyond
 * a thousand times as many.
 *
 * @example
 * const rule = { range: { low: -1, high: 1 }, error: 0.05, difference: 0.01, batch: 10, most: 10 };
 * expectedTrials(new Array(10).fill(0), rule); // 433
 * expectedTrials([], rule); // undefined
 */
export function expectedTrials(differences: readonly number[], rule: StudyRule): number | undefined {
  const last = studyOf(differences, rule).looks.at(-1);
  if (!last) return undefined;
  const sample = differences.slice(0, last.n);
  const decides = (times: number) => findingOf(sequenceInterval(sample, rule, last, times), rule) !== 'open';
  let high = 1;
  while (!decides(high)) {
    high *= 2;
    if (high > mostTimes) return undefined;
  }
  let low = high / 2;
  while (high - low > high / 100) {
    const middle = (low + high) / 2;
    if (decides(middle)) high = middle;
    else low = middle;
  }
  return Math.ceil(high * last.n);
}
