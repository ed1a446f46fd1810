import { canonical, seedName, type TrialRecord } from '@mcover/record';
import { gather } from './gather.ts';
import { numberOf } from './measures.ts';
import { compareMethods, type Role, roleOf } from './method.ts';
import { compareValues, type Parameters, parametersOf } from './parameters.ts';
import type { Terms } from './terms.ts';

/** A finished trial: what it is paired by, and what came out. */
export interface Trial {
  /** Of its record. */
  id: string;
  /** "root/trial". */
  seed: string;
  value: number;
  /** Further numbers of the result, and its flags, by their keys: those that it has. */
  beside: ReadonlyMap<string, number>;
  flags: ReadonlyMap<string, boolean>;
}

/** The trials of one experiment that differ in the seed only. */
export interface Group extends Role {
  method: string;
  parameters: Parameters;
  /** By their keys: those that it has. */
  covariates: ReadonlyMap<string, number>;
  /** In the order of their seeds. */
  trials: Trial[];
  failed: number;
}

/** Groups of the records of one experiment, ordered by method and parameters, the controls last. */
export function groupsOf(records: readonly TrialRecord[], terms: Terms): Group[] {
  const members = gather(records, ({ spec: { seed: _seed, ...rest } }) => canonical(rest));
  return [...members.values()].map((list) => groupOf(list, terms)).sort(orderOf(terms));
}

function groupOf(records: readonly TrialRecord[], terms: Terms): Group {
  const ordered = [...records].sort(
    ({ spec: { seed: a } }, { spec: { seed: b } }) => a.root - b.root || a.trial - b.trial,
  );
  const { spec } = ordered[0];
  const parameters = parametersOf(spec);
  const results = ordered.flatMap(({ result }) => (result ? [result] : []));
  return {
    method: spec.method,
    ...roleOf(spec.method, parameters, terms),
    parameters,
    covariates: new Map(
      terms.covariates.flatMap((covariate): [string, number][] => {
        const value = covariate.of(spec, results);
        return value === undefined ? [] : [[covariate.key, value]];
      }),
    ),
    trials: ordered.flatMap((record) => trialOf(record, terms)),
    failed: ordered.filter((record) => record.failure).length,
  };
}

function trialOf({ id, spec, result = {} }: TrialRecord, { metric, beside, flags }: Terms): Trial[] {
  const numbersOf = (metrics: Terms['beside']) =>
    metrics.flatMap(({ key }): [string, number][] => {
      const number = numberOf(result[key]);
      return number === undefined ? [] : [[key, number]];
    });
  const value = metric && numberOf(result[metric.key]);
  if (value === undefined) return [];
  return [
    {
      id,
      seed: seedName(spec.seed),
      value,
      beside: new Map(numbersOf(beside)),
      flags: new Map(numbersOf(flags).map(([key, number]) => [key, number !== 0])),
    },
  ];
}

function orderOf({ description, notations }: Terms): (a: Group, b: Group) => number {
  const standIn = ({ parameters }: Group) => Number('data.insteadOf' in parameters);
  return (a, b) => {
    const paths = new Set([...Object.keys(a.parameters), ...Object.keys(b.parameters)]);
    return [...paths]
      .sort(notations.compare)
      .reduce(
        (order, path) => order || compareValues(a.parameters[path], b.parameters[path]),
        Number(a.control) - Number(b.control) ||
          compareMethods(a.method, b.method, description) ||
          standIn(a) - standIn(b),
      );
  };
}
