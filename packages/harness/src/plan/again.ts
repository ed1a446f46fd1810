import path from 'node:path';
import { choose, stream, type TableSplit } from '@mcover/core';
import { areFiles, builtIn, type Registry } from '@mcover/models';
import { canonical, type TrialRecord, type TrialSpec } from '@mcover/record';
import { digestsOf, registryWith, type Use, usesOf } from '../config/plugins.ts';
import { readAgain } from '../data/files/named.ts';
import { dataKey } from '../data/share.ts';
import { UsageError } from '../error.ts';
import { readDescription } from '../journal/folder.ts';
import { engineOf, engineStates } from '../lanes/engines.ts';
import type { Pending } from './pending.ts';

/**
 * `count` trials of some records of a folder, or all if there are no more, to be run again: drawn by the stream "rerun"
 * of a seed, each trial once, for every experiment that has a record of it.
 *
 * @throws UsageError where no engine here computes one, or a file that it is made of is no more what it was.
 */
export async function drawTrials(
  folder: string,
  records: readonly TrialRecord[],
  count: number,
  root: number,
): Promise<Pending[]> {
  const finished = records.filter((record) => record.result);
  const experiments = new Map<string, string[]>();
  for (const { id, experiment } of finished) {
    experiments.set(id, [...(experiments.get(id) ?? []), experiment]);
  }
  const specs = new Map(finished.map(({ id, spec }) => [id, spec]));
  const ids = [...specs.keys()].sort();
  const random = stream({ root, trial: 0 }, 'rerun');
  const drawn = [...choose(random, Math.min(count, ids.length), ids.length)].map((index) => ids[index]);
  const pending: Pending[] = [];
  for (const id of drawn) {
    const spec = specs.get(id)!;
    const names = experiments.get(id)!;
    const uses = usesBeside(folder, names[0], spec);
    const registry = uses.length > 0 ? await registryWith(uses) : builtIn;
    const engine = engineFor(spec, registry);
    const seconds = registry.seconds(spec, engine);
    pending.push({ id, spec, experiment: names[0], experiments: names, engine, seconds, uses });
  }
  return pending;
}

/**
 * Rows of the files of one's own that some trials learn from, by `dataKey`, read from where the descriptions of their
 * experiments say that they lie.
 *
 * @throws UsageError where one is no more what it was.
 */
export async function rowsAgain(
  folder: string,
  pending: readonly Pending[],
): Promise<Map<string, TableSplit>> {
  const rows = new Map<string, TableSplit>();
  for (const { experiment, spec } of pending) {
    const { data } = spec;
    if (!areFiles(data) || rows.has(dataKey(data))) continue;
    const named = readDescription(folder, experiment)?.files ?? [];
    const files = named.map((one) => ({ ...one, file: path.resolve(folder, one.file) }));
    rows.set(dataKey(data), (await readAgain(experiment, data, files)).table);
  }
  return rows;
}

/** The files that a trial is made of, as the description of its experiment names them. */
function usesBeside(folder: string, experiment: string, { uses: digests = [] }: TrialSpec): Use[] {
  if (digests.length === 0) return [];
  const named = readDescription(folder, experiment)?.uses ?? [];
  const uses = usesOf(named.map(({ file }) => path.resolve(folder, file)));
  if (canonical(digestsOf(uses)) === canonical([...digests].sort())) return uses;
  throw new UsageError(
    `the trials of ${experiment} are made of files that are no more what they were: ` +
      `${uses.map(({ file }) => file).join(', ') || `none is named beside the journal in ${folder}`}`,
  );
}

/** The engine that computes a trial in its own arithmetic; models of integers have but one. */
function engineFor(spec: TrialSpec, registry: Registry): string {
  if (spec.arithmetic === 'gpu') return registry.engineFor(spec, '');
  const here = engineStates().flatMap(({ name, unavailable }) => (unavailable ? [] : [name]));
  const fits = (name: string) =>
    registry.engineFor(spec, name) === name &&
    (spec.arithmetic === undefined || engineOf(name).arithmetic === spec.arithmetic);
  const found = here.find(fits);
  if (found) return found;
  throw new UsageError(
    `no engine here computes ${spec.model} in ${spec.arithmetic}; engines: ${here.join(', ')}; ` +
      'run "mcover verify --rerun" where one does',
  );
}
