import { InputError, type Seed } from '@mcover/core';
import {
  builtIn,
  type FitData,
  type FitOptions,
  type Fitted,
  fit as fitHere,
  type Model,
} from '@mcover/models';
import { everyOf, fittedOf, type Prepared, prepare, seedOf } from '@mcover/models/internals';
import { specId, type TrialSpec } from '@mcover/record';
import type { OwnData } from './data/files/read.ts';
import { takenBy } from './data/files/take.ts';
import { dataKey } from './data/share.ts';
import { engineOf, gpuName } from './lanes/engines.ts';
import { defaultWorkers, mostWorkers, threadsLane } from './lanes/threads.ts';
import { patience } from './plan/estimate.ts';
import type { Pending } from './plan/pending.ts';

/** As `FitOptions` of @mcover/models; an engine goes by its name as well. */
export interface ScriptOptions extends Omit<FitOptions, 'engine'> {
  readonly engine?: FitOptions['engine'] | string;
}

/** How trials of several seeds are to run. */
export interface SeedsOptions extends Omit<ScriptOptions, 'onStep' | 'signal'> {
  /** So many trials from 0, or a list of them; `seed` gives their root. */
  readonly seeds: number | readonly number[];
  /** Threads of this machine; as many as there are cores without it. */
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Fits a model to data, as `fit` of @mcover/models does; with `seeds` once for each of them on the threads of this
 * machine, in their order. Threads share the memory of the data.
 *
 * @example
 * const schedule = { from: 0.4, to: 0.1, step: 0.1 };
 * const options = { params: { N: 21, alpha: 1, schedule }, seeds: 3, threads: 2 };
 * const fitted = await fit('perceptron', undefined, options);
 * fitted.map(({ spec }) => spec.seed.trial); // [0, 1, 2]
 *
 * @throws InputError that names the parameter at fault; UsageError for files that the model cannot take; what the signal
 * was aborted with; Error where a trial fails.
 */
export function fit(of: string | Model, data: FitData | undefined, options: SeedsOptions): Promise<Fitted[]>;
export function fit(of: string | Model, data?: FitData, options?: ScriptOptions): Promise<Fitted>;
export async function fit(
  of: string | Model,
  data?: FitData,
  options: ScriptOptions & Partial<Pick<SeedsOptions, 'seeds' | 'threads'>> = {},
): Promise<Fitted | Fitted[]> {
  const { seeds, threads, signal, ...rest } = options;
  if (isOwn(data)) takenBy(typeof of === 'string' ? builtIn.model(of) : of, data);
  const setup = { ...rest, engine: engineFor(of, options.engine) };
  if (seeds !== undefined) return fitSeeds(of, data, seeds, threads, signal as AbortSignal, setup);
  if (threads === undefined) return fitHere(of, data, { ...setup, signal });
  throw new InputError('threads', 'are for several trials; say which by "seeds", such as 20');
}

/** Whether data are what `readData` gives: what is wrong with files is said in their own words. */
const isOwn = (data: FitData | undefined): data is OwnData =>
  typeof data === 'object' && data !== null && 'files' in data && 'table' in data;

/** The engine that is meant by its name, or the best where that does not compute the model. */
function engineFor(of: string | Model, asked: ScriptOptions['engine'] = 'auto') {
  if (typeof asked !== 'string') return asked;
  if (asked === gpuName)
    throw new InputError('engine', 'no GPU computes in a script; take "auto", or `mcover run --engine gpu`');
  const engine = engineOf(asked);
  const model = typeof of === 'string' ? builtIn.model(of) : undefined;
  return !model || model.engines.includes(engine.name) ? engine : engineOf(model.engines[0]);
}

async function fitSeeds(
  of: string | Model,
  data: FitData | undefined,
  seeds: SeedsOptions['seeds'],
  threads: number = defaultWorkers(),
  signal: AbortSignal = new AbortController().signal,
  { onStep, seed, trace, ...setup }: FitOptions = {},
): Promise<Fitted[]> {
  if (onStep) {
    const why = 'is for a single trial: those of several seeds run in threads, which cannot call it';
    throw new InputError('onStep', `${why}; leave out "seeds" and "threads", or onStep`);
  }
  if (typeof of !== 'string') {
    const why = 'a model of one’s own cannot be sent to threads';
    throw new InputError(
      'model',
      `${why}; leave out "seeds", or run an experiment file that uses its module`,
    );
  }
  if (!(Number.isInteger(threads) && threads >= 1 && threads <= mostWorkers))
    throw new InputError('threads', `${threads} is no whole number from 1 to ${mostWorkers}`);
  const { root } = seedOf(seed);
  const prepared = prepare(of, data, setup);
  const pending = trialsOf(seeds).map((trial) => pendingOf(prepared, seedOf({ root, trial })));
  const lane = threadsLane({
    data: new Map(prepared.loaded && [[dataKey(prepared.cell.data), prepared.loaded]]),
    workers: threads,
    timeLimit: ({ seconds }) => patience(seconds),
    trace: everyOf(trace),
    weights: 'covers',
  });
  const ends = new Map<string, Fitted>();
  const failed: Error[] = [];
  await lane.run([...new Map(pending.map((one) => [one.id, one])).values()], {
    signal,
    ended({ id, spec }, outcome, _, { trace, weights: tensors = {} } = {}) {
      if ('result' in outcome)
        ends.set(id, fittedOf(prepared, spec, { result: outcome.result, trace, tensors }));
      else failed.push(new Error(`trial ${spec.seed.trial}: ${outcome.failure.message}`));
    },
    moved() {},
    dropped() {},
    copied() {},
    note() {},
  });
  signal.throwIfAborted();
  if (failed.length > 0) throw failed[0];
  return pending.map(({ id }) => ends.get(id)!);
}

/** Most trials of one call: their weights are all in memory. */
const mostSeeds = 1_000_000;

function trialsOf(seeds: SeedsOptions['seeds']): readonly number[] {
  if (Array.isArray(seeds)) return seeds;
  if (typeof seeds === 'number' && Number.isInteger(seeds) && seeds >= 1 && seeds <= mostSeeds)
    return [...Array(seeds).keys()];
  throw new InputError(
    'seeds',
    `${String(seeds)} is neither a whole number from 1 to ${mostSeeds} nor a list`,
  );
}

function pendingOf({ cell, registry, engine }: Prepared, seed: Seed): Pending {
  const spec: TrialSpec = { ...cell, seed };
  const name = registry.engineFor(spec, engine.name);
  const place = { experiment: '', experiments: [], uses: [] };
  return { ...place, spec, id: specId(spec), engine: name, seconds: registry.seconds(spec, name) };
}
