import { type Bounds, sequenceInterval } from './confidence-sequence.ts';
import { mean } from './mean.ts';

/** How some candidates race for the lowest mean. */
export interface RaceRule extends Bounds {
  /** Trials of each candidate from one look to the next. */
  readonly batch: number;
  /** Trials of a candidate at most. */
  readonly most: number;
  /** What all trials together may cost. */
  readonly budget: number;
}

/** How a race stands. */
export interface Race {
  /** Trials of each candidate that is left. */
  readonly n: number;
  /** What its trials have cost. */
  readonly spent: number;
  /** Candidates that are left, by their places; the leader first. */
  readonly left: readonly number[];
  /** Whether it is over: one is left, or there is no budget for another batch. */
  readonly over: boolean;
}

/**
 * A race on common trials: all candidates that are left get the same ones, batch by batch, and who is shown to be worse than the
 * leader drops out. The best candidate drops out with probability `error` at most: each is compared with at most all the others, each time at
 * an interval that holds at every look (see confidence-sequence.ts). F-race (Birattari et al. 2002) looks so too, by a test that does not.
 *
 * @param costs of a trial of each candidate.
 * @param values of each candidate, trial by trial, as far as they are there.
 * @param rule its range is that of the values.
 *
 * @example
 * const rule = { range: { low: 0, high: 1 }, error: 0.05, batch: 20, most: 100, budget: 1000 };
 * const values = [new Array(100).fill(0.9), new Array(100).fill(0.1)];
 * raceOf([1, 1], values, rule); // { n: 20, spent: 40, left: [1], over: true }
 * raceOf([1, 1], [[], []], rule); // { n: 0, spent: 0, left: [0, 1], over: false }
 */
export function raceOf(
  costs: readonly number[],
  values: readonly (readonly number[])[],
  { range: { low, high }, error, batch, most, budget }: RaceRule,
): Race {
  const rivals = Math.max(1, costs.length - 1);
  // The interval shares its error between two ends, of which one is looked at.
  const bounds = { range: { low: low - high, high: high - low }, error: Math.min(1, (2 * error) / rivals) };
  let left = costs.map((_, candidate) => candidate);
  let [n, spent] = [0, 0];
  for (;;) {
    const cost = batch * left.reduce((sum, candidate) => sum + costs[candidate], 0);
    const over = left.length === 1 || n + batch > most || spent + cost > budget;
    if (over || left.some((candidate) => values[candidate].length < n + batch))
      return { n, spent, left, over };
    n += batch;
    spent += cost;
    const means = new Map(left.map((candidate) => [candidate, mean(values[candidate].slice(0, n))]));
    const [leader, ...others] = [...left].sort((a, b) => means.get(a)! - means.get(b)! || a - b);
    const behind = (candidate: number) =>
      values[candidate].slice(0, n).map((value, trial) => value - values[leader][trial]);
    left = [leader, ...others.filter((candidate) => sequenceInterval(behind(candidate), bounds).low <= 0)];
  }
}
