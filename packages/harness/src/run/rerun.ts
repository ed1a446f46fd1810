import { choose, stream } from '@mcover/core';
import type { TrialRecord, TrialSpec } from '@mcover/record';
import { UsageError } from '../error.ts';
import { engineNameFor, modelOf } from '../models/index.ts';
import type { Task } from '../plan/plan.ts';
import { engineOf, engineStates, gpuName } from './engines.ts';

/** Trials to run again by one engine. */
export interface Again {
  engine: string;
  tasks: Task[];
}

/**
 * `count` trials of some records, or all if there are no more, to be run again: drawn by the stream "rerun" of a
 * seed, each trial once, for every experiment that has a record of it.
 */
export function drawTrials(records: readonly TrialRecord[], count: number, root: number): Again[] {
  const finished = records.filter((record) => record.result);
  const experiments = new Map<string, string[]>();
  for (const { id, experiment } of finished) {
    experiments.set(id, [...(experiments.get(id) ?? []), experiment]);
  }
  const specs = new Map(finished.map(({ id, spec }) => [id, spec]));
  const ids = [...specs.keys()].sort();
  const random = stream({ root, trial: 0 }, 'rerun');
  const drawn = [...choose(random, Math.min(count, ids.length), ids.length)].map((index) => ids[index]);
  const groups = new Map<string, Task[]>();
  for (const id of drawn) {
    const spec = specs.get(id)!;
    const engine = engineFor(spec);
    const names = experiments.get(id)!;
    const seconds = modelOf(spec).seconds(spec, engineNameFor(spec, engine));
    const task = { id, spec, experiment: names[0], experiments: names, seconds };
    groups.set(engine, [...(groups.get(engine) ?? []), task]);
  }
  return [...groups].map(([engine, tasks]) => ({ engine, tasks }));
}

/** The engine that computes a trial in its own arithmetic; models of integers have but one. */
function engineFor(spec: TrialSpec): string {
  if (spec.arithmetic === 'gpu') return gpuName;
  const here = engineStates().flatMap(({ name, unavailable }) => (unavailable ? [] : [name]));
  const fits = (name: string) =>
    engineNameFor(spec, name) === name &&
    (spec.arithmetic === undefined || engineOf(name).arithmetic === spec.arithmetic);
  const found = here.find(fits);
  if (found) return found;
  throw new UsageError(
    `no engine here computes ${spec.model} in ${spec.arithmetic}; engines: ${here.join(', ')}; ` +
      'run "mcover verify --rerun" where one does',
  );
}
