import { isDeviceError, UsageError } from '../error.ts';
import { dataAgain } from '../plan/again.ts';
import { patience } from '../plan/estimate.ts';
import type { Pending } from '../plan/pending.ts';
import { gpuLanes } from './gpu.ts';
import { runLanes, type Sink } from './lane.ts';
import { defaultWorkers, threadsLane } from './threads.ts';
import type { KeptWeights } from './worker.ts';

/** How trials that are recorded are run again. */
export interface AgainOptions {
  workers?: number;
  timeLimit?: number;
  /** Which of their weights are wanted. */
  weights?: KeptWeights;
  /** All is there that they need. */
  onStart?(pending: readonly Pending[]): void;
}

/**
 * Runs trials again that are recorded in a folder, each in its own arithmetic.
 *
 * @throws UsageError where their data are missing, or the GPU that they need.
 */
export async function runAgain(
  folder: string,
  pending: readonly Pending[],
  sink: Sink,
  { workers = defaultWorkers(), timeLimit, weights, onStart }: AgainOptions,
): Promise<void> {
  const data = await dataAgain(folder, pending);
  onStart?.(pending);
  const onGpu = pending.some(({ spec }) => spec.arithmetic === 'gpu');
  const lanes = [
    ...(onGpu ? [(await gpuLanes()).trainingAgain({ data, weights })] : []),
    threadsLane({ data, workers, weights, timeLimit: ({ seconds }) => timeLimit ?? patience(seconds) }),
  ];
  try {
    await runLanes(lanes, pending, sink);
  } catch (error) {
    if (!isDeviceError(error)) throw error;
    throw new UsageError(`${error.message}; take a machine where there is a GPU, or leave these records out`);
  }
}
