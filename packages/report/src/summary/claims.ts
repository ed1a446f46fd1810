import type { Claim } from '@mcover/record';
import { fewestForBca } from '../statistics/bootstrap.ts';
import { compareTrials, type Difference } from '../statistics/compare.ts';
import { holm } from '../statistics/holm.ts';
import { significance } from '../statistics/interval.ts';
import { neededTrials } from '../statistics/needed-trials.ts';
import { fewestFor } from '../statistics/permutation.ts';
import { publishedDifference } from '../tables/published.ts';
import { gather } from './gather.ts';
import type { Group } from './group.ts';
import { hasAll, type Parameters } from './parameters.ts';
import type { Terms } from './terms.ts';
import type { Point, View } from './view.ts';

export type Verdict = 'agrees' | 'does not' | 'in part' | 'cannot tell';

/** A claim of a paper, and what the trials say of it. */
export interface Claimed {
  claim: Claim;
  /** In the order of the cells. */
  pairs: ClaimPair[];
  verdict: Verdict;
  /** So many trials a cell would find the paper's difference, or the largest one seen, with 80 % power. */
  needed?: number;
}

/** Two groups that agree in all but what the claim names. */
export interface ClaimPair extends Difference {
  subject: Point;
  reference: Point;
  /** p adjusted by Holm over the pairs of the claim. */
  adjusted: number;
  /** Of the paper's means, where it has both. */
  published?: number;
}

/**
 * The claims of an experiment's description of which there are cells of two trials or more. A claim agrees where some pair
 * is significantly apart as it says and none the other way. Pairs whose trials are all alike say nothing and are left out.
 */
export function claimsOf(view: View, terms: Terms): Claimed[] {
  const { metric, description } = terms;
  const points = view.series
    .flatMap((series) => series.points)
    .filter(({ group, summary }) => !group.control && summary.n > 1);
  return (description.paper?.claims ?? []).flatMap((claim): Claimed[] => {
    const pairs = pairsOf(claim, points, view).map(([subject, reference]) => {
      const published = publishedDifference(terms, subject.group, reference.group);
      return {
        subject,
        reference,
        ...compareTrials(subject.group.trials, reference.group.trials, metric?.better),
        ...(published !== undefined && { published }),
      };
    });
    const apart = pairs.filter(({ deviations, difference }) => difference !== 0 || deviations.some(Boolean));
    if (apart.length === 0) return [];
    const adjusted = holm(apart.map(({ p }) => p));
    return [
      judged(
        claim,
        apart.map((pair, i) => ({ ...pair, adjusted: adjusted[i] })),
        metric?.better ?? 'lower',
      ),
    ];
  });
}

function judged(claim: Claim, pairs: ClaimPair[], better: 'lower' | 'higher'): Claimed {
  const asSaid = (difference: number) => difference < 0 === (better === 'lower');
  const [agreeing, contrary] = [true, false].map((said) =>
    pairs.some(({ adjusted, difference }) => adjusted < significance && asSaid(difference) === said),
  );
  if (agreeing || contrary)
    return { claim, pairs, verdict: agreeing && contrary ? 'in part' : agreeing ? 'agrees' : 'does not' };
  // The spread of a few trials is not known well enough to plan by.
  const told = pairs.filter(
    ({ subject, reference }) => Math.min(subject.summary.n, reference.summary.n) >= fewestForBca,
  );
  const needs = told.flatMap(({ subject, deviations, difference, paired, published }) => {
    const wanted = published ?? (asSaid(difference) ? difference : 0);
    if (wanted === 0) return [];
    // However clear a difference is, a few trials cannot give the p that so many pairs ask for.
    const needed = Math.max(neededTrials(deviations, wanted), fewestFor(significance / pairs.length, paired));
    return needed > subject.summary.n ? [needed] : [];
  });
  return { claim, pairs, verdict: 'cannot tell', ...(needs.length > 0 && { needed: Math.min(...needs) }) };
}

function pairsOf({ of, than }: Claim, points: readonly Point[], { dimensions }: View): [Point, Point][] {
  const named = new Set([...Object.keys(of), ...Object.keys(than)]);
  const others = dimensions.map(({ path }) => path).filter((path) => !named.has(path));
  // What a point does not have, such as the covers of a plain method, keeps it from no pair.
  const agree = ({ place: a }: Point, { place: b }: Point) =>
    others.every((path) => !(path in a && path in b) || a[path] === b[path]);
  const references = points.filter(({ group }) => fits(group, than));
  return points
    .filter(({ group }) => fits(group, of))
    .flatMap((subject) =>
      references
        .filter((reference) => reference !== subject && agree(subject, reference))
        .map((reference): [Point, Point] => [subject, reference]),
    );
}

function fits({ method, parameters }: Group, wanted: Parameters): boolean {
  return hasAll({ ...parameters, method }, wanted);
}

/** Pairs along the axis, where there are three of one kind or more: their differences make a picture. */
export function pairsAlong({ pairs }: Claimed): ClaimPair[] {
  const at = gather(
    pairs.filter(({ subject }) => subject.x !== undefined && subject.facet === undefined),
    ({ subject: { x } }) => String(x),
  );
  return at.size > 2 && [...at.values()].every((list) => list.length === 1) ? [...at.values()].flat() : [];
}
