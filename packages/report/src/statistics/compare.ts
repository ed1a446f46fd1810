import { probabilityOfImprovement } from './improvement.ts';
import { type Interval, tInterval } from './interval.ts';
import { mean, standardDeviation } from './mean.ts';
import { detectableDifference } from './needed-trials.ts';
import { pairedPermutationTest, permutationTest, smallestP, smallestPairedP } from './permutation.ts';
import { welchTest } from './welch.ts';

/** What came of a trial, and the seed that it is paired by. */
export interface SeededValue {
  readonly seed: string;
  readonly value: number;
}

/** One sample of trials against another. */
export interface Difference {
  /** Both had the same seeds, and are compared trial by trial. */
  paired: boolean;
  /** mean(a) − mean(b), with Student's 95 % interval of the paired differences, or Welch's. */
  difference: number;
  interval: Interval;
  /** How often a's number is the better one, ties counting half. */
  improvement: number;
  /** Of a two-sided permutation test. */
  p: number;
  /** The smallest p that as many trials could give. */
  smallestP: number;
  /** Standard deviation of the paired differences, or those of both samples. */
  deviations: readonly number[];
  /** The true difference that as many trials find with 80 % power; absent without spread. */
  detectable?: number;
}

/**
 * Compares two samples of two trials or more, each in the order of its seeds: in pairs where both have the same seeds.
 *
 * @example
 * const trials = (...values) => values.map((value, i) => ({ seed: `1/${i}`, value }));
 * compareTrials(trials(1, 2, 3), trials(2, 4, 6)).difference; // -2
 * compareTrials(trials(1, 2, 3), trials(2, 4, 6)).improvement; // 7.5 / 9
 * compareTrials(trials(1, 2, 3), trials(2, 4)).paired; // false
 *
 * @throws RangeError for fewer trials.
 */
export function compareTrials(
  a: readonly SeededValue[],
  b: readonly SeededValue[],
  better: 'lower' | 'higher' = 'lower',
): Difference {
  const [x, y] = [a, b].map((trials) => trials.map(({ value }) => value));
  const paired = a.length === b.length && a.every(({ seed }, i) => seed === b[i].seed);
  const differences = x.map((value, i) => value - y[i]);
  const samples = (paired ? [differences] : [x, y]).map((values) => ({
    deviation: standardDeviation(values),
    n: values.length,
  }));
  const detectable = detectableDifference(samples);
  const common = {
    paired,
    difference: mean(x) - mean(y),
    improvement: better === 'lower' ? probabilityOfImprovement(x, y) : probabilityOfImprovement(y, x),
    deviations: samples.map(({ deviation }) => deviation),
    ...(detectable !== undefined && { detectable }),
  };
  if (paired) {
    return {
      ...common,
      interval: tInterval(differences)!,
      p: pairedPermutationTest(x, y),
      smallestP: smallestPairedP(x.length),
    };
  }
  return {
    ...common,
    interval: welchTest(x, y).interval,
    p: permutationTest(x, y),
    smallestP: smallestP(x.length, y.length),
  };
}
