import type { AnnealingProblem } from '@mcover/core';
import type { Annealed } from '../cpu/processor.ts';
import { batchedAnnealer, mostTrials, openDevice, shapeOf } from '../webgpu/index.ts';
import type { Member } from './chain.ts';
import { webGpuInfo } from './webgpu-info.ts';

/** What anneals batches of trials of one shape, with the trajectories of core's annealer. */
export interface Annealers extends Member {
  /** Anneals every problem, a sweep at each temperature. */
  anneal(problems: readonly AnnealingProblem[], temperatures: Float64Array): Promise<Annealed[]>;
}

/**
 * The device of WebGPU as an annealer: as many trials at once as fit on it.
 *
 * @throws DeviceError when there is none.
 */
export async function openWebGpuAnnealers(): Promise<Annealers> {
  const opened = await openDevice();
  const { device } = opened;
  return {
    info: webGpuInfo(opened),
    async anneal(problems, temperatures) {
      if (problems.length === 0) return [];
      const size = Math.max(1, mostTrials(shapeOf(problems[0]), device));
      const annealed: Annealed[] = [];
      for (let from = 0; from < problems.length; from += size) {
        annealed.push(...(await annealBatch(device, problems.slice(from, from + size), temperatures)));
      }
      return annealed;
    },
    close: async () => device.destroy(),
  };
}

async function annealBatch(
  device: GPUDevice,
  problems: readonly AnnealingProblem[],
  temperatures: Float64Array,
): Promise<Annealed[]> {
  const annealer = await batchedAnnealer(device, problems);
  try {
    await annealer.sweep(temperatures);
    const [weights, energies] = [await annealer.weights(), await annealer.energies()];
    return weights.map((of, trial) => ({ weights: of, energy: energies[trial] }));
  } finally {
    annealer.destroy();
  }
}
