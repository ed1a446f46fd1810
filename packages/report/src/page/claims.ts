import type { Published } from '@mcover/record';
import { capital } from '@mcover/record';
import { significance } from '../statistics/interval.ts';
import { permutationInterval } from '../statistics/permutation-interval.ts';
import type { Claimed, ClaimPair } from '../summary/claims.ts';
import type { Experiment } from '../summary/experiment.ts';
import { isSynthetic } from '../summary/synthetic.ts';
import type { Point } from '../summary/view.ts';
import { toMarkdown } from '../tables/markdown.ts';
import { writeError, writeSigned } from '../tables/number.ts';
import { deviationFrom, publishedError, publishedFor } from '../tables/published.ts';
import { type Entry, entry } from '../tables/table.ts';
import { captioned } from './markdown.ts';
import { departuresOf } from './setting.ts';

/** More standard errors than this between a mean and the published one are more than chance. */
const chance = 2;

/**
 * Whether a mean agrees with the published one. It cannot tell in another setting than the paper's, nor where its own
 * standard error is the larger one; then so many trials would make it as small.
 */
export function agreementOf(
  experiment: Experiment,
  value: Published,
  { summary }: Point,
): { verdict: 'agrees' | 'does not' | 'cannot tell'; why?: string } | undefined {
  const deviation = deviationFrom(value, summary);
  if (!deviation) return undefined;
  if (departuresOf(experiment)?.length !== 0) return { verdict: 'cannot tell', why: 'other setting' };
  const { difference, standardized } = deviation;
  if (Math.abs(standardized) > chance)
    return { verdict: 'does not', why: difference < 0 ? 'lower' : 'higher' };
  const ratio = (summary.standardError ?? 0) / publishedError(value);
  if (ratio <= 1) return { verdict: 'agrees' };
  return { verdict: 'cannot tell', why: needs(summary.n * ratio ** 2) };
}

const needs = (trials: number) =>
  Number.isFinite(trials) ? `needs ${Math.ceil(trials)} trials` : 'needs more than a million trials';

/** What the paper claims and what came out, a row each; nothing where no experiment is of a paper. */
export function claimsBlock(
  experiments: readonly Experiment[],
  linkTo: (experiment: Experiment) => string,
): string | undefined {
  // What stands in for a data set was not what the paper measured.
  const real = experiments.filter(({ records }) => !isSynthetic(records));
  const rows = real.flatMap((experiment) => {
    const where: Entry = { ...entry(experiment.heading), href: linkTo(experiment) };
    return [
      ...numberRows(experiment),
      ...experiment.claims.map((claimed) => claimRow(experiment, claimed)),
    ].map((cells) => [where, ...cells.map((text) => entry(text))]);
  });
  if (rows.length === 0) return undefined;
  const titles = ['where', 'claim', 'published', 'ours [95 %]', 'verdict'];
  return captioned(
    'What the paper claims, what it published, and what came out here. The interval of a difference is that of the test which ' +
      'judges it: all differences that the permutation test does not reject. Means have BCa intervals.',
    toMarkdown({
      id: 'claims',
      caption: '',
      columns: titles.map((title) => ({ title, keys: [title], align: 'left' as const })),
      rows,
    }),
  );
}

function numberRows(experiment: Experiment): string[][] {
  const { metric, view } = experiment;
  return view.series.flatMap(({ points }) =>
    points.flatMap((point) => {
      const value = publishedFor(experiment, point.group);
      const { mean, bcaInterval } = point.summary;
      if (!value || mean === undefined) return [];
      const { decimals } = value;
      const { verdict = 'cannot tell', why } = agreementOf(experiment, value, point) ?? {};
      return [
        [
          `${metric!.label}, ${point.label}`,
          `${writeError(value.mean, decimals)} ± ${writeError(value.plusMinus, decimals)}`,
          `${writeError(mean, metric!.decimals)}${bcaInterval ? ` ${interval(bcaInterval, metric!.decimals)}` : ''}, n = ${point.summary.n}`,
          sayVerdict(verdict, why),
        ],
      ];
    }),
  );
}

function claimRow({ metric, view, notations }: Experiment, claimed: Claimed): string[] {
  const { claim, pairs, verdict, needed } = claimed;
  const published = pairs.length === 1 ? pairs[0].published : undefined;
  return [
    capital(claim.says),
    published === undefined ? '–' : writeSigned(published, metric?.decimals),
    ours(
      pairs,
      metric?.decimals,
      view.x === undefined ? 'places' : `places along ${notations.of(view.x).symbol}`,
    ),
    sayVerdict(verdict, needed === undefined ? undefined : needs(needed)),
  ];
}

/** The difference of a pair, with the interval of the test that judges it; of several, how many are significantly apart, and which way. */
function ours(pairs: readonly ClaimPair[], decimals: number | undefined, places: string): string {
  if (pairs.length === 1) {
    const [{ difference, paired, subject, reference }] = pairs;
    const [x, y] = [subject, reference].map(({ group }) => group.trials.map(({ value }) => value));
    const ends = permutationInterval(x, y, paired);
    return `${writeSigned(difference, decimals)}${ends ? ` ${interval(ends, decimals)}` : ''}, n = ${subject.summary.n}`;
  }
  const significant = pairs.filter(({ adjusted }) => adjusted < significance);
  const lower = significant.filter((pair) => pair.difference < 0).length;
  return `lower at ${lower}, higher at ${significant.length - lower} of ${pairs.length} ${places}`;
}

function interval({ low, high }: { low: number; high: number }, decimals?: number): string {
  return `[${writeError(low, decimals)}, ${writeError(high, decimals)}]`;
}

function sayVerdict(verdict: string, why: string | undefined): string {
  return why ? `${verdict} (${why})` : verdict;
}
