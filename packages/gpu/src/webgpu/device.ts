import { isSoftware } from '../choice/software.ts';
import { DeviceError } from './fault.ts';

/** Where a `GPU` may come from. */
export type DeviceSource = 'navigator' | 'webgpu';

/** A device that is open, and what it says of itself. */
export interface OpenDevice {
  readonly device: GPUDevice;
  readonly source: DeviceSource;
  /** Its name as the driver tells it, "SwiftShader Device (Subzero)" say. */
  readonly name: string;
  /** Whether it is a rasteriser that runs on the processor: right, but no GPU. */
  readonly software: boolean;
}

/** The Dawn of this process: it crashes where its object is collected, so that it stays on globalThis. */
const shelf = globalThis as { mcoverDawn?: GPU };

/**
 * The `GPU` of this runtime: that of the browser or Deno, else of the package `webgpu` (Dawn) in Node.
 *
 * @throws DeviceError `absent` when there is neither.
 */
async function findGpu(): Promise<{ gpu: GPU; source: DeviceSource }> {
  const gpu = (globalThis.navigator as Navigator | undefined)?.gpu;
  if (gpu) return { gpu, source: 'navigator' };
  if (!shelf.mcoverDawn) {
    // The name is a variable so that neither the compiler nor a bundler needs the package.
    const name: string = 'webgpu';
    let dawn: { create(flags: string[]): GPU };
    try {
      dawn = await import(name);
    } catch (error) {
      const cause = (error as Error).message.split(/ imported from|\n/)[0];
      const remedy = 'install the package webgpu, or use Deno or a browser';
      throw new DeviceError('absent', `this runtime has no WebGPU (${cause}); ${remedy}`);
    }
    shelf.mcoverDawn = dawn.create([]);
  }
  return { gpu: shelf.mcoverDawn, source: 'webgpu' };
}

/** Limits that are asked for as large as the adapter has them; the others stay at their defaults. */
const raised = [
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupStorageSize',
] as const satisfies (keyof GPUSupportedLimits)[];

/**
 * Opens the device of this runtime that is made for speed, with the largest buffers that it has.
 *
 * @throws DeviceError `absent` when there is no WebGPU or no adapter.
 */
export async function openDevice(): Promise<OpenDevice> {
  const { gpu, source } = await findGpu();
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) {
    const remedy = 'install a Vulkan, Metal or Direct3D 12 driver and its loader';
    throw new DeviceError('absent', `WebGPU finds no adapter; ${remedy}`);
  }
  const requiredLimits = Object.fromEntries(raised.map((name) => [name, adapter.limits[name]]));
  const device = await adapter.requestDevice({ requiredLimits });
  const { vendor, architecture, device: model, description } = adapter.info;
  const name = description || [vendor, architecture, model].filter(Boolean).join(' ') || 'an unnamed device';
  const told = [vendor, architecture, model, description].join(' ');
  const software = adapter.info.isFallbackAdapter === true || isSoftware(told);
  return { device, source, name, software };
}
