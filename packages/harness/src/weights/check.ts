import path from 'node:path';
import type { Loaded } from '@mcover/core';
import { coversPrefix, type NamedTensors } from '@mcover/models';
import type { Journal, TrialRecord } from '@mcover/record';
import { dataKey } from '../data/share.ts';
import { UsageError } from '../error.ts';
import { listWeights, readWeights, type Weights, weightsFolder } from '../journal/weights.ts';
import { dataAgain } from '../plan/again.ts';
import { difference } from '../plan/agreement.ts';
import { judged, knownWeights } from './known.ts';

/** What was found in one file of weights. */
export interface WeightsVerdict {
  file: string;
  faults: string[];
  /** No journal of the folder has a result of its trial any more: it harms nobody. */
  stale: boolean;
}

type Finished = TrialRecord & Required<Pick<TrialRecord, 'result'>>;

/** What was read of the files of a trial, each once. */
type LoadedFor = (record: TrialRecord) => Promise<Loaded | undefined>;

/** Holds each file of weights beside some journals to the record of its trial. */
export async function checkWeights(
  folder: string,
  journals: ReadonlyMap<string, Journal>,
): Promise<WeightsVerdict[]> {
  const records = new Map<string, Finished>();
  for (const journal of journals.values()) {
    for (const record of journal.records) if (record.result) records.set(record.id, record as Finished);
  }
  const loaded = new Map<string, Loaded | undefined>();
  const loadedFor: LoadedFor = async (record) => {
    const key = dataKey(record.spec.data);
    if (!loaded.has(key)) loaded.set(key, (await dataAgain(folder, [record])).get(key));
    return loaded.get(key);
  };
  const verdicts: WeightsVerdict[] = [];
  for (const file of listWeights(weightsFolder(folder))) {
    verdicts.push({ file, ...(await verdictOf(file, records, loadedFor)) });
  }
  return verdicts;
}

async function verdictOf(
  file: string,
  records: ReadonlyMap<string, Finished>,
  loadedFor: LoadedFor,
): Promise<Omit<WeightsVerdict, 'file'>> {
  try {
    const weights = readWeights(file);
    if (path.parse(file).name !== weights.id)
      throw new UsageError(`${file}: it is of trial ${weights.id.slice(0, 12)}, not of the one of its name`);
    const record = records.get(weights.id);
    if (!record) return { faults: [], stale: true };
    const faults = await faultsOf(weights, record, loadedFor);
    return { faults: faults.map((fault) => `${file}: ${fault}`), stale: false };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { faults: [error.message], stale: false };
  }
}

async function faultsOf(weights: Weights, record: Finished, loadedFor: LoadedFor): Promise<string[]> {
  const result = judged(await knownWeights(weights), await loadedFor(record));
  const own = Object.fromEntries(Object.keys(result).map((key) => [key, record.result[key]]));
  const apart = difference(weights.spec, own, result);
  const mixed = strayCover(weights.tensors);
  return [
    ...(apart ? [`its weights do not give what is recorded: ${apart}`] : []),
    ...(mixed ? [`"${mixed}" is no sum or mean over the covers that are in it`] : []),
  ];
}

/** A tensor of the collapsed model that its covers do not give, if there is one. */
function strayCover(tensors: NamedTensors): string | undefined {
  const covered = Object.keys(tensors).filter((name) => name.startsWith(coversPrefix));
  return covered
    .map((name) => name.slice(coversPrefix.length))
    .find((name) => !Object.hasOwn(tensors, name) || !collapses(tensors[coversPrefix + name], tensors[name]));
}

/** Whether a tensor is the sum or the mean of some covers, which may have been rounded to a single. */
function collapses(covers: NamedTensors[string], { shape, data }: NamedTensors[string]): boolean {
  const [M, ...rest] = covers.shape;
  if (rest.join() !== shape.join()) return false;
  return data.every((value, q) => {
    let sum = 0;
    for (let a = 0; a < M; a++) sum += covers.data[a * data.length + q];
    return value === sum || value === sum / M || value === Math.fround(sum / M);
  });
}
