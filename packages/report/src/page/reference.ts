import type { Experiment } from '../summary/experiment.ts';
import { escaped } from '../tables/markdown.ts';
import { marksOf, seenIn } from './caption.ts';
import { blocks } from './markdown.ts';

// No name of an experiment has a dot: this file is never another experiment's.
export const referenceFile = ({ id }: Experiment) => `figures/${id}.reference.svg`;

/** The picture of the numbers that are held against others: the experiment, once about each of them. */
export function referenceBlock(experiment: Experiment, referenced: readonly Experiment[]): string {
  return blocks([
    `![${escaped(referenced.map(seenIn).join(' '))}](${referenceFile(experiment)})`,
    escaped([...new Set(referenced.map(marksOf))].join(' ')),
  ]);
}
