import type { Engine } from '@mcover/core';
import type { Result, TrialSpec } from '@mcover/record';

/** What the harness needs of a model: a new one adds a file with these three and a row in `index.ts`. */
export interface Model {
  /** Faults that a schema cannot see. @throws InputError with a path into the parameters. */
  check(spec: TrialSpec): void;
  /** Elementary operations of a trial, in a unit of its own; `nanoseconds` per engine turn it into time. */
  cost(spec: TrialSpec): number;
  /** Rough time of one unit of cost by engine, until records say better. */
  nanoseconds: Readonly<Record<string, number>>;
  /** One trial. The same specification gives the same result, wherever it runs. */
  run(spec: TrialSpec, engine: Engine): Result;
}
