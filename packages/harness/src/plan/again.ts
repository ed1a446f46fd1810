import path from 'node:path';
import { choose, type Loaded, stream } from '@mcover/core';
import { areFiles, type FilesSource, type Registry } from '@mcover/models';
import { canonical, type TrialRecord, type TrialSpec } from '@mcover/record';
import { digestsOf, registryWith, type Use, usesOf } from '../config/plugins.ts';
import { readAgain } from '../data/files/named.ts';
import type { OwnData } from '../data/files/read.ts';
import { dataFolder } from '../data/folder.ts';
import { dataKey, type LoadedData, loadData } from '../data/share.ts';
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
  const trials = finishedTrials(records);
  const ids = [...trials.keys()].sort();
  const random = stream({ root, trial: 0 }, 'rerun');
  const drawn = [...choose(random, Math.min(count, ids.length), ids.length)].map((index) => ids[index]);
  return trialsAgain(
    folder,
    drawn.flatMap((id) => trials.get(id)!),
  );
}

/** Records with a result, by trial: of one trial, one for each experiment. */
function finishedTrials(records: readonly TrialRecord[]): Map<string, TrialRecord[]> {
  const trials = new Map<string, TrialRecord[]>();
  for (const record of records) {
    if (record.result) trials.set(record.id, [...(trials.get(record.id) ?? []), record]);
  }
  return trials;
}

/**
 * The trials of some records of a folder that have a result, to be run again, each once.
 *
 * @throws as `drawTrials`.
 */
export async function trialsAgain(folder: string, records: readonly TrialRecord[]): Promise<Pending[]> {
  const pending: Pending[] = [];
  for (const [id, [{ spec, experiment }, ...others]] of finishedTrials(records)) {
    const experiments = [experiment, ...others.map((other) => other.experiment)];
    const uses = usesBeside(folder, experiment, spec);
    const registry = await registryWith(uses);
    const engine = engineFor(spec, registry);
    const seconds = registry.seconds(spec, engine);
    pending.push({ id, spec, experiment, experiments, engine, seconds, uses });
  }
  return pending;
}

/**
 * What some trials of a folder learn from: the data sets that they name, and rows of files of one's own, read from where
 * the descriptions of their experiments say that they lie.
 *
 * @throws UsageError where something is missing, or is no more what it was.
 */
export async function dataAgain(
  folder: string,
  trials: readonly Pick<TrialRecord, 'experiment' | 'spec'>[],
): Promise<LoadedData> {
  const images = loadData(
    trials.map(({ spec }) => spec),
    dataFolder(),
  );
  const loaded = new Map<string, Loaded>(images);
  for (const { experiment, spec } of trials) {
    const { data } = spec;
    if (!areFiles(data) || loaded.has(dataKey(data))) continue;
    loaded.set(dataKey(data), (await ownAgain(folder, experiment, data)).table);
  }
  return loaded;
}

/** The rows of files of one's own that trials of an experiment learnt from. @throws as `dataAgain`. */
export async function ownAgain(folder: string, experiment: string, data: FilesSource): Promise<OwnData> {
  const named = readDescription(folder, experiment)?.files ?? [];
  const files = named.map((one) => ({ ...one, file: path.resolve(folder, one.file) }));
  return readAgain(experiment, data, files);
}

/** The files that a trial is made of, as the description of its experiment names them. */
export function usesBeside(folder: string, experiment: string, { uses: digests = [] }: TrialSpec): Use[] {
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
export function engineFor(spec: TrialSpec, registry: Registry): string {
  if (spec.arithmetic === 'gpu') return registry.engineFor(spec, '');
  const here = engineStates().flatMap(({ name, unavailable }) => (unavailable ? [] : [name]));
  const fits = (name: string) =>
    registry.engineFor(spec, name) === name &&
    (spec.arithmetic === undefined || engineOf(name).arithmetic === spec.arithmetic);
  const found = here.find(fits);
  if (found) return found;
  throw new UsageError(
    `no engine here computes ${spec.model} in ${spec.arithmetic}; engines: ${here.join(', ')}; ` +
      'take a machine where one does',
  );
}
