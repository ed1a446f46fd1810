import type { AnnealingProblem } from '@mcover/core';
import { openProcessor } from '../cpu/open.ts';
import type { Annealed } from '../cpu/processor.ts';
import { openThread } from '../cpu/thread.ts';
import type { DeviceInfo } from '../operations/call.ts';
import { type Annealers, openWebGpuAnnealers } from './annealers.ts';
import { timeOfSweep } from './calibrate.ts';
import { type Finding, select } from './select.ts';
import type { ChoiceSetup } from './setup.ts';

/** The best device for batches of annealings. */
export interface Annealing {
  /** Anneals problems of one shape, a sweep at each temperature, with the trajectories of core's annealer. */
  anneal(
    problems: readonly AnnealingProblem[],
    temperatures: Float64Array,
  ): Promise<{ annealed: Annealed[]; by: DeviceInfo }>;
  /** What anneals now. */
  device(): Promise<DeviceInfo>;
  readonly findings: readonly Finding[];
  close(): Promise<void>;
}

/** Looks for a device of WebGPU, times it against the processor, and opens the better. */
export async function openAnnealing({ threads, starting, use, now, warn }: ChoiceSetup): Promise<Annealing> {
  const { chain, findings } = await select<Annealers>({
    ways: [{ name: 'webgpu', open: openWebGpuAnnealers }],
    processors: [() => openProcessor({ threads, starting }), async () => openThread()],
    time: (annealers) => timeOfSweep(annealers, now),
    use,
    warn,
  });
  return {
    findings,
    anneal: (problems, temperatures) =>
      chain.on(async (annealers) => ({
        annealed: await annealers.anneal(problems, temperatures),
        by: annealers.info,
      })),
    device: async () => (await chain.device()).info,
    close: chain.close,
  };
}
