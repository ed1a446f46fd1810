import type { Metric } from '@mcover/record';
import { rangeOf } from '../figures/range.ts';
import { theoryOf } from '../figures/theory.ts';
import { fewestForBca } from '../statistics/bootstrap.ts';
import { pathsOf } from '../summary/dimension.ts';
import type { Experiment } from '../summary/experiment.ts';
import { type Heat, heatOf } from '../summary/heat.ts';
import { levelsOf } from '../summary/level.ts';
import { referenceAt, referenceOf } from '../summary/reference.ts';
import type { Point } from '../summary/view.ts';
import { writeError } from '../tables/number.ts';
import { publishedAlong, publishedFor, sourceOf } from '../tables/published.ts';

/** How the figure of an experiment is read, and the setting that all of it shares. */
export function captionOf(experiment: Experiment): string {
  return [marksOf(experiment), `${trialsOf(experiment)}; ${constantsOf(experiment)}.`].join(' ');
}

/** What the marks of the figure are. */
export function marksOf(experiment: Experiment): string {
  const heat = heatOf(experiment);
  if (heat) return heatCaption(experiment, heat);
  const { groups, view } = experiment;
  const enough = groups.some(({ trials }) => trials.length >= fewestForBca);
  const reference = referenceOf(experiment);
  return [
    enough
      ? 'Small dots are trials; marks are means with 95 % BCa intervals.'
      : `Dots are trials: fewer than ${fewestForBca} have no interval.`,
    ...(levelsOf(view).size > 0 && view.x !== undefined ? ['A band is the same at every place.'] : []),
    ...(reference ? [`Dashed: the mean ${reference.label}.`] : []),
    ...(rangeOf(experiment).cut ? ['The axis does not begin at 0.'] : []),
    ...(hasPublished(experiment) ? [`Hollow: ${sourceOf(experiment.description)}.`] : []),
  ].join(' ');
}

function hasPublished(experiment: Experiment): boolean {
  const { view } = experiment;
  if (view.x !== undefined) return view.facet === undefined && publishedAlong(experiment, view.x).length > 0;
  return experiment.groups.some((group) => publishedFor(experiment, group));
}

function heatCaption({ metric, view, notations }: Experiment, { level }: Heat): string {
  const [{ summary }] = level.points;
  const axes = [view.x!, view.facet!].map((path) => notations.of(path).symbol).join(' and ');
  return (
    `Mean ${metric!.label}: blue where it is better than ${level.label}, orange where worse; * significant after Holm’s ` +
    `correction. ${level.label}, on which ${axes} have no effect: ${sayMean({ summary }, metric?.decimals)}.`
  );
}

/** "20 trials a group", or "17–20 trials a group" where groups differ. */
function trialsOf({ groups }: Experiment): string {
  const counts = groups.map((group) => group.trials.length);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  return `${fewest === most ? most : `${fewest}–${most}`} ${most === 1 ? 'trial' : 'trials'} a group`;
}

/** The parameters that are the same wherever they occur, "N = 1000, S = 10, directed ring, μ = 2". */
function constantsOf({ groups, view, notations }: Experiment): string {
  return pathsOf(groups, notations)
    .flatMap((path) => {
      const values = new Set(groups.flatMap((group) => group.parameters[path] ?? []));
      // What only some series of a method have stands in their names.
      const ofMethods = new Set(groups.filter((group) => path in group.parameters).map(({ name }) => name));
      const whole = groups.every((group) => !ofMethods.has(group.name) || path in group.parameters);
      return values.size === 1 && whole && path !== view.x && path !== view.facet && !notations.of(path).tacit
        ? [notations.write(path, [...values][0])]
        : [];
    })
    .join(', ');
}

/** Series of more than this are told by their best and worst. */
const mostTold = 8;

/** What is seen on the figure, for one who does not see it. */
export function seenIn(experiment: Experiment): string {
  const { metric, view, flags } = experiment;
  const heat = heatOf(experiment);
  const levels = levelsOf(view);
  const solved = ({ summary: { shares, n } }: Point) =>
    flags.flatMap(({ key, label }) =>
      shares.has(key) ? [`${shares.get(key)!.count} of ${n} ${label}`] : [],
    );
  const value = (point: Point) =>
    [writeError(point.summary.mean!, metric?.decimals), ...solved(point)].join(', ');
  const say = (point: Point) => `${value(point)} at ${placeOf(experiment, point).join(', ')}`;
  const told = view.series.slice(0, mostTold).flatMap((series) => {
    const points = series.points.filter(({ summary }) => summary.mean !== undefined);
    if (points.length === 0) return [];
    if (points.length === 1 || levels.has(series)) return [`${series.label}: ${value(points[0])}`];
    const sorted = [...points].sort((a, b) => a.summary.mean! - b.summary.mean!);
    const map = heat?.maps.find(({ label }) => label === series.label);
    const count = map
      ? `; ${map.cells.filter(({ significant }) => significant).length} of ${map.cells.length} significantly apart from ${heat!.level.label}`
      : '';
    return [`${series.label}: from ${say(sorted[0])} to ${say(sorted[sorted.length - 1])}${count}`];
  });
  const theory = theoryOf(experiment);
  const reference = referenceOf(experiment);
  return [
    `Mean ${metric?.label ?? 'result'}. ${told.join('. ')}.`,
    ...(view.series.length > mostTold
      ? [`${view.series.length - mostTold} more series are in the table.`]
      : []),
    ...(reference ? [heldAgainst(experiment, reference)] : []),
    ...(theory ? [`Beside it ${theory.curves.map(({ name }) => name).join(' and ')}.`] : []),
  ].join(' ');
}

/** Beside what the number of each group stands. */
function heldAgainst(experiment: Experiment, { label, decimals }: Metric): string {
  const told = experiment.view.series.slice(0, mostTold).flatMap((series) => {
    const mean = referenceAt(experiment, series.points[0].summary);
    return mean === undefined ? [] : [`${series.label}: ${writeError(mean, decimals)}`];
  });
  return `Beside it the mean ${label}. ${told.join('. ')}.`;
}

/** One sentence: which group did best, and which worst. Controls are judged elsewhere. */
export function outcomeOf(experiment: Experiment): string | undefined {
  const { metric, view } = experiment;
  const points = view.series
    .flatMap(({ points }) => points)
    .filter(({ summary, group }) => summary.mean !== undefined && !group.control);
  if (!metric || points.length < 2) return undefined;
  const sign = metric.better === 'lower' ? 1 : -1;
  const sorted = [...points].sort((a, b) => sign * (a.summary.mean! - b.summary.mean!));
  const [best, worst] = [sorted[0], sorted[sorted.length - 1]].map((point) => {
    const name = [point.label, ...placeOf(experiment, point)].join(', ');
    return `${name}: ${sayMean(point, metric.decimals)}`;
  });
  // Where training failed at any rate, there is no number to be the worst.
  const trained = experiment.races.some(({ untrained }) => untrained) ? ' of what could be trained' : '';
  return `Best ${metric.label}, ${best}; worst${trained}, ${worst}.`;
}

/** Where a point lies on the axis and among the panels, "σ = 1.5". */
function placeOf({ view, notations }: Experiment, { place }: Point): string[] {
  return [view.x, view.facet].flatMap((path) =>
    path !== undefined && path in place ? [notations.write(path, place[path])] : [],
  );
}

function sayMean({ summary: { mean, bcaInterval, n } }: Pick<Point, 'summary'>, decimals?: number): string {
  const ends = bcaInterval
    ? ` [${writeError(bcaInterval.low, decimals)}, ${writeError(bcaInterval.high, decimals)}]`
    : '';
  return `${writeError(mean!, decimals)}${ends}, n = ${n}`;
}
