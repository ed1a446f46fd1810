import { average, type Running } from '@mcover/core';
import { classesBy, type MlpTraining, remoteTraining, shareWrong } from '@mcover/core/internals';
import type { Trainers } from './choice/trainers.ts';
import { processorEngine } from './cpu/processor.ts';

/** A training on a device, to be ended before or after its end. */
export interface DeviceTraining {
  readonly running: Running<{ testError: number; trainError: number; epochs: number }>;
  /** Gives the device's memory back. */
  destroy(): void;
}

/**
 * Begins a training of a multilayer perceptron on a device, in the device's arithmetic. The collapsed network is read
 * out by the engine of the processor.
 *
 * @throws InputError when the activation is not ReLU.
 * @throws DeviceError, as do the steps, when the device cannot go on: the trial has to begin anew, elsewhere.
 */
export async function trainOnDevice(
  trainers: Pick<Trainers, 'begin'>,
  { problem, descent, task }: MlpTraining,
): Promise<DeviceTraining> {
  const trainer = await trainers.begin(problem);
  const { M } = problem;
  const collapsed = (weights: Float64Array) => Float32Array.from(average(weights, M));
  return {
    running: remoteTraining(trainer, descent, {
      M,
      shape: [problem.weights.length / M],
      collapsed,
      async read(epochs) {
        const classes = classesBy(processorEngine, problem, collapsed(await trainer.weights()), problem.B);
        const { test, train } = task;
        const testError = shareWrong(classes(test), test);
        return { testError, trainError: shareWrong(classes(train), train), epochs };
      },
    }),
    destroy: () => trainer.destroy(),
  };
}
