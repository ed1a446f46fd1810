import { capital } from '@mcover/record';
import { fewestForSpearman } from '../statistics/spearman.ts';
import { type Against, ranksGroupsOnly } from '../summary/against.ts';
import type { Experiment } from '../summary/experiment.ts';
import { escaped } from '../tables/markdown.ts';
import { writeError } from '../tables/number.ts';
import { blocks } from './markdown.ts';
import { sayRho } from './scatter.ts';

// No name of an experiment has a dot: this file is never another experiment's.
export const againstFile = ({ id }: Experiment) => `figures/${id}.against.svg`;

/** The picture of trials by two numbers, and their rank correlations over the means and within the groups. */
export function againstBlock(experiment: Experiment, all: readonly Against[]): string {
  return blocks([
    `![${escaped(all.map(altOf).join(' '))}](${againstFile(experiment)})`,
    escaped(
      'Small marks are trials, large ones the means of their groups. ' +
        'Rank correlations are Spearman’s; their 95 % intervals resample the groups, or the trials of one.',
    ),
    ...all.map((against) => escaped(noteOf(against))),
  ]);
}

function altOf({ metric, other, clouds }: Against): string {
  const told = clouds.map(
    ({ label, mean: { x, y } }) =>
      `${label}, ${writeError(y, other.decimals)} at ${writeError(x, metric.decimals)}`,
  );
  return `Mean ${other.label} against ${metric.label}: ${told.join('; ')}.`;
}

function noteOf(against: Against): string {
  const { metric, other, clouds, correlation } = against;
  const within = clouds.flatMap(({ label, correlation }) =>
    correlation ? [`${sayRho(correlation)} within ${label} (${correlation.n})`] : [],
  );
  const over = correlation
    ? `${sayRho(correlation)} over the means of ${correlation.n} groups`
    : `fewer than ${fewestForSpearman} means have none`;
  const tell = within.length > 0 ? within.join('; ') : `nor have fewer than ${fewestForSpearman} trials`;
  return [
    `${capital(metric.label)} and ${other.label}: ${over}; ${tell}.`,
    ...(ranksGroupsOnly(against) ? [`${capital(metric.label)} ranks methods, not runs.`] : []),
  ].join(' ');
}
