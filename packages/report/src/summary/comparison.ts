import { holm } from '../statistics/holm.ts';
import { probabilityOfImprovement } from '../statistics/improvement.ts';
import { type Interval, tInterval } from '../statistics/interval.ts';
import { mean, standardDeviation } from '../statistics/mean.ts';
import { detectableDifference } from '../statistics/needed-trials.ts';
import {
  pairedPermutationTest,
  permutationTest,
  smallestP,
  smallestPairedP,
} from '../statistics/permutation.ts';
import { welchTest } from '../statistics/welch.ts';
import { pathsOf } from './dimension.ts';
import { gather } from './gather.ts';
import type { Group, Trial } from './group.ts';
import type { Notations } from './notation.ts';
import type { Terms } from './terms.ts';
import type { Point, View } from './view.ts';

/** One series against another in the same place. */
export interface Comparison {
  /** What both have in common, "α = 1.2"; empty where there is one place. */
  at: string;
  subject: Point;
  reference: Point;
  /** Both had the same seeds, and are compared trial by trial. */
  paired: boolean;
  /** Both had the same task: equal seeds then mean equal data. */
  sameTask: boolean;
  /** mean(subject) − mean(reference), with Student's interval of the paired differences, or Welch's. */
  difference: number;
  interval: Interval;
  /** How often the subject's number is the better one, ties counting half. */
  improvement: number;
  /** Of a permutation test, alone and adjusted by Holm over all comparisons of the experiment. */
  p: number;
  adjusted: number;
  /** The smallest p that as many trials could give. */
  smallestP: number;
  /** Standard deviation of the paired differences, or those of both samples. */
  deviations: readonly number[];
  /** The true difference that as many trials find with 80 % power, before Holm's correction; absent without spread. */
  detectable?: number;
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
  const compared = chosen.map((pair) => ({
    ...pair,
    sameTask: sameTask(pair.subject.group, pair.reference.group, notations),
    ...compare(pair.subject.group, pair.reference.group, metric.better),
  }));
  const adjusted = holm(compared.map(({ p }) => p));
  return compared.map((comparison, i) => ({ ...comparison, adjusted: adjusted[i] }));
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
 * them have. A point that lacks the x axis is a guest of every match.
 */
function matchesOf({ x, facet, dimensions, series }: View, notations: Notations): Match[] {
  const severalMethods = new Set(series.map(({ points }) => points[0].group.name)).size > 1;
  const paths = dimensions
    .filter(({ path, common }) => path === x || path === facet || (severalMethods && common))
    .map(({ path }) => path)
    .sort(notations.compare);
  const nameOf = ({ group }: Point) =>
    paths
      .flatMap((path) => (path in group.parameters ? [notations.write(path, group.parameters[path])] : []))
      .join(', ');
  const points = series.flatMap((one) => one.points).filter(({ summary }) => summary.n > 1);
  const everywhere = points.filter(({ group }) => x !== undefined && !(x in group.parameters));
  return [...gather(points, nameOf)].map(([name, members]) => {
    const guests = everywhere.filter((guest) => !members.includes(guest) && guest.facet === members[0].facet);
    return { name, guests, points: members };
  });
}

function pairsOf({ name, guests, points }: Match): Pick<Comparison, 'at' | 'subject' | 'reference'>[] {
  return points.flatMap((subject, i) =>
    [...guests, ...points.slice(0, i)].map((reference) => ({ at: name, subject, reference })),
  );
}

function compare(
  subject: Group,
  reference: Group,
  better: 'lower' | 'higher',
): Omit<Comparison, 'at' | 'subject' | 'reference' | 'sameTask' | 'adjusted'> {
  const [a, b] = [valuesOf(subject.trials), valuesOf(reference.trials)];
  const paired = sameSeeds(subject.trials, reference.trials);
  const differences = a.map((value, i) => value - b[i]);
  const samples = (paired ? [differences] : [a, b]).map((values) => ({
    deviation: standardDeviation(values),
    n: values.length,
  }));
  const detectable = detectableDifference(samples);
  const common = {
    paired,
    difference: mean(a) - mean(b),
    improvement: better === 'lower' ? probabilityOfImprovement(a, b) : probabilityOfImprovement(b, a),
    deviations: samples.map(({ deviation }) => deviation),
    ...(detectable !== undefined && { detectable }),
  };
  if (paired) {
    return {
      ...common,
      interval: tInterval(differences)!,
      p: pairedPermutationTest(a, b),
      smallestP: smallestPairedP(a.length),
    };
  }
  return {
    ...common,
    interval: welchTest(a, b).interval,
    p: permutationTest(a, b),
    smallestP: smallestP(a.length, b.length),
  };
}

function valuesOf(trials: readonly Trial[]): number[] {
  return trials.map((trial) => trial.value);
}

function sameSeeds(a: readonly Trial[], b: readonly Trial[]): boolean {
  return a.length === b.length && a.every((trial, i) => trial.seed === b[i].seed);
}

function sameTask(a: Group, b: Group, notations: Notations): boolean {
  return pathsOf([a, b], notations).every(
    (path) => !notations.isTask(path) || a.parameters[path] === b.parameters[path],
  );
}
