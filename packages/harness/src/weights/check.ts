import path from 'node:path';
import type { ImageSplit } from '@mcover/core';
import type { NamedTensors } from '@mcover/models';
import type { Journal, Result } from '@mcover/record';
import { dataFolder } from '../data/folder.ts';
import { loadData } from '../data/share.ts';
import { UsageError } from '../error.ts';
import { listWeights, readWeights, type Weights, weightsFolder } from '../journal/weights.ts';
import { difference } from '../plan/agreement.ts';
import { judged, knownWeights } from './known.ts';

/** What was found in one file of weights. */
export interface WeightsVerdict {
  file: string;
  faults: string[];
  /** No journal of the folder has a result of its trial any more: it harms nobody. */
  stale: boolean;
}

/** The data set of a trial, each loaded once. */
type ImagesOf = (weights: Weights) => ImageSplit | undefined;

/** Holds each file of weights beside some journals to the record of its trial. */
export async function checkWeights(
  folder: string,
  journals: ReadonlyMap<string, Journal>,
): Promise<WeightsVerdict[]> {
  const results = new Map<string, Result>();
  for (const { records } of journals.values()) {
    for (const { id, result } of records) if (result) results.set(id, result);
  }
  const loaded = new Map<string, ImageSplit | undefined>();
  const imagesOf: ImagesOf = ({ spec }) => {
    const { name } = spec.data;
    if (!loaded.has(name)) loaded.set(name, loadData([spec], dataFolder()).get(name));
    return loaded.get(name);
  };
  const verdicts: WeightsVerdict[] = [];
  for (const file of listWeights(weightsFolder(folder))) {
    verdicts.push({ file, ...(await verdictOf(file, results, imagesOf)) });
  }
  return verdicts;
}

async function verdictOf(
  file: string,
  results: ReadonlyMap<string, Result>,
  imagesOf: ImagesOf,
): Promise<Omit<WeightsVerdict, 'file'>> {
  try {
    const weights = readWeights(file);
    if (path.parse(file).name !== weights.id)
      throw new UsageError(`${file}: it is of trial ${weights.id.slice(0, 12)}, not of the one of its name`);
    const recorded = results.get(weights.id);
    if (!recorded) return { faults: [], stale: true };
    const faults = await faultsOf(weights, recorded, imagesOf);
    return { faults: faults.map((fault) => `${file}: ${fault}`), stale: false };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { faults: [error.message], stale: false };
  }
}

async function faultsOf(weights: Weights, recorded: Result, imagesOf: ImagesOf): Promise<string[]> {
  const known = await knownWeights(weights);
  const result = judged(known, imagesOf(weights));
  const own = Object.fromEntries(Object.keys(result).map((key) => [key, recorded[key]]));
  const apart = difference(weights.spec, own, result);
  const mixed = strayCover(weights.tensors);
  return [
    ...(apart ? [`its weights do not give what is recorded: ${apart}`] : []),
    ...(mixed ? [`"${mixed}" is no sum or mean over the covers that are in it`] : []),
  ];
}

const prefix = 'covers.';

/** A tensor of the collapsed model that its covers do not give, if there is one. */
function strayCover(tensors: NamedTensors): string | undefined {
  const covered = Object.keys(tensors).filter((name) => name.startsWith(prefix));
  return covered
    .map((name) => name.slice(prefix.length))
    .find((name) => !Object.hasOwn(tensors, name) || !collapses(tensors[prefix + name], tensors[name]));
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
