import type { MlpKnobs } from '@mcover/core';
import { download } from '../buffers.ts';
import { guarded } from '../fault.ts';
import { submit } from '../kernels.ts';
import { trainingKernels } from './kernels.ts';
import { allocate, release } from './memory.ts';
import { meter } from './meter.ts';
import { checkMlp, type DeviceMlp, layersOf } from './problem.ts';
import { stepBytes } from './step.ts';
import { trainingCalls } from './step-calls.ts';

/** As core's `MlpTrainer`, where nothing leaves the device but losses, unless it is asked for. */
export interface DeviceMlpTrainer {
  /**
   * One gradient step on the patterns of a batch. Gives the loss before it. Steps are done in the order in which they
   * are called; who does not wait for each lets the device run ahead, by at most 1024 steps.
   */
  step(batch: Int32Array, knobs: MlpKnobs): Promise<number>;
  /** Pulls the covers towards their mean, as core's `attract` does. */
  attract(strength: number): Promise<void>;
  /** The parameters now, as in `MlpProblem.weights`. */
  weights(): Promise<Float64Array>;
  /** The gradient of the last step, laid out as they are. */
  gradient(): Promise<Float64Array>;
  /** Gives the device's memory back. */
  destroy(): void;
}

const what = 'training on the device';

/**
 * A multilayer perceptron on a device, in singles: patterns and parameters are uploaded once, a step the numbers of
 * its patterns. Sums have an order of their own, so that results agree with the plain engine's to some 1e-6 of their
 * size, not bit for bit, and may differ from device to device.
 *
 * @throws InputError when the activation is not ReLU.
 * @throws DeviceError `limit` when a buffer is over what the device binds, `memory`, `lost` or `refused`.
 */
export async function mlpOnDevice(device: GPUDevice, problem: DeviceMlp): Promise<DeviceMlpTrainer> {
  const { B, M, loss } = problem;
  const layers = layersOf(problem);
  checkMlp(device, problem, layers);
  const memory = await guarded(device, what, () => allocate(device, problem, layers));
  const kernels = await guarded(device, what, () => trainingKernels(device, problem));
  const calls = await guarded(device, what, () => trainingCalls(device, problem, layers, kernels, memory));
  const losses = meter(device, what, memory.metrics);

  const told = new DataView(new ArrayBuffer(stepBytes));
  const tell = (count: number, slot: number, { rate, momentum }: MlpKnobs, strength: number): void => {
    told.setUint32(0, count, true);
    told.setUint32(4, slot, true);
    const share = (loss === 'sum' ? 1 : 1 / M) / count;
    for (const [i, value] of [share, rate, momentum, strength].entries())
      told.setFloat32(8 + 4 * i, value, true);
    device.queue.writeBuffer(memory.step, 0, told.buffer);
  };
  const doubles = async (buffer: GPUBuffer) =>
    Float64Array.from(new Float32Array(await download(device, what, buffer, buffer.size)));

  return {
    async step(batch, knobs) {
      if (!(batch.length >= 1 && batch.length <= B)) {
        throw new RangeError(`a batch of ${batch.length} patterns, where 1…${B} were said; make B larger`);
      }
      const slot = losses.slot();
      const done = guarded(device, what, () => {
        device.queue.writeBuffer(memory.batch, 0, Uint32Array.from(batch));
        tell(batch.length, slot, knobs, 0);
        submit(device, calls.step);
      });
      const [value] = await Promise.all([losses.read(slot), done]);
      return value;
    },
    attract: (strength) =>
      guarded(device, what, () => {
        tell(1, 0, { rate: 0, momentum: 0 }, strength);
        submit(device, calls.attract);
      }),
    weights: () => doubles(memory.parameters),
    gradient: () => doubles(memory.gradient),
    destroy: () => release(memory),
  };
}
