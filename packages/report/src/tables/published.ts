import type { Description, Published } from '@mcover/record';
import type { Interval } from '../statistics/interval.ts';
import type { Group } from '../summary/group.ts';
import { hasAll, type Parameters } from '../summary/parameters.ts';
import type { Summary } from '../summary/summary.ts';
import type { Terms } from '../summary/terms.ts';

/** The published numbers of what an experiment is about. */
export function publishedOf({ description, metric }: Pick<Terms, 'description' | 'metric'>): Published[] {
  return (description.paper?.published ?? []).filter((value) => value.metric === metric?.key);
}

/** The published counterpart of a group of an experiment. */
export function publishedFor(terms: Terms, { method, parameters }: Group): Published | undefined {
  return publishedOf(terms).find((value) => value.method === method && hasAll(parameters, value.parameters));
}

/** The difference of the means that the paper has for two groups, where it has both. */
export function publishedDifference(terms: Terms, subject: Group, reference: Group): number | undefined {
  const [a, b] = [publishedFor(terms, subject), publishedFor(terms, reference)];
  return a && b && a.mean - b.mean;
}

/** Where the published numbers stand, as a sentence goes on: "Table 3 of the paper". */
export function sourceOf({ paper }: Partial<Description>): string {
  return paper?.source ? `${paper.source} of the paper` : 'the paper';
}

export function publishedError({ plusMinus, standardErrors }: Published): number {
  return plusMinus / standardErrors;
}

/** Of 95 %, whatever the paper's ± is. */
export function publishedInterval(value: Published): Interval {
  const halfWidth = 1.96 * publishedError(value);
  return { low: value.mean - halfWidth, high: value.mean + halfWidth };
}

/** A published number on an axis. */
export interface PublishedAt {
  value: Published;
  x: number;
  /** The other parameters that the number belongs to. */
  others: Parameters;
}

/** Published numbers along the axis of a parameter: those that have a place on it. */
export function publishedAlong(terms: Terms, path: string): PublishedAt[] {
  return publishedOf(terms).flatMap((value) => {
    const { [path]: x, ...others } = value.parameters;
    return typeof x === 'number' ? [{ value, x, others }] : [];
  });
}

/** How far a mean lies from the published one. */
export interface Deviation {
  difference: number;
  /** The same in standard errors of the difference, both errors counted. */
  standardized: number;
}

export function deviationFrom(
  value: Published,
  { mean, standardError }: Pick<Summary, 'mean' | 'standardError'>,
): Deviation | undefined {
  if (mean === undefined || standardError === undefined) return undefined;
  const difference = mean - value.mean;
  return { difference, standardized: difference / Math.hypot(standardError, publishedError(value)) };
}
