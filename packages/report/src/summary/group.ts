import { canonical, type TrialRecord } from '@mcover/record';
import type { CatalogueEntry } from './catalogue.ts';
import { gather } from './gather.ts';
import { compareMethods } from './method.ts';
import type { Metric } from './metric.ts';
import { comparePaths, compareValues, type Parameters, parametersOf } from './parameters.ts';
import { type Role, roleOf } from './role.ts';

/** A finished trial: what it is paired by, and what came out. */
export interface Trial {
  /** "root/trial". */
  seed: string;
  value: number;
  /** Further numbers of the result, as the metric names them. */
  beside: Readonly<Record<string, number>>;
  /** Absent where the model does not say. */
  solved?: boolean;
}

/** The trials of one experiment that differ in the seed only. */
export interface Group extends Role {
  method: string;
  parameters: Parameters;
  /** In the order of their seeds. */
  trials: Trial[];
  failed: number;
}

/** Groups of the records of one experiment, ordered by method and parameters, the controls last. */
export function groupsOf(
  records: readonly TrialRecord[],
  metric: Metric | undefined,
  entry: CatalogueEntry | undefined,
): Group[] {
  const members = gather(records, ({ spec: { seed: _seed, ...rest } }) => canonical(rest));
  return [...members.values()].map((list) => groupOf(list, metric, entry)).sort(compareGroups);
}

function groupOf(
  records: readonly TrialRecord[],
  metric: Metric | undefined,
  entry: CatalogueEntry | undefined,
): Group {
  const ordered = [...records].sort(
    ({ spec: { seed: a } }, { spec: { seed: b } }) => a.root - b.root || a.trial - b.trial,
  );
  const { spec } = ordered[0];
  const parameters = parametersOf(spec);
  return {
    method: spec.method,
    ...roleOf(spec.method, parameters, entry),
    parameters,
    trials: ordered.flatMap((record) => trialOf(record, metric)),
    failed: ordered.filter((record) => record.failure).length,
  };
}

function trialOf({ spec, result }: TrialRecord, metric: Metric | undefined): Trial[] {
  const value = metric && result?.[metric.key];
  if (typeof value !== 'number') return [];
  const beside = metric!.beside.flatMap(({ key }) =>
    typeof result?.[key] === 'number' ? [[key, result[key]]] : [],
  );
  const solved = result?.solved;
  const seed = `${spec.seed.root}/${spec.seed.trial}`;
  return [
    { seed, value, beside: Object.fromEntries(beside), ...(typeof solved === 'boolean' && { solved }) },
  ];
}

function compareGroups(a: Group, b: Group): number {
  const paths = [...new Set([...Object.keys(a.parameters), ...Object.keys(b.parameters)])].sort(comparePaths);
  return paths.reduce(
    (order, path) => order || compareValues(a.parameters[path], b.parameters[path]),
    Number(a.control) - Number(b.control) || compareMethods(a.method, b.method),
  );
}
