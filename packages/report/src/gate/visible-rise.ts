import { stream } from '@mcover/core';
import { below } from '@mcover/core/internals';
import { mean, standardDeviation, sum } from '../statistics/mean.ts';
import { smallestOneSidedP } from '../statistics/one-sided.ts';
import { tQuantile } from '../statistics/student.ts';
import { power } from './power.ts';

/** Pairs of samples that are drawn to see how far a mean must rise. */
const drawn = 1000;

/** With fewer trials than this, Student's threshold says too little about a permutation test. */
const fewest = 8;

/** Two points in reserve for what a sample does not tell of the trials that it was drawn from. */
const planned = power + 0.02;

/**
 * The smallest rise of the mean that m new trials show against n trials like these with 90 % power, in a test at
 * this level: absent where no rise is sure to show.
 *
 * Both samples are drawn from the trials that are there, with replacement. Each time the least rise that would
 * have shown, by Student's threshold (to which that of a permutation test is close), is taken as a multiple of the
 * drawn reference's own deviation, which is all that a gate knows. A high quantile of that multiple, times the
 * deviation of the trials that are there, is the rise.
 */
export function visibleRise(values: readonly number[], m: number, level: number): number | undefined {
  const n = values.length;
  const levels = { strictest: level, loosest: level };
  if (Math.min(n, m) < fewest || smallestOneSidedP(n, m, levels) > level) return undefined;
  const deviation = standardDeviation(values);
  if (deviation === 0) return undefined;
  const random = stream({ root: 0, trial: 0 }, 'visible-rise', { n, m });
  const resample = (size: number) => Array.from({ length: size }, () => values[below(random, n)]);
  const threshold = tQuantile(1 - level, n + m - 2);
  const multiples: number[] = [];
  for (let i = 0; i < drawn; i++) {
    const [x, y] = [resample(n), resample(m)];
    const own = standardDeviation(x);
    if (own === 0) continue;
    const pooled = Math.sqrt((squares(x) + squares(y)) / (n + m - 2));
    multiples.push((threshold * pooled * Math.sqrt(1 / n + 1 / m) - mean(y) + mean(x)) / own);
  }
  multiples.sort((a, b) => a - b);
  return multiples[Math.ceil(planned * multiples.length) - 1] * deviation;
}

/** Σ (x − mean)². */
function squares(sample: readonly number[]): number {
  const center = mean(sample);
  return sum(sample.map((value) => (value - center) ** 2));
}
