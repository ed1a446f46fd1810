import type { AnnealingProblem } from '@mcover/core';
import { openProcessor } from '../cpu/open.ts';
import type { Annealed } from '../cpu/processor.ts';
import { openThread } from '../cpu/thread.ts';
import { openGpuJs } from '../gpujs/device.ts';
import type { Device, DeviceInfo } from '../operations/call.ts';
import { type Annealers, openWebGpuAnnealers } from './annealers.ts';
import { timeOfFields, timeOfSweep } from './calibrate.ts';
import { once } from './once.ts';
import { type Finding, select } from './select.ts';

export interface AcceleratorSetup {
  /** Threads of the processor that may be used. */
  readonly threads: number;
  /** `auto` takes a GPU that is faster than the processor; `any` the first device, software too, untimed. */
  readonly use: 'auto' | 'any';
  /** Milliseconds of a clock, for the calibration. */
  now(): number;
  /** Takes a sentence for each device that was left. */
  warn(text: string): void;
}

/** The hot batched loops, on the best that there is here. Only `info` tells what that is. */
export interface Accelerator {
  /** For `routedMargins` and the other operations on arrays. */
  readonly loops: Device;
  /** Anneals problems of one shape, a sweep at each temperature, with the trajectories of core's annealer. */
  anneal(
    problems: readonly AnnealingProblem[],
    temperatures: Float64Array,
  ): Promise<{ annealed: Annealed[]; by: DeviceInfo }>;
  /** What anneals now. */
  annealer(): Promise<DeviceInfo>;
  /** What was found for either, and why it was picked or not. */
  readonly findings: { readonly loops: readonly Finding[]; readonly annealing: readonly Finding[] };
  close(): Promise<void>;
}

/** Looks for devices, times them against the processor, and opens the best. */
export async function openAccelerator({ threads, use, now, warn }: AcceleratorSetup): Promise<Accelerator> {
  // One pool for both: threads are not to be more than were given.
  const processors = [once(() => openProcessor({ threads })), async () => openThread()];
  const loops = await select<Device>({
    ...{ processors, use, warn, time: (device) => timeOfFields(device, now) },
    ways: (['webgpu', 'webgl2', 'headlessgl'] as const).map((mode) => ({
      name: `gpu.js ${mode}`,
      open: () => openGpuJs(mode),
    })),
  });
  const annealing = await select<Annealers>({
    ...{ processors, use, warn, time: (annealers) => timeOfSweep(annealers, now) },
    ways: [{ name: 'webgpu', open: openWebGpuAnnealers }],
  });
  let { info } = await loops.chain.device();
  return {
    loops: {
      get info() {
        return info;
      },
      compute: (call) =>
        loops.chain.on(async (device) => {
          info = device.info;
          return device.compute(call);
        }),
      close: () => loops.chain.close(),
    },
    anneal: (problems, temperatures) =>
      annealing.chain.on(async (annealers) => ({
        annealed: await annealers.anneal(problems, temperatures),
        by: annealers.info,
      })),
    annealer: async () => (await annealing.chain.device()).info,
    findings: { loops: loops.findings, annealing: annealing.findings },
    close: async () => {
      await loops.chain.close();
      await annealing.chain.close();
    },
  };
}
