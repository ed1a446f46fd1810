import type { Experiment } from '../summary/experiment.ts';
import { isSynthetic } from '../summary/synthetic.ts';
import { code } from './markdown.ts';

/** Says of an experiment's data that they were generated, what they stand in for, and the remedy. */
export function syntheticNote({ groups, records }: Experiment): string | undefined {
  if (!isSynthetic(records)) return undefined;
  const made = groups.filter(({ parameters }) => parameters['data.name'] === 'hidden-manifold');
  const missing = [...new Set(made.flatMap(({ parameters }) => parameters['data.insteadOf'] ?? []))];
  const what = made.length === groups.length ? 'All patterns' : 'The patterns of some groups';
  const sentences = [
    `**SYNTHETIC data.** ${what} were drawn from a hidden manifold.`,
    ...missing.map(
      (name) =>
        `They stand in for ${name}, which was missing: nothing here was measured on ${name}, and no published number is ` +
        `set beside them. ${code(`npx mcover data fetch ${name}`)} brings the data set; another run then uses it.`,
    ),
  ];
  return sentences.join(' ');
}
