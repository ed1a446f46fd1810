import {
  averageCovers,
  type ClassTask,
  descendRemotely,
  identityMixers,
  type MlpParams,
  type MlpResult,
  mlpTraining,
  type Seed,
} from '@mcover/core';
import type { Trainers } from './choice/trainers.ts';
import { processorEngine } from './cpu/processor.ts';

/**
 * A trial of a multilayer perceptron that is trained on a device: what core's `runMlp` does, in the device's
 * arithmetic. The collapsed network is read out by the engine of the processor.
 *
 * @throws InputError as `mlpTraining`, and when the activation is not ReLU.
 * @throws DeviceError when the device cannot go on: the trial has to begin anew, elsewhere.
 * @throws Error when the loss is no longer finite.
 */
export async function mlpTrial(
  trainers: Pick<Trainers, 'begin'>,
  params: MlpParams,
  task: ClassTask,
  seed: Seed,
): Promise<MlpResult> {
  const { problem, descent } = mlpTraining(params, task, seed);
  const trainer = await trainers.begin(problem);
  let weights: Float64Array;
  let epochs: number;
  try {
    epochs = await descendRemotely(trainer, descent);
    weights = averageCovers(await trainer.weights(), problem.M);
  } finally {
    trainer.destroy();
  }
  const mixers = identityMixers(problem.widths, 1);
  const collapsed = processorEngine.mlp({ ...problem, M: 1, mixers, weights });
  return { testError: collapsed.error(task.test), trainError: collapsed.error(task.train), epochs };
}
