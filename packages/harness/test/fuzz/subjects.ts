import { checkpointFiles } from './checkpoint-files.ts';
import { dataFiles } from './data-files.ts';
import { experiments } from './experiments.ts';
import { journals, traces } from './journals.ts';
import { fuzz } from './subject.ts';
import { weightsFiles } from './weights-files.ts';

/** Registers the reading of so many cases of everything that comes from a file. */
export function fuzzAll(numRuns: number, seed?: number): void {
  fuzz(experiments, numRuns, seed);
  fuzz(journals, numRuns, seed);
  fuzz(traces, numRuns, seed);
  fuzz(weightsFiles, numRuns, seed);
  fuzz(checkpointFiles, numRuns, seed);
  for (const files of dataFiles) fuzz(files, numRuns, seed);
}
