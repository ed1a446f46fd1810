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
        'Rank correlations are Spearman’s, with 95 % intervals of resampled groups, or trials of one.',
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
  const told = [
    ...(correlation ? [`${sayRho(correlation)} over the means of ${correlation.n} groups`] : []),
    ...clouds.flatMap(({ label, correlation }) =>
      correlation ? [`${sayRho(correlation)} within ${label} (${correlation.n})`] : [],
    ),
  ];
  if (told.length === 0)
    return `There are too few groups and trials to say how ${metric.label} goes with ${other.label}.`;
  const verdict = ranksGroupsOnly(against) ? ` Here ${metric.label} ranks methods, not runs.` : '';
  return `Rank correlation of ${metric.label} with ${other.label}: ${told.join('; ')}.${verdict}`;
}
