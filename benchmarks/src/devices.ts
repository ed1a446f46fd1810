import { availableParallelism } from 'node:os';
import type { Annealers } from '@mcover/gpu';
import {
  type Device,
  type DeviceInfo,
  openGpuJs,
  openPool,
  openThread,
  openWebGpuAnnealers,
} from '@mcover/gpu';

/** A device that is timed, or the reason for which it is not. */
export type Found<D> = { subject: string; device: D } | { subject: string; reason: string };

/**
 * Everything that computes the loops: this thread, a pool of all, gpu.js on the processor, and on a GPU where there
 * is a real one. @param processor name of the processor.
 */
export async function loopDevices(processor: string): Promise<Found<Device>[]> {
  const threads = availableParallelism();
  return [
    await look(`plain loops, ${processor}`, async () => openThread()),
    await look(`pool of ${threads} threads, ${processor}`, () => openPool({ threads })),
    await look(`gpu.js cpu, ${processor}`, () => openGpuJs('cpu')),
    await look(`gpu.js webasm, ${processor}`, () => openGpuJs('webasm')),
    await lookForGpu('gpu.js webgl2', () => openGpuJs('webgl2')),
    await lookForGpu('gpu.js webgpu', () => openGpuJs('webgpu')),
    await lookForGpu('gpu.js headlessgl', () => openGpuJs('headlessgl')),
  ];
}

/** Everything that anneals batches. */
export async function annealers(processor: string): Promise<Found<Annealers>[]> {
  const threads = availableParallelism();
  return [
    await look(`wasm, one thread, ${processor}`, async () => openThread()),
    await look(`pool of ${threads} threads, wasm, ${processor}`, () => openPool({ threads })),
    await lookForGpu('webgpu', openWebGpuAnnealers),
  ];
}

interface Closing {
  readonly info: DeviceInfo;
  close(): Promise<void>;
}

async function look<D extends Closing>(subject: string, open: () => Promise<D>): Promise<Found<D>> {
  try {
    return { subject, device: await open() };
  } catch (error) {
    return { subject, reason: (error as Error).message };
  }
}

/** A GPU under its own name; what imitates one on the processor is not timed. */
export async function lookForGpu<D extends Closing>(name: string, open: () => Promise<D>): Promise<Found<D>> {
  const found = await look(name, open);
  if ('reason' in found) return found;
  const { info } = found.device;
  if (info.kind === 'gpu') return { ...found, subject: `${name}, ${info.name}` };
  await found.device.close();
  return { subject: name, reason: `${info.name} is no GPU` };
}
