import { DeviceError, guarded, settled } from './fault.ts';

/** Numbers of the standard, which not every runtime has by name (https://www.w3.org/TR/webgpu/#buffer-usage). */
const usages = { mapRead: 0x1, copySource: 0x4, copyTarget: 0x8, uniform: 0x40, storage: 0x80 };
const mapRead = 0x1;

/** Sizes of buffers are whole words, and none is empty. */
const roundUp = (bytes: number): number => Math.max(4, Math.ceil(bytes / 4) * 4);

/** Most bytes of a buffer that kernels see. */
export function mostBytes({ limits }: GPUDevice): number {
  return Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
}

/**
 * @throws DeviceError `limit` when a buffer of so many bytes is over what the device binds.
 * @param remedy what to do then.
 */
export function checkSize(device: GPUDevice, name: string, bytes: number, remedy: string): void {
  const most = mostBytes(device);
  if (bytes <= most) return;
  throw new DeviceError('limit', `${name} take ${bytes} bytes, over the ${most} of this device; ${remedy}`);
}

/** A buffer that kernels read and write, all zeros. */
export function storage(device: GPUDevice, label: string, bytes: number): GPUBuffer {
  const usage = usages.storage | usages.copySource | usages.copyTarget;
  return device.createBuffer({ label, size: roundUp(bytes), usage });
}

/** A buffer of parameters that all invocations share. */
export function uniform(device: GPUDevice, label: string, bytes: number): GPUBuffer {
  const usage = usages.uniform | usages.copyTarget;
  return device.createBuffer({ label, size: Math.ceil(bytes / 16) * 16, usage });
}

/** A storage buffer that holds these words. */
export function uploaded(
  device: GPUDevice,
  label: string,
  words: Uint32Array<ArrayBuffer> | Float32Array<ArrayBuffer>,
): GPUBuffer {
  const buffer = storage(device, label, words.byteLength);
  device.queue.writeBuffer(buffer, 0, words);
  return buffer;
}

/** What a buffer of a device holds, from its start, after all that was submitted before. */
export async function download(
  device: GPUDevice,
  what: string,
  from: GPUBuffer,
  bytes: number,
): Promise<ArrayBuffer> {
  const staging = await guarded(device, what, () => {
    const usage = usages.mapRead | usages.copyTarget;
    const buffer = device.createBuffer({ label: what, size: roundUp(bytes), usage });
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(from, 0, buffer, 0, roundUp(bytes));
    device.queue.submit([encoder.finish()]);
    return buffer;
  });
  await settled(device, what, staging.mapAsync(mapRead));
  const copy = staging.getMappedRange().slice(0, bytes);
  staging.destroy();
  return copy;
}
