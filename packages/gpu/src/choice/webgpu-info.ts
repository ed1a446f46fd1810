import type { DeviceInfo } from '../operations/call.ts';
import type { OpenDevice } from '../webgpu/index.ts';

/** What a device of WebGPU says of itself. */
export function webGpuInfo({ device, name, software }: OpenDevice): DeviceInfo {
  const { maxStorageBufferBindingSize, maxBufferSize } = device.limits;
  const mostBytes = Math.min(maxStorageBufferBindingSize, maxBufferSize);
  return { backend: 'webgpu', kind: software ? 'software' : 'gpu', name, mostBytes };
}
