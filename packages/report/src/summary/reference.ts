import type { Metric } from '@mcover/record';
import { aboutOf, numbersOf } from './about.ts';
import type { Experiment } from './experiment.ts';
import type { Summary } from './summary.ts';

/** An experiment, as far as its number is held against another one. */
type Held = Pick<Experiment, 'metric' | 'beside' | 'view'>;

/** What the number of an experiment is held against, where results hold it; not along an axis, where it is a curve. */
export function referenceOf({ metric, beside, view }: Held): Metric | undefined {
  return view.x === undefined ? beside.find(({ key }) => key === metric?.reference) : undefined;
}

/** Its mean over a group. */
export function referenceAt(held: Held, { beside }: Summary): number | undefined {
  const reference = referenceOf(held);
  return reference && beside.get(reference.key);
}

/** The experiment, once about each number beside its own that is held against another. */
export function referencedOf(experiment: Experiment): Experiment[] {
  return numbersOf(experiment)
    .filter((metric) => metric !== experiment.metric && metric.reference !== undefined)
    .map((metric) => aboutOf(experiment, metric))
    .filter((about) => referenceOf(about) !== undefined);
}
