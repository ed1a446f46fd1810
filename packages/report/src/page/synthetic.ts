import type { Experiment } from '../summary/experiment.ts';
import { isSynthetic } from '../summary/synthetic.ts';
import { escaped } from '../tables/markdown.ts';
import { code } from './markdown.ts';

/** Says of an experiment's data that they were generated, what they stand in for, and the remedy. */
export function syntheticNote({ groups, records }: Experiment): string | undefined {
  if (!isSynthetic(records)) return undefined;
  const made = groups.filter(({ parameters }) => 'data.insteadOf' in parameters);
  const missing = new Set(made.map(({ parameters }) => String(parameters['data.insteadOf'])));
  const what = made.length === groups.length ? 'All patterns' : 'The patterns of some groups';
  const sentences = [
    `**SYNTHETIC data.** ${what} were generated.`,
    ...[...missing].map(
      (name) =>
        `They stand in for ${escaped(name)}, which was missing: nothing here was measured on ${escaped(name)}, and no published number is ` +
        `set beside them. ${code(`mcover data fetch ${name}`)} brings the data set; another run then uses it.`,
    ),
  ];
  return sentences.join(' ');
}
