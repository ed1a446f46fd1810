import type { PerceptronParams } from '@mcover/core';
import { type Annealing, calibratedTrials, perceptronTrials, processorEngine } from '@mcover/gpu';
import { canonical, sealRecord, type TrialRecord } from '@mcover/record';
import { messageOf } from '../error.ts';
import type { Task } from '../plan/plan.ts';
import type { Progress } from '../progress/progress.ts';
import type { Environment } from './provenance.ts';

export interface BatchSetup {
  tasks: readonly Task[];
  annealing: Pick<Annealing, 'anneal' | 'device'>;
  environment: Environment;
  signal: AbortSignal;
  progress: Progress;
  write(record: TrialRecord): void;
  warn(text: string): void;
}

/** Most trials that are annealed together: none is kept before all of them have ended. */
const mostTrials = 512;

/**
 * Runs on a GPU what it takes in batches, the trials of one cell of a perceptron, and gives the tasks that are left
 * for the threads: those of other models, and too few of a cell. Annealing has one arithmetic, so that the records
 * are those of the threads, bit for bit.
 */
export async function runBatches(setup: BatchSetup): Promise<Task[]> {
  const { tasks, annealing, signal, progress, write, warn } = setup;
  const left = new Set(tasks);
  for (const cell of cellsOf(tasks)) {
    for (let from = 0; cell.length - from >= calibratedTrials; from += mostTrials) {
      // Once the GPU has failed, the threads of the harness are those that go on.
      if (signal.aborted || (await annealing.device()).kind === 'cpu') return [...left];
      const batch = cell.slice(from, from + mostTrials);
      let records: TrialRecord[][];
      try {
        records = await runBatch(batch, setup);
      } catch (error) {
        warn(`a batch of trials did not run on the GPU (${messageOf(error)}); the threads take it`);
        return [...left];
      }
      // A record that cannot be written is no fault of the GPU: the run ends with it.
      batch.forEach((task, i) => {
        for (const record of records[i]) write(record);
        progress.advance(task);
      });
      for (const task of batch) left.delete(task);
    }
  }
  return [...left];
}

/** Tasks of perceptrons that differ in their seeds alone. */
function cellsOf(tasks: readonly Task[]): Task[][] {
  const cells = new Map<string, Task[]>();
  for (const task of tasks) {
    const { seed: _, ...cell } = task.spec;
    if (cell.model !== 'perceptron') continue;
    const key = canonical(cell);
    cells.set(key, [...(cells.get(key) ?? []), task]);
  }
  return [...cells.values()];
}

/** The records of each task, one for every experiment that asks for it. */
async function runBatch(
  batch: readonly Task[],
  { annealing, environment }: BatchSetup,
): Promise<TrialRecord[][]> {
  const params = batch[0].spec.params as unknown as PerceptronParams;
  const start = performance.now();
  const seeds = batch.map(({ spec }) => spec.seed);
  const { results, by } = await perceptronTrials(annealing, params, seeds);
  const durationMs = Math.round(((performance.now() - start) / batch.length) * 10) / 10;
  // A GPU that was lost meanwhile has left the batch to the processor.
  const maker =
    by.kind === 'cpu' ? { engine: processorEngine.name } : { engine: by.backend, library: by.name };
  const made = { ...maker, ...environment, durationMs };
  return batch.map(({ experiments, spec }, i) => {
    const outcome = { result: { ...results[i] } };
    return experiments.map((experiment) => sealRecord(experiment, spec, outcome, made));
  });
}
