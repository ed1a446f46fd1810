import { readFileSync } from 'node:fs';
import type { Interval } from '../statistics/interval.ts';
import type { Group } from '../summary/group.ts';
import type { Metric } from '../summary/metric.ts';
import type { Parameters } from '../summary/parameters.ts';
import type { Summary } from '../summary/summary.ts';

/** A number of the paper. */
export interface PublishedValue {
  /** Those that have groups of this kind. */
  experiments: readonly string[];
  model: string;
  method: string;
  /** Key of the result. */
  metric: string;
  /** What a group must agree in to be this number's counterpart. */
  parameters: Parameters;
  mean: number;
  /** What stands after the paper's ±. */
  plusMinus: number;
  /** How many standard errors of the mean that is. */
  standardErrors: number;
  /** Of the number as it is printed. */
  decimals: number;
}

const file = new URL('../../tables/published.json', import.meta.url);

export const published: readonly PublishedValue[] = JSON.parse(readFileSync(file, 'utf8')).values;

/** The published counterpart of a group of an experiment. */
export function publishedFor(experiment: string, group: Group): PublishedValue | undefined {
  return published.find(
    (value) =>
      value.experiments.includes(experiment) &&
      value.method === group.method &&
      Object.entries(value.parameters).every(([path, wanted]) => group.parameters[path] === wanted),
  );
}

/** The difference of the means that the paper has for two groups, where it has both. */
export function publishedDifference(
  experiment: string,
  subject: Group,
  reference: Group,
): number | undefined {
  const [a, b] = [publishedFor(experiment, subject), publishedFor(experiment, reference)];
  return a && b && a.mean - b.mean;
}

export function publishedError({ plusMinus, standardErrors }: PublishedValue): number {
  return plusMinus / standardErrors;
}

/** Of 95 %, whatever the paper's ± is. */
export function publishedInterval(value: PublishedValue): Interval {
  const halfWidth = 1.96 * publishedError(value);
  return { low: value.mean - halfWidth, high: value.mean + halfWidth };
}

/** Published numbers of a model along an axis of loads, the one axis on which Table 3 has a place. */
export function publishedAlong(model: unknown, metric: Metric, path: string): PublishedAtLoad[] {
  if (path !== 'alpha') return [];
  return published.flatMap((value) => {
    const { alpha, ...others } = value.parameters;
    return value.model === model && value.metric === metric.key && typeof alpha === 'number'
      ? [{ value, alpha, others }]
      : [];
  });
}

export interface PublishedAtLoad {
  value: PublishedValue;
  alpha: number;
  /** The other parameters that the number belongs to. */
  others: Parameters;
}

/** How far a mean lies from the published one. */
export interface Deviation {
  difference: number;
  /** The same in standard errors of the difference, both errors counted. */
  standardized: number;
}

export function deviationFrom(value: PublishedValue, summary: Summary): Deviation | undefined {
  if (summary.mean === undefined || summary.standardError === undefined) return undefined;
  const difference = summary.mean - value.mean;
  return { difference, standardized: difference / Math.hypot(summary.standardError, publishedError(value)) };
}
