import { openDevice } from '@mcover/gpu';
import { afterEach, describe, expect, it, vi } from 'vitest';

/** A runtime whose WebGPU has this adapter. */
function adapterOf(info: object, limits: Record<string, number> = {}) {
  const requestDevice = vi.fn(async (wanted: object) => ({ wanted }));
  const adapter = { info, limits, requestDevice };
  vi.stubGlobal('navigator', { gpu: { requestAdapter: async () => adapter } });
  return requestDevice;
}

afterEach(() => vi.unstubAllGlobals());

describe('openDevice', () => {
  it('asks for the largest buffers that there are', async () => {
    const limits = {
      maxStorageBufferBindingSize: 7,
      maxBufferSize: 8,
      maxComputeWorkgroupStorageSize: 9,
      maxBindGroups: 4,
    };
    const requestDevice = adapterOf({ description: 'NVIDIA H200' }, limits);
    const { maxBindGroups: _, ...requiredLimits } = limits;
    expect(await openDevice()).toMatchObject({ name: 'NVIDIA H200', software: false, source: 'navigator' });
    expect(requestDevice).toHaveBeenCalledWith({ requiredLimits });
  });

  it.each([
    [{ vendor: 'google', architecture: 'swiftshader' }, 'google swiftshader'],
    [{ description: 'llvmpipe (LLVM 15.0.6, 256 bits)' }, 'llvmpipe (LLVM 15.0.6, 256 bits)'],
    [{ description: 'a good name', isFallbackAdapter: true }, 'a good name'],
    [{}, 'an unnamed device'],
  ])('calls %o no GPU', async (info, name) => {
    adapterOf(info);
    expect(await openDevice()).toMatchObject({ name, software: true });
  });

  it('says what to install where there is no adapter', async () => {
    vi.stubGlobal('navigator', { gpu: { requestAdapter: async () => null } });
    await expect(openDevice()).rejects.toMatchObject({
      name: 'DeviceError',
      fault: 'absent',
      message: expect.stringContaining('install a Vulkan, Metal or Direct3D 12 driver'),
    });
  });
});
