import type { Metric } from '@mcover/record';
import { significance } from '../statistics/interval.ts';
import { neededTrials } from '../statistics/needed-trials.ts';
import type { Comparison } from '../summary/comparison.ts';
import { escaped } from '../tables/markdown.ts';
import { sayThatP, writeError } from '../tables/number.ts';

/** One honest sentence on a comparison; `published` is the difference of the paper's means, where it has both. */
export function verdict(comparison: Comparison, metric: Metric, published?: number): string {
  const {
    at: place,
    subject,
    reference,
    difference,
    interval: { low, high },
    adjusted,
  } = comparison;
  const [a, b] = [escaped(subject.label), escaped(reference.label)];
  const [n, m] = [subject.summary.n, reference.summary.n];
  const trials = n === m ? `${n} trials each` : `${n} and ${m} trials`;
  const at = place ? `At ${escaped(place)}, ` : '';
  const p = sayThatP(adjusted);
  if (difference === 0) return `${at}the means of ${a} and ${b} are equal (${trials}, ${p}).`;
  // The interval is given for the size of the difference, so that its sign agrees with the word.
  const [from, to] = difference < 0 ? [-high, -low] : [low, high];
  const [size, least, most] = [Math.abs(difference), from, to].map((value) =>
    writeError(value, metric.decimals),
  );
  const word = difference < 0 ? 'lower' : 'higher';
  const judged = adjusted < significance ? `${p}` : `**not significant**, ${p}`;
  return `${at}the mean of ${a} is ${word} than that of ${b} by ${size} [${least}, ${most}] (${judged}, ${trials}).${powerOf(comparison, metric, published)}`;
}

/** What as many trials could have found, of a difference that they did not find. */
function powerOf(
  { adjusted, detectable, deviations, paired }: Comparison,
  { decimals }: Metric,
  published?: number,
): string {
  if (adjusted < significance || detectable === undefined) return '';
  const found = ` A true difference of ${writeError(detectable, decimals)} would be found with 80 % power`;
  if (!published) return `${found}.`;
  const needed = neededTrials(deviations, published);
  const trials = Number.isFinite(needed) ? `about ${needed}` : 'more than a million';
  return `${found}; the paper's, ${writeError(Math.abs(published), decimals)}, takes ${trials} ${paired ? 'seeds' : 'trials each'}.`;
}

/** The smallest p that one of so many comparisons can have, after Holm's correction. */
export function smallestAdjusted(comparisons: readonly Comparison[]): number {
  return Math.min(1, comparisons.length * Math.min(...comparisons.map(({ smallestP }) => smallestP)));
}

/** Counts of a table of comparisons. */
export function tally(comparisons: readonly Comparison[]): string {
  const significant = comparisons.filter(({ adjusted }) => adjusted < significance);
  const lower = significant.filter(({ difference }) => difference < 0).length;
  return (
    `Of ${comparisons.length} comparisons, A has the significantly lower mean in ${lower} and the significantly ` +
    `higher one in ${significant.length - lower}; in ${comparisons.length - significant.length} the difference is ` +
    `**not significant** (p after Holm's correction not below ${significance}).`
  );
}
