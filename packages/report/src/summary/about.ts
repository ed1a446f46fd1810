import type { Metric } from '@mcover/record';
import type { Experiment } from './experiment.ts';
import { groupsOf } from './group.ts';
import { viewOf } from './view.ts';

/** An experiment with another of its numbers as what it is about, and the rest beside it; without flags and verdicts. */
export function aboutOf(experiment: Experiment, metric: Metric): Experiment {
  const beside = numbersOf(experiment).filter(({ key }) => key !== metric.key);
  const terms = { ...experiment, metric, beside, flags: [], comparisons: [], claims: [], scatters: [] };
  const groups = groupsOf(experiment.judgement.judged, terms);
  return { ...terms, groups, view: viewOf(groups, terms) };
}

/** What an experiment is about, and the numbers beside it. */
export function numbersOf({ metric, beside }: Pick<Experiment, 'metric' | 'beside'>): Metric[] {
  return [...(metric && !metric.flag ? [metric] : []), ...beside];
}
