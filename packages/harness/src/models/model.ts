import type { Engine, ImageSplit } from '@mcover/core';
import type { Result, TrialSpec } from '@mcover/record';

/** What the harness needs of a model: a new one adds a file with these and a row in `index.ts`. */
export interface Model {
  /**
   * Faults that a schema cannot see, among them a problem too large for the engine of this name.
   *
   * @throws InputError with a path into the parameters.
   */
  check(spec: TrialSpec, engine: string): void;
  /** Seconds that a trial takes on one thread of some machine: right between trials, corrected by records. */
  seconds(spec: TrialSpec, engine: string): number;
  /** Names of the engines that compute it, the best first, which does where another is asked for. */
  engines: readonly string[];
  /**
   * One trial, on the data set that the specification names, if it names one. The same specification gives the
   * same result, wherever it runs.
   */
  run(spec: TrialSpec, engine: Engine, images?: ImageSplit): Result;
}
