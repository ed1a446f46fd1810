import { type MlpLoad, mlpLayers, mlpSize } from '@mcover/core/internals';
import type { DeviceInfo } from '../operations/call.ts';
import { sizesOf } from '../webgpu/mlp/problem.ts';
import { calibratedNetwork, timeOfStep } from './calibrate.ts';
import { type Finding, select } from './select.ts';
import type { ChoiceSetup } from './setup.ts';
import { openWebGpuTrainers, processorTrainers, type Trainers } from './trainers.ts';

/** What was found for training multilayer perceptrons. */
export interface TrainingChoice {
  /** The device that is faster than the processor, which `openWebGpuTrainers` opens; undefined without one. */
  readonly device: DeviceInfo | undefined;
  readonly findings: readonly Finding[];
}

/**
 * Looks for a device of WebGPU, and times it against the processor with a training on each thread. All is closed
 * again: trials are named after the arithmetic that is chosen here, and run later.
 */
export async function chooseTraining({ threads, use, now, warn }: ChoiceSetup): Promise<TrainingChoice> {
  const { chain, findings } = await select<Trainers>({
    ways: [{ name: 'webgpu', open: openWebGpuTrainers }],
    processors: [async () => processorTrainers(threads)],
    time: (trainers) => timeOfStep(trainers, now),
    use,
    warn,
  });
  const { info } = await chain.device();
  await chain.close();
  return { device: info.kind === 'cpu' ? undefined : info, findings };
}

/**
 * Whether a device that was found faster takes a training: its hidden units are ReLU, a step is no less work than the
 * one that was timed, and no buffer is over what the device binds.
 */
export function takesMlp({ mostBytes = Infinity }: DeviceInfo, load: MlpLoad): boolean {
  const { widths, activation, M, B, P, blocks } = load;
  const timed = mlpSize(calibratedNetwork.widths) * calibratedNetwork.B;
  const layers = mlpLayers(widths).map((layer) => ({
    ...layer,
    G: Math.max(1, blocks),
    direct: blocks === 0,
  }));
  const singles = Object.values(sizesOf({ widths, M, B, patterns: { P, N: widths[0] } }, layers));
  const fits = singles.every((count) => 4 * count <= mostBytes);
  return activation === 'relu' && mlpSize(widths) * M * Math.min(B, P) >= timed && fits;
}
