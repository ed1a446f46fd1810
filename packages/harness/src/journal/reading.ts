import path from 'node:path';
import { builtIn } from '@mcover/models';
import type { Description } from '@mcover/record';
import type { Reading } from '@mcover/report';
import { paperFiles } from '../config/catalogue.ts';
import { readExperiment } from '../config/experiment.ts';
import { descriptionOf } from './description.ts';

/**
 * What this program knows of the records of a folder such as results/quick, beside the descriptions that lie there: its
 * models, and the experiments of the repository.
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
