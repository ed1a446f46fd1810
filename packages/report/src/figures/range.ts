import type { Interval } from '../statistics/interval.ts';
import type { Experiment } from '../summary/experiment.ts';
import { referenceAt } from '../summary/reference.ts';
import { publishedAlong, publishedFor, publishedInterval } from '../tables/published.ts';
import { theoryOf } from './theory.ts';

/** The range of trials, intervals and published numbers on the axis of an experiment's figure; theory keeps the 0. */
export function rangeOf(experiment: Experiment): ReturnType<typeof errorRange> {
  const { view, groups } = experiment;
  const published =
    view.x === undefined
      ? groups.flatMap((group) => publishedFor(experiment, group) ?? [])
      : view.facet === undefined
        ? publishedAlong(experiment, view.x).map(({ value }) => value)
        : [];
  const points = view.series.flatMap((series) => series.points);
  return errorRange(
    [
      ...points.flatMap(({ group, summary }) => [
        ...group.trials.map(({ value }) => value),
        ...Object.values(summary.bcaInterval ?? {}),
        ...[referenceAt(experiment, summary) ?? []].flat(),
      ]),
      ...published.flatMap((value) => Object.values(publishedInterval(value))),
    ],
    theoryOf(experiment) !== undefined,
  );
}

/** The range of an axis: with 0, unless what is drawn lies so far from it that it would crowd at the end. */
export function errorRange(drawn: readonly number[], whole = false): Interval & { cut: boolean } {
  const [low, high] = [Math.min(...drawn), Math.max(...drawn)];
  const [near, far] = [Math.abs(low), Math.abs(high)].sort((a, b) => a - b);
  const cut = !whole && low * high > 0 && near > 0.4 * far && high > low;
  const [from, to] = cut ? [low, high] : [Math.min(0, low), Math.max(0, high)];
  return { low: from, high: to > from ? to : from + 1, cut };
}
