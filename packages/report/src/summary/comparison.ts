import { compareTrials, type Difference } from '../statistics/compare.ts';
import { holm } from '../statistics/holm.ts';
import { pathsOf } from './dimension.ts';
import { gather } from './gather.ts';
import type { Group } from './group.ts';
import type { Notations } from './notation.ts';
import { summarize } from './summary.ts';
import type { Terms } from './terms.ts';
import type { Point, View } from './view.ts';

/** One series against another in the same place. */
export interface Comparison extends Difference {
  /** What both have in common, "α = 1.2"; empty where there is one place. */
  at: string;
  subject: Point;
  reference: Point;
  /** Both had the same task: equal seeds then mean equal data. */
  sameTask: boolean;
  /** p adjusted by Holm over all comparisons of the experiment. */
  adjusted: number;
}

/** As many comparisons are read in a table; beyond, each match is compared with its first series only. */
const mostPairs = 24;

/** Compares the series of each match, all pairs while they are few. Groups of fewer than two trials are left out. */
export function comparisonsOf(view: View, { metric, notations }: Terms): Comparison[] {
  if (!metric) return [];
  const matches = matchesOf(view, notations);
  const pairs = matches.flatMap(pairsOf);
  const first = new Set(matches.map(({ guests, points }) => [...guests, ...points][0]));
  const chosen = pairs.length <= mostPairs ? pairs : pairs.filter(({ reference }) => first.has(reference));
  return adjustedOf(
    chosen.map((pair) => ({
      ...pair,
      sameTask: sameTask(pair.subject.group, pair.reference.group, notations),
      ...compareTrials(pair.subject.group.trials, pair.reference.group.trials, metric.better),
    })),
  );
}

function adjustedOf(compared: readonly Omit<Comparison, 'adjusted'>[]): Comparison[] {
  const adjusted = holm(compared.map(({ p }) => p));
  return compared.map((comparison, i) => ({ ...comparison, adjusted: adjusted[i] }));
}

/** All pairs of winners of races, whatever their parameters: on the trials that both have. */
export function winnerComparisonsOf({ series }: View, { metric, notations }: Terms): Comparison[] {
  if (!metric) return [];
  const points = series.flatMap((one) => one.points);
  return adjustedOf(
    points.flatMap((subject, i) =>
      points.slice(0, i).flatMap((reference) => {
        const seeds = new Set(reference.group.trials.map(({ seed }) => seed));
        const common = new Set(
          subject.group.trials.map(({ seed }) => seed).filter((seed) => seeds.has(seed)),
        );
        if (common.size < 2) return [];
        const [a, b] = [subject, reference].map((point) => onSeeds(point, common));
        return [
          {
            at: '',
            subject: a,
            reference: b,
            sameTask: sameTask(a.group, b.group, notations),
            ...compareTrials(a.group.trials, b.group.trials, metric.better),
          },
        ];
      }),
    ),
  );
}

/** A point with its trials of some seeds alone. */
function onSeeds(point: Point, seeds: ReadonlySet<string>): Point {
  const trials = point.group.trials.filter(({ seed }) => seeds.has(seed));
  if (trials.length === point.group.trials.length) return point;
  const group = { ...point.group, trials };
  return { ...point, group, summary: summarize(group) };
}

/** Points to be compared with each other. */
interface Match {
  name: string;
  /** Compared with the match's own points, but among each other in a match of theirs. */
  guests: Point[];
  points: Point[];
}

/**
 * Points of equal x, of one panel, and, where there are several methods, equal in every parameter that all of
 * them have. A point that lacks the x axis is a guest of every match of its panel, and a level of all.
 */
function matchesOf({ x, facet, dimensions, series }: View, notations: Notations): Match[] {
  const severalMethods = new Set(series.map(({ points }) => points[0].group.name)).size > 1;
  const paths = dimensions
    .filter(({ path, common }) => path === x || path === facet || (severalMethods && common))
    .map(({ path }) => path)
    .sort(notations.compare);
  const nameOf = ({ place }: Point) =>
    paths.flatMap((path) => (path in place ? [notations.write(path, place[path])] : [])).join(', ');
  const points = series.flatMap((one) => one.points).filter(({ summary }) => summary.n > 1);
  const everywhere = points.filter(({ place }) => x !== undefined && !(x in place));
  return [...gather(points, nameOf)].map(([name, members]) => {
    const [{ facet: panel }] = members;
    const guests = everywhere.filter(
      (guest) => !members.includes(guest) && (guest.facet === undefined || guest.facet === panel),
    );
    return { name, guests, points: members };
  });
}

function pairsOf({ name, guests, points }: Match): Pick<Comparison, 'at' | 'subject' | 'reference'>[] {
  return points.flatMap((subject, i) =>
    [...guests, ...points.slice(0, i)].map((reference) => ({ at: name, subject, reference })),
  );
}

/** Whether two groups agree in every parameter that their data depend on. */
export function sameTask(a: Group, b: Group, notations: Notations): boolean {
  return pathsOf([a, b], notations).every(
    (path) => !notations.isTask(path) || a.parameters[path] === b.parameters[path],
  );
}
