import { costAt, costOf } from '../summary/cost.ts';
import type { Experiment } from '../summary/experiment.ts';
import { escaped } from '../tables/markdown.ts';
import { writeError } from '../tables/number.ts';
import { blocks } from './markdown.ts';

// No name of an experiment has a dot: this file is never another experiment's.
export const costFile = ({ id }: Experiment) => `figures/${id}.cost.svg`;

/** The picture of the results against what a trial costs, if there is one. */
export function costBlock(experiment: Experiment): string | undefined {
  const { metric, view, notations } = experiment;
  const cost = costOf(experiment);
  if (!metric || !cost) return undefined;
  const told = view.series.flatMap(({ label, points }) => {
    const last = points[points.length - 1];
    const at = costAt(last, cost);
    if (at === undefined || last.summary.mean === undefined) return [];
    const place =
      last.x === undefined || view.x === undefined ? '' : ` at ${notations.write(view.x, last.x)}`;
    return [`${label}: ${writeError(last.summary.mean, metric.decimals)} for ${cost.write(at)}${place}`];
  });
  const text = `Mean ${metric.label} against ${cost.label}. ${told.join('; ')}.`;
  return blocks([
    `![${escaped(text)}](${costFile(experiment)})`,
    escaped(
      `Mean and 95 % BCa interval against ${cost.label}: methods are equal in cost only where they stand above each other.`,
    ),
  ]);
}
