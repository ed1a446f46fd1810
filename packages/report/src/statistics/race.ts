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
  /** How many were shown to be worse than a leader; the others that are not left dropped out by their means alone. */
  readonly worse: number;
  /** Whether it is over: one is left, or there is no budget for another batch. */
  readonly over: boolean;
}

/**
 * A race on common trials: all candidates that are left get the same ones, batch by batch. Who is shown to be worse than the leader
 * drops out, as in F-race (Birattari et al. 2002), here by intervals that hold at every look (see confidence-sequence.ts): the best candidate
 * drops out so with probability `error` at most. Since that takes many trials, half of the candidates go by their means whenever another equal
 * share of the budget is spent, so that two are left for the last of them (successive halving, Karnin et al. 2013): that shows nothing of them.
 *
 * @param costs of a trial of each candidate.
 * @param values of each candidate, trial by trial, as far as they are there.
 * @param rule its range is that of the values.
 *
 * @example
 * const rule = { range: { low: 0, high: 1 }, error: 0.05, batch: 20, most: 100, budget: 1000 };
 * const values = [new Array(100).fill(0.9), new Array(100).fill(0.1)];
 * raceOf([1, 1], values, rule); // { n: 20, spent: 40, left: [1], worse: 1, over: true }
 * raceOf([1, 1], [[], []], rule); // { n: 0, spent: 0, left: [0, 1], worse: 0, over: false }
 */
export function raceOf(
  costs: readonly number[],
  values: readonly (readonly number[])[],
  { range: { low, high }, error, batch, most, budget }: RaceRule,
): Race {
  const rivals = Math.max(1, costs.length - 1);
  // The interval shares its error between two ends, of which one is looked at.
  const bounds = { range: { low: low - high, high: high - low }, error: Math.min(1, (2 * error) / rivals) };
  let rounds = 1;
  while (2 ** rounds < costs.length) rounds++;
  let left = costs.map((_, candidate) => candidate);
  let [n, spent, worse] = [0, 0, 0];
  for (;;) {
    const cost = batch * left.reduce((sum, candidate) => sum + costs[candidate], 0);
    const over = left.length === 1 || n + batch > most || spent + cost > budget;
    if (over || left.some((candidate) => values[candidate].length < n + batch))
      return { n, spent, left, worse, over };
    n += batch;
    spent += cost;
    const means = new Map(left.map((candidate) => [candidate, mean(values[candidate].slice(0, n))]));
    const [leader, ...others] = [...left].sort((a, b) => means.get(a)! - means.get(b)! || a - b);
    const behind = (candidate: number) =>
      values[candidate].slice(0, n).map((value, trial) => value - values[leader][trial]);
    const kept = others.filter((candidate) => sequenceInterval(behind(candidate), bounds).low <= 0);
    worse += others.length - kept.length;
    const halvings = Math.min(rounds - 1, Math.floor((rounds * spent) / budget));
    left = [leader, ...kept].slice(0, Math.ceil(costs.length / 2 ** halvings));
  }
}
