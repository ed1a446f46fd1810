import { canonical, type Metric, type TrialRecord } from '@mcover/record';
import type { Count } from '../statistics/fisher.ts';
import { mean } from '../statistics/mean.ts';
import { gather } from '../summary/gather.ts';
import { type Group, groupsOf } from '../summary/group.ts';
import { type Parameters, parametersOf } from '../summary/parameters.ts';
import { type Described, type Descriptions, inOrder, type Terms, termsOf } from '../summary/terms.ts';
import { writeError } from '../tables/number.ts';

/** The trials of one experiment that differ only in their seed, arithmetic, and version of the caller's own modules. */
export interface Cell {
  experiment: string;
  /** Experiment, method and parameters. */
  key: string;
  /** The same with a data set in the place of the SYNTHETIC data that stand in for it. */
  slot: string;
  group: Group;
  /** Of the experiment, the same on both sides. */
  terms: Terms;
  /** Without the caller's own modules: the same trial of another version of them has the same specification. */
  records: TrialRecord[];
  /** The files that they are made of, one text a version. */
  versions: ReadonlySet<string>;
}

/** The cells of a reference and those of new records. What the new ones say of an experiment goes first. */
export function cellsOfBoth(reference: Described, fresh: Described): [Cell[], Cell[]] {
  const descriptions = new Map([...reference.descriptions, ...fresh.descriptions]);
  const experiments = gather([...reference.records, ...fresh.records], ({ experiment }) => experiment);
  const terms = new Map([...experiments].map(([id, own]) => [id, termsOf(own, descriptions.get(id))]));
  const modules = new Set([reference, fresh].flatMap(({ descriptions }) => modulesOf(descriptions)));
  const cells = ({ records }: Described) => cellsOf(records, terms, descriptions, modules);
  return [cells(reference), cells(fresh)];
}

/** The cells of some records in the order of a report. */
function cellsOf(
  records: readonly TrialRecord[],
  termsById: ReadonlyMap<string, Terms>,
  descriptions: Descriptions,
  modules: ReadonlySet<string>,
): Cell[] {
  const experiments = gather(records, ({ experiment }) => experiment);
  return inOrder(experiments.keys(), descriptions).flatMap((experiment) => {
    const own = experiments.get(experiment)!;
    const versionOf = new Map(own.map(({ id, spec }) => [id, canonical(spec.uses ?? [])]));
    const asked = own.map((record) => withoutModules(record, modules));
    const members = gather(asked, (record) => {
      const { spec } = withoutArithmetic(record);
      return keyOf(experiment, spec.method, parametersOf(spec));
    });
    const terms = termsById.get(experiment)!;
    return groupsOf(asked.map(withoutArithmetic), terms).map((group) => {
      const key = keyOf(experiment, group.method, group.parameters);
      const slot = keyOf(experiment, group.method, withDataSet(group.parameters));
      const records = members.get(key)!;
      const versions = new Set(records.map(({ id }) => versionOf.get(id)!));
      return { experiment, key, slot, group, terms, records, versions };
    });
  });
}

/** Engines of another arithmetic answer the same question; the id still tells them apart. */
function withoutArithmetic(record: TrialRecord): TrialRecord {
  const { arithmetic: _, ...spec } = record.spec;
  return { ...record, spec };
}

/** Digests of modules, which descriptions name. Data files, beside them, are no modules. */
function modulesOf(descriptions: Descriptions): string[] {
  const uses = [...descriptions.values()].flatMap(({ uses = [] }) => uses);
  return uses.filter(({ file }) => /\.[cm]?[jt]s$/.test(file)).map(({ sha256 }) => sha256);
}

/** A module that was changed answers the same question, as a program that was changed does. */
function withoutModules(record: TrialRecord, modules: ReadonlySet<string>): TrialRecord {
  const { uses, ...spec } = record.spec;
  const others = uses?.filter((digest) => !modules.has(digest)) ?? [];
  return { ...record, spec: { ...spec, ...(others.length > 0 && { uses: others }) } };
}

function keyOf(experiment: string, method: string, parameters: Parameters): string {
  return canonical([experiment, method, parameters]);
}

/** The parameters with the data by name alone, the one of the data set that should have been there. */
function withDataSet(parameters: Parameters): Parameters {
  const rest = Object.entries(parameters).filter(([path]) => !path.startsWith('data.'));
  const name = parameters['data.insteadOf'] ?? parameters['data.name'];
  return { ...Object.fromEntries(rest), 'data.name': name };
}

export function valuesOf({ group }: Cell): number[] {
  return group.trials.map(({ value }) => value);
}

/** The mean, as the metric is written. */
export function writeMean(cell: Cell): string {
  return writeError(mean(valuesOf(cell)), cell.terms.metric?.decimals);
}

/** How many trials have a flag; absent where the model does not say. */
export function countOf({ group }: Cell, { key }: Metric): Count | undefined {
  const flags = group.trials.flatMap(({ flags }) => flags.get(key) ?? []);
  return flags.length > 0 ? { count: flags.filter(Boolean).length, n: flags.length } : undefined;
}
