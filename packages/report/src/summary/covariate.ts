import type { Result, TrialSpec } from '@mcover/record';

/** A number of a cell that no record holds: it follows from specification and results, and the caller knows how. */
export interface Covariate {
  /** Names columns and files. */
  readonly key: string;
  /** Heads a column. */
  readonly symbol: string;
  /** Titles an axis. */
  readonly label: string;
  /** What it is, in a phrase. */
  readonly about: string;
  /** The parameter that it is a number of, such as `kernel`; `method`: a column where methods are compared, and no picture. */
  readonly parameter: string;
  /** Whether it is what a trial costs: methods are drawn against it, and the cost until a flag comes out has a column. */
  readonly cost?: boolean;
  write(value: number): string;
  /** Of all trials of a cell, by the specification of one and the results of those that ended. */
  of(spec: TrialSpec, results: readonly Result[]): number | undefined;
}

/** Whether a dotted path is the parameter that a covariate is a number of, or a part of it. */
export function isOf({ parameter }: Covariate, path: string): boolean {
  return path === parameter || path.startsWith(`${parameter}.`);
}
