import { canonical, type TrialRecord } from '@mcover/record';
import type { Count } from '../statistics/fisher.ts';
import { catalogued, compareExperiments } from '../summary/catalogue.ts';
import { gather } from '../summary/gather.ts';
import { type Group, groupsOf } from '../summary/group.ts';
import type { Metric } from '../summary/metric.ts';
import { type Parameters, parametersOf } from '../summary/parameters.ts';

/** The trials of one experiment that differ in their seed and arithmetic only. */
export interface Cell {
  experiment: string;
  /** Experiment, method and parameters. */
  key: string;
  /** The same with a data set in the place of the SYNTHETIC data that stand in for it. */
  slot: string;
  group: Group;
  records: TrialRecord[];
}

/** The cells of some records in the order of a report; `metrics` tell what each experiment is about. */
export function cellsOf(
  records: readonly TrialRecord[],
  metrics: ReadonlyMap<string, Metric | undefined>,
): Cell[] {
  const experiments = gather(records, ({ experiment }) => experiment);
  return [...experiments.keys()].sort(compareExperiments).flatMap((experiment) => {
    const plain = experiments.get(experiment)!.map(withoutArithmetic);
    const members = gather(plain, ({ spec }) => keyOf(experiment, spec.method, parametersOf(spec)));
    const groups = groupsOf(plain, metrics.get(experiment), catalogued(experiment));
    return groups.map((group) => {
      const key = keyOf(experiment, group.method, group.parameters);
      const slot = keyOf(experiment, group.method, withDataSet(group.parameters));
      return { experiment, key, slot, group, records: members.get(key)! };
    });
  });
}

/** Engines of another arithmetic answer the same question; the id still tells them apart. */
function withoutArithmetic(record: TrialRecord): TrialRecord {
  const { arithmetic: _, ...spec } = record.spec;
  return { ...record, spec };
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

/** How many trials solved their problem; absent where the model does not say. */
export function solvedOf({ group }: Cell): Count | undefined {
  const flags = group.trials.flatMap(({ solved }) => solved ?? []);
  return flags.length > 0 ? { count: flags.filter(Boolean).length, n: flags.length } : undefined;
}
