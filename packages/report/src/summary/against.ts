import type { Metric } from '@mcover/record';
import { type Correlation, spearmanOf } from '../statistics/spearman.ts';
import { aboutOf, numbersOf } from './about.ts';
import type { Experiment } from './experiment.ts';

/** A trial, or the mean of some, by two numbers. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** The trials of one group by two numbers. */
export interface Cloud {
  readonly label: string;
  readonly trials: readonly Place[];
  readonly mean: Place;
  /** Over its trials. */
  readonly correlation: Correlation | undefined;
}

/** A number, against another one that it may foretell. */
export interface Against {
  readonly metric: Metric;
  readonly other: Metric;
  /** In the order of the series of the view; those without a trial are left out. */
  readonly clouds: readonly Cloud[];
  /** Over the means of the groups. */
  readonly correlation: Correlation | undefined;
}

/** One for each number that stands against another; not along an axis, where groups are many. */
export function againstOf(experiment: Experiment): Against[] {
  if (experiment.view.x !== undefined) return [];
  const numbers = numbersOf(experiment);
  return numbers.flatMap((metric): Against[] => {
    const other = numbers.find(({ key }) => key === metric.against && key !== metric.key);
    if (!other) return [];
    const points = aboutOf(experiment, metric).view.series.flatMap((series) => series.points);
    const clouds = points.flatMap(({ label, group, summary }): Cloud[] => {
      const trials = group.trials.flatMap(({ value: x, beside }) =>
        beside.has(other.key) ? [{ x, y: beside.get(other.key)! }] : [],
      );
      if (trials.length === 0) return [];
      const mean = { x: summary.mean!, y: summary.beside.get(other.key)! };
      return [{ label, trials, mean, correlation: correlationOf(trials) }];
    });
    return clouds.length === 0
      ? []
      : [{ metric, other, clouds, correlation: correlationOf(clouds.map(({ mean }) => mean)) }];
  });
}

function correlationOf(places: readonly Place[]): Correlation | undefined {
  return spearmanOf(
    places.map(({ x }) => x),
    places.map(({ y }) => y),
  );
}

/**
 * Whether a number ranks groups and not the trials within one: over the means it rises with the other one, and within
 * every group both no correlation and less of one are likely. Intervals of 95 %.
 */
export function ranksGroupsOnly({ clouds, correlation }: Against): boolean {
  return (
    correlation !== undefined &&
    correlation.interval.low > 0 &&
    clouds.every(
      ({ correlation: within }) =>
        within !== undefined &&
        within.interval.low <= 0 &&
        within.interval.high >= 0 &&
        within.interval.high < correlation.rho,
    )
  );
}
