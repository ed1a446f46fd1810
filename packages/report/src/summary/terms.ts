import type { Description, TrialRecord } from '@mcover/record';
import type { Covariate } from './covariate.ts';
import { type Measures, measuresOf } from './measures.ts';
import { Notations } from './notation.ts';

/** The descriptions of experiments, by their ids. */
export type Descriptions = ReadonlyMap<string, Description>;

/** Records, and what is said of their experiments. */
export interface Described {
  records: readonly TrialRecord[];
  descriptions: Descriptions;
  /** What follows from a specification alone, as far as the caller knows. */
  covariates?: readonly Covariate[];
}

/** The terms in which an experiment is spoken of. Without a description, its parameters and results name themselves. */
export interface Terms extends Measures {
  description: Partial<Description>;
  notations: Notations;
  covariates: readonly Covariate[];
}

/** From the records of one experiment, and its description. */
export function termsOf(
  records: readonly TrialRecord[],
  description: Partial<Description> = {},
  covariates: readonly Covariate[] = [],
): Terms {
  const several = new Set(records.map(({ spec }) => spec.method)).size > 1;
  return {
    description,
    notations: new Notations(description.parameters),
    covariates: covariates.filter(({ parameter }) => parameter !== 'method' || several),
    ...measuresOf(records, description.metrics),
  };
}

/** Experiments of the paper by their place in it, then the others by name. */
export function inOrder(experiments: Iterable<string>, descriptions: Descriptions): string[] {
  const placeOf = (id: string) => descriptions.get(id)?.paper?.place ?? Number.MAX_VALUE;
  return [...experiments].sort((a, b) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1));
}
