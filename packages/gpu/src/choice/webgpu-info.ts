import type { DeviceInfo } from '../operations/call.ts';
import { mostBytes } from '../webgpu/buffers.ts';
import type { OpenDevice } from '../webgpu/index.ts';

/** What a device of WebGPU says of itself. */
export function webGpuInfo({ device, name, software }: OpenDevice): DeviceInfo {
  return { backend: 'webgpu', kind: software ? 'software' : 'gpu', name, mostBytes: mostBytes(device) };
}
