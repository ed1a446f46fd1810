import type { Engine } from '@mcover/core';
import type { Result, TrialSpec } from '@mcover/record';

/** What the harness needs of a model: a new one adds a file with these and a row in `index.ts`. */
export interface Model {
  /** Faults that a schema cannot see. @throws InputError with a path into the parameters. */
  check(spec: TrialSpec): void;
  /** Seconds that a trial takes on one thread of some machine: right between trials, corrected by records. */
  seconds(spec: TrialSpec, engine: string): number;
  /** One trial. The same specification gives the same result, wherever it runs. */
  run(spec: TrialSpec, engine: Engine): Result;
}
