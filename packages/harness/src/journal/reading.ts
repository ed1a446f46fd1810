import path from 'node:path';
import { builtIn } from '@mcover/models';
import type { Description } from '@mcover/record';
import type { Reading, Results } from '@mcover/report';
import { paperFiles } from '../config/catalogue.ts';
import { readExperiment } from '../config/experiment.ts';
import { UsageError } from '../error.ts';
import { damages } from '../text.ts';
import { descriptionOf } from './description.ts';

/**
 * What this program knows of the records of a folder such as results/quick, beside the descriptions that lie there: its
 * models, and the experiments of the paper.
 */
export function readingOf(folder: string): Reading {
  const profile = path.basename(folder);
  return { schemas: builtIn, describe: (experiment) => described(experiment, profile, folder) };
}

function described(id: string, profile: string, folder: string): Description | undefined {
  const file = paperFiles().find((name) => path.basename(name, '.json') === id);
  const experiment = file === undefined ? undefined : readExperiment(file);
  if (!experiment || experiment.id !== id || !experiment.profiles.includes(profile)) return undefined;
  return descriptionOf(experiment, { profile, folder, registry: builtIn, uses: [], files: [], named: false });
}

/**
 * All records of a folder of journals.
 *
 * @throws UsageError where a line is none: what is made of the others would pass over it silently.
 */
export async function wholeResults(folder: string): Promise<Results> {
  // Loaded only here: it brings the plotting library.
  const { readResults } = await import('@mcover/report');
  const results = readResults(folder, readingOf(folder));
  const damaged = [...results.rejected, ...results.unknown];
  if (damaged.length === 0) return results;
  const remedy = '"mcover repro" or "run" of the experiment sets them aside and runs their trials again';
  throw new UsageError([...damages(damaged), `these lines cannot be read as records; ${remedy}`].join('\n'));
}
