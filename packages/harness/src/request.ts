import { UsageError } from './error.ts';
import { mostWorkers } from './lanes/threads.ts';
import { type KeptWeights, keptWeights } from './lanes/worker.ts';
import type { Shard } from './plan/shard.ts';

/** What chooses the trials of a job as it goes on. */
export const studies = ['decide', 'tune'] as const;
export type Study = (typeof studies)[number];

/** What is asked for; everything has a default. */
export interface JobRequest {
  /** Experiment files; without them those of the paper. */
  files?: readonly string[] | undefined;
  /** What comes over the experiments, `kernel.sigma=1,2,3`: with commas a sweep. */
  set?: readonly string[];
  profile?: string;
  /** Only these experiments. */
  only?: readonly string[] | undefined;
  /** What computes the trials: `auto`, the name of an engine, or `gpu`. */
  engine?: string;
  /** Threads. */
  workers?: number;
  /** Root of all random streams. */
  seed?: number;
  /** Other solutions on the data of the same trials: from 1, beside those without it. */
  copy?: number | undefined;
  /** Trials of each cell, instead of the profile's number. */
  trials?: number | undefined;
  /**
   * All that a study may take, at most, instead of a plain run: trials of the cells that its `decide` compares, or of the
   * candidates of its `tune`.
   */
  study?: Study | undefined;
  shard?: Shard | undefined;
  /** Most seconds of a trial; without it, what its estimate allows. */
  timeLimit?: number | undefined;
  /** Folder of results/ and report/; see `placesOf` for what is taken where none is named. */
  out?: string;
  /** Set the records that are there aside. */
  fresh?: boolean;
  /** A data set that is missing is an error. */
  requireData?: boolean;
  /** A data set that is missing is downloaded first, where that works within 20 s without a byte. */
  fetch?: boolean;
  /** Steps from one look into a trial to the next, kept beside its record; `default` lets the model say. */
  trace?: number | 'default' | undefined;
  /** Weights that are kept beside the records: of the collapsed model, or of its covers as well. */
  saveWeights?: KeptWeights | undefined;
  /** Seconds from one checkpoint of a long trial to the next; 0 for none. */
  checkpoint?: number;
  /** Takes what a user should know, a line at a time. */
  onNote?: ((text: string) => void) | undefined;
}

/** Seconds from one checkpoint of a trial to the next, unless other ones are asked for. */
export const minute = 60;

/** The keys of a request; of numbers, the smallest that each may be. */
const keys: Readonly<Record<keyof JobRequest, number | undefined>> = {
  workers: 1,
  seed: 0,
  copy: 1,
  trials: 1,
  timeLimit: 1,
  study: undefined,
  files: undefined,
  set: undefined,
  profile: undefined,
  only: undefined,
  engine: undefined,
  shard: undefined,
  out: undefined,
  fresh: undefined,
  requireData: undefined,
  fetch: undefined,
  trace: undefined,
  saveWeights: undefined,
  checkpoint: undefined,
  onNote: undefined,
};

/**
 * What a script may have misspelt or mixed up; the command reads its options itself.
 *
 * @throws UsageError
 */
export function checkRequest(request: JobRequest): void {
  for (const [key, value] of Object.entries(request)) {
    if (!Object.hasOwn(keys, key))
      throw new UsageError(`a request has no key "${key}"; it has: ${Object.keys(keys).join(', ')}`);
    const smallest = keys[key as keyof JobRequest];
    if (smallest === undefined || value === undefined) continue;
    if (!(Number.isSafeInteger(value) && value >= smallest))
      throw new UsageError(`${key}: ${JSON.stringify(value)} is no whole number from ${smallest}`);
  }
  const { workers = 1, out } = request;
  if (workers > mostWorkers) throw new UsageError(`workers: ${workers} threads are more than ${mostWorkers}`);
  if (out === '') throw new UsageError('out: an empty text names no folder');
  const { trace = 'default', checkpoint = minute } = request;
  if (trace !== 'default' && !(Number.isSafeInteger(trace) && trace >= 1))
    throw new UsageError(`trace: ${JSON.stringify(trace)} is no whole number from 1, and not "default"`);
  const { saveWeights = 'collapsed' } = request;
  if (!keptWeights.includes(saveWeights))
    throw new UsageError(`saveWeights: ${JSON.stringify(saveWeights)}; known: ${keptWeights.join(', ')}`);
  if (!(Number.isFinite(checkpoint) && checkpoint >= 0))
    throw new UsageError(`checkpoint: ${JSON.stringify(checkpoint)} is no number of seconds from 0`);
  for (const key of ['files', 'set', 'only'] as const) {
    if (request[key] !== undefined && !Array.isArray(request[key]))
      throw new UsageError(`${key}: ${JSON.stringify(request[key])} is no list`);
  }
}
