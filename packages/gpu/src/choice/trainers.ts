import type { Classified, MlpKnobs, MlpProblem } from '@mcover/core';
import type { RemoteTrainer } from '@mcover/core/internals';
import { processorEngine } from '../cpu/processor.ts';
import { type DevicePatterns, mlpOnDevice, openDevice } from '../webgpu/index.ts';
import type { Member } from './chain.ts';
import { webGpuInfo } from './webgpu-info.ts';

/** A training of a multilayer perceptron that is elsewhere. */
export interface RemoteMlp extends RemoteTrainer<MlpKnobs> {
  /** The parameters now, as in `MlpProblem.weights`. */
  weights(): Promise<Float64Array>;
  /** Gives its memory back. */
  destroy(): void;
}

/** What trains multilayer perceptrons. */
export interface Trainers extends Member {
  /** How many it trains at once in the time that one takes. */
  readonly atOnce: number;
  begin(problem: MlpProblem): Promise<RemoteMlp>;
}

/**
 * The device of WebGPU as a trainer, of one network at a time.
 *
 * @throws DeviceError when there is none.
 */
export async function openWebGpuTrainers(): Promise<Trainers> {
  const opened = await openDevice();
  const { device } = opened;
  return {
    info: webGpuInfo(opened),
    atOnce: 1,
    begin: (problem) => mlpOnDevice(device, { ...problem, patterns: inMemory(problem.patterns) }),
    close: async () => device.destroy(),
  };
}

/** Patterns as a device takes them, each read once. */
function inMemory(patterns: Classified): DevicePatterns {
  const { N, P, labels } = patterns;
  const x = new Float32Array(P * N);
  for (let mu = 0; mu < P; mu++) patterns.inputs(mu, x, mu * N);
  return { N, P, x, labels };
}

/** So many threads of the processor, each with a training of its own, for a device to be compared with. */
export function processorTrainers(threads: number): Trainers {
  return {
    info: { backend: 'thread', kind: 'cpu', name: threads === 1 ? 'one thread' : `${threads} threads` },
    atOnce: threads,
    async begin(problem) {
      const trainer = processorEngine.mlp(problem);
      return {
        step: async (batch, knobs) => trainer.step(batch, knobs),
        attract: async (strength) => trainer.attract(strength),
        weights: async () => trainer.weights(),
        destroy() {},
      };
    },
    close: async () => {},
  };
}
