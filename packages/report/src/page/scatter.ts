import { capital } from '@mcover/record';
import type { Correlation } from '../statistics/spearman.ts';
import type { Experiment } from '../summary/experiment.ts';
import type { Scatter } from '../summary/scatter.ts';
import { escaped } from '../tables/markdown.ts';
import { writeError, writeShare } from '../tables/number.ts';
import { blocks } from './markdown.ts';

// No name of an experiment has a dot: this file is never another experiment's.
export const scatterFile = ({ id }: Experiment, { covariate: { key } }: Scatter) =>
  `figures/${id}.${key}.svg`;

/** The picture of a scatter, what is on its axis, and its rank correlations. */
export function scatterBlock(experiment: Experiment, scatter: Scatter): string {
  return blocks([
    `![${escaped(altOf(experiment, scatter))}](${scatterFile(experiment, scatter)})`,
    noteOf(scatter),
  ]);
}

/** What the covariates are that tables have columns of. */
export function covariatesNote(experiments: readonly Experiment[]): string | undefined {
  const found = experiments.flatMap(({ covariates, groups }) =>
    covariates.filter(({ key }) => groups.some((group) => group.covariates.has(key))),
  );
  if (found.length === 0) return undefined;
  return [...new Set(found)].map(({ symbol, about }) => escaped(`${capital(symbol)}: ${about}.`)).join(' ');
}

function altOf({ metric }: Experiment, { covariate, families }: Scatter): string {
  const spans = families.map(({ label, cells }) => {
    const sorted = [...cells].sort((a, b) => a.at - b.at);
    const say = ({ at, mean }: (typeof cells)[number]) =>
      `${writeError(mean, metric?.decimals)} at ${covariate.write(at)}`;
    return `${label}, from ${say(sorted[0])} to ${say(sorted[sorted.length - 1])}`;
  });
  return `${metric?.label ?? 'result'} against ${covariate.label}: ${spans.join('; ')}.`;
}

function noteOf({ covariate: { symbol, parameter }, families, correlation }: Scatter): string {
  if (!correlation)
    return escaped(`These are too few ${parameter}s to say how the ${symbol} goes with the result.`);
  const within = families.flatMap((family) =>
    family.correlation && family.correlation.n < correlation.n
      ? [`${sayRho(family.correlation)} within ${family.label} (${family.correlation.n})`]
      : [],
  );
  return escaped(
    [
      `Spearman's rank correlation of the ${symbol} with the means:`,
      `${[`${sayRho(correlation)} over ${correlation.n} ${parameter}s`, ...within].join('; ')}.`,
      `Intervals resample the ${parameter}s (95 %), as if they were drawn at random: a grid is not, and this is no law.`,
    ].join(' '),
  );
}

export function sayRho({ rho, interval: { low, high } }: Correlation): string {
  const [value, from, to] = [rho, low, high].map((x) => writeShare(x).replace('-', '−'));
  return `${value} [${from}, ${to}]`;
}
