import type { ImageSplit } from '@mcover/core';
import { DeviceError, type Trainers } from '@mcover/gpu';
import { type Outcome, type Result, sealRecord, type TrialRecord } from '@mcover/record';
import { failureOf } from '../error.ts';
import { onGpu } from '../models/on-gpu.ts';
import type { Task } from '../plan/plan.ts';
import type { Progress } from '../progress/progress.ts';
import type { Environment } from './provenance.ts';
import type { FailedTrial } from './run.ts';

export interface TrainingSetup {
  /** Trials that are named after the arithmetic of a GPU. */
  tasks: readonly Task[];
  /** The data sets that the tasks name. */
  data: ReadonlyMap<string, ImageSplit>;
  open(): Promise<Trainers>;
  environment: Environment;
  signal: AbortSignal;
  progress: Progress;
  write(record: TrialRecord): void;
}

export interface Trained {
  failed: FailedTrial[];
  /** Trials that have not ended: the run was stopped, or there is a fault. */
  left: Task[];
  /** Why the device cannot go on. */
  fault: DeviceError | undefined;
}

/**
 * Trains on a GPU, one trial after the other, and keeps each record as its trial ends. A device that fails is left for
 * good: what it had begun is not gone on with in another arithmetic.
 */
export async function runTrainings(setup: TrainingSetup): Promise<Trained> {
  const { signal, open, progress, write } = setup;
  const left = [...setup.tasks];
  const failed: FailedTrial[] = [];
  let trainers: Trainers | undefined;
  // What is under way on a device that is closed ends at once, in a fault.
  const stop = () => void trainers?.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    trainers = await open();
    for (const task of setup.tasks) {
      if (signal.aborted) break;
      const { outcome, records } = await train(task, trainers, setup);
      for (const record of records) write(record);
      if ('failure' in outcome) failed.push({ task, failure: outcome.failure });
      progress.advance(task);
      left.shift();
    }
    return { failed, left, fault: undefined };
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    return { failed, left, fault: error };
  } finally {
    signal.removeEventListener('abort', stop);
    await trainers?.close();
  }
}

/** What came of a trial, and its records, one for every experiment that asks for it. */
async function train(task: Task, trainers: Trainers, { data, environment }: TrainingSetup) {
  const { spec, experiments } = task;
  const start = performance.now();
  const outcome = await attempt(onGpu(spec.model)!.run(spec, trainers, data.get(spec.data.name)));
  const durationMs = Math.round((performance.now() - start) * 10) / 10;
  const { backend, name } = trainers.info;
  const made = { engine: backend, library: name, ...environment, durationMs };
  return { outcome, records: experiments.map((experiment) => sealRecord(experiment, spec, outcome, made)) };
}

/** An exception is an outcome too, unless it is the device's fault. */
async function attempt(running: Promise<Result>): Promise<Outcome> {
  try {
    return { result: await running };
  } catch (error) {
    if (error instanceof DeviceError) throw error;
    return { failure: failureOf(error) };
  }
}
