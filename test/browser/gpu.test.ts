import { type Coupling, gauge, teacherStudent, temperatures } from '@mcover/core';
import { perceptronProblem } from '@mcover/core/internals';
import {
  type Call,
  type Device,
  DeviceError,
  type DeviceFault,
  type DeviceInfo,
  type GpuJsMode,
  openThread,
} from '@mcover/gpu';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeDevice } from '../../packages/gpu/test/laws.ts';
import { findChromium, openChromium } from './chromium.mjs';

/** The devices of @mcover/gpu in a module Worker of headless Chromium, where SwiftShader is the GPU. */

const executable = findChromium();
if (!executable) console.warn('no Chromium: install it (apt-get install chromium) or set MCOVER_CHROMIUM');

describe.skipIf(!executable)('in Chromium', () => {
  let page: Page;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ page, close } = await openChromium(executable ?? '', { gpu: true }));
  });
  afterAll(() => close?.());

  /** Asks gpu-worker.mjs; its errors are thrown here. */
  async function ask(message: Record<string, unknown>): Promise<unknown> {
    const { value, error } = await page.evaluate(
      (given) => (globalThis as unknown as { askGpu(message: unknown): Promise<Reply> }).askGpu(given),
      message,
    );
    if (error?.fault) throw new DeviceError(error.fault, error.message);
    if (error) throw new Error(error.message);
    return value;
  }

  /** A device of the worker, as one of this process. */
  async function open(mode: GpuJsMode): Promise<Device> {
    const info = (await ask({ ask: 'open', mode })) as DeviceInfo;
    return {
      info,
      compute: (call) => ask({ ask: 'compute', call }) as Promise<Float32Array>,
      close: async () => {
        await ask({ ask: 'close' });
      },
    };
  }

  for (const mode of ['webgl2', 'webgpu'] as const) {
    describeDevice(`gpu.js on ${mode}`, () => open(mode));

    it(`never calls the SwiftShader behind ${mode} a GPU`, async () => {
      const { info } = await open(mode);
      expect(info).toMatchObject({ backend: mode, kind: 'software' });
      expect(info.name).toMatch(/swiftshader/i);
      expect(info.mostBytes).toBe(2 ** 26);
    });

    it(`throws where ${mode} is lost in mid-run, and computes once more when opened again`, async () => {
      const call: Call = {
        operation: 'mix',
        sizes: { outputs: 1, G: 1, M: 1, B: 1 },
        arrays: [Float32Array.of(2), Float32Array.of(3)],
        shape: [1, 1, 1],
      };
      const device = await open(mode);
      expect([...(await device.compute(call))]).toEqual([6]);
      await ask({ ask: 'lose' });
      await expect(device.compute(call)).rejects.toMatchObject({ name: 'DeviceError', fault: 'lost' });
      expect([...(await (await open(mode)).compute(call))]).toEqual([6]);
    });
  }

  it.each([
    ['an array that gpu.js cannot address', 'webgl2', [2 ** 12, 2 ** 12, 2], '33554432 entries'],
    // Beyond 2²³ a single has no place for ½, and the last entry would be of the wrong cover.
    ['more rows than singles tell apart', 'webgl2', [1, 1, 16_000_000], '16000000 rows'],
    ['more than a device dispatches', 'webgpu', [1, 1, 70_000], 'limit of 65535'],
  ] as const)('refuses %s', async (_what, mode, shape, message) => {
    const device = await open(mode);
    const [G, outputs, B] = shape;
    const call: Call = {
      operation: 'unmix',
      sizes: { outputs, G, M: 1, B },
      shape,
      arrays: [Float32Array.of(1), Float32Array.of(1)],
    };
    await expect(device.compute(call)).rejects.toMatchObject({
      name: 'DeviceError',
      fault: 'limit',
      message: expect.stringContaining(message),
    });
  });

  for (const mode of ['webgl2', 'webgpu'] as const) {
    it(`throws where a call on ${mode} fails without a word`, async () => {
      const device = await open(mode);
      const call = (outputs: number): Call => ({
        operation: 'mix',
        sizes: { outputs, G: 1, M: 1, B: 1 },
        shape: [outputs, 1, 1],
        arrays: [new Float32Array(outputs).fill(2), new Float32Array(outputs).fill(3)],
      });
      await ask({ ask: 'breakNext', mode });
      await expect(device.compute(call(5))).rejects.toMatchObject({ name: 'DeviceError', fault: 'refused' });
      expect([...(await device.compute(call(4)))]).toEqual([6, 6, 6, 6]);
    });
  }

  describe('the choice', () => {
    const kernel = { kind: 'directed-ring', mu: 2, sigma: 3 } as const;
    const coupling: Coupling = { kind: 'routing', M: 3, S: 3, kernel };
    const params = { N: 51, P: 77, cost: 'linear', coupling } as const;
    const trials = 3;
    const at = temperatures({ from: 0.4, to: 0.05, step: 0.0005 });
    const problems = Array.from({ length: trials }, (_, trial) => {
      const seed = { root: 1, trial };
      const { N, P } = params;
      const { x, y } = teacherStudent(N, P, seed);
      return perceptronProblem({ N, P, G: gauge(x, y) }, params, seed);
    });
    const anneal = (by: string, losing: boolean) =>
      ask({ ask: 'anneal', by, losing, params, trials, temperatures: [...at] });

    it('anneals on WebGPU as this process and the browser’s WebAssembly do', async () => {
      const here = await openThread().anneal(problems, at);
      expect(await anneal('wasm', false)).toEqual(here);
      expect(await ask({ ask: 'choose' })).toMatchObject({
        loops: { backend: 'webgpu' },
        annealing: { backend: 'webgpu', kind: 'software' },
      });
      expect(await anneal('choice', false)).toEqual(here);
      expect(await ask({ ask: 'account' })).toMatchObject({
        annealing: { backend: 'webgpu' },
        warnings: [],
      });
    });

    it('goes over to the processor where a trial is larger than the device binds', async () => {
      const here = await openThread().anneal(problems, at);
      await ask({ ask: 'choose', limits: { maxStorageBufferBindingSize: 100 } });
      expect(await anneal('choice', false)).toEqual(here);
      expect(await ask({ ask: 'account' })).toMatchObject({
        annealing: { backend: 'thread' },
        warnings: [
          expect.stringMatching(/over the 100 of this device.*the thread .* takes over; take fewer/),
        ],
      });
    });

    it('loses its device in mid-run, and ends on the processor with the same results and a warning', async () => {
      const here = await openThread().anneal(problems, at);
      await ask({ ask: 'choose' });
      expect(await anneal('choice', true)).toEqual(here);
      const call: Call = {
        operation: 'mix',
        sizes: { outputs: 1, G: 1, M: 1, B: 1 },
        arrays: [Float32Array.of(2), Float32Array.of(3)],
        shape: [1, 1, 1],
      };
      expect([...((await ask({ ask: 'compute', call })) as Float32Array)]).toEqual([6]);
      expect(await ask({ ask: 'account' })).toMatchObject({
        loops: { backend: 'thread' },
        annealing: { backend: 'thread' },
        warnings: [
          expect.stringMatching(/lost.*the thread \(this thread\) takes over; start again/),
          expect.stringMatching(/lost.*the thread \(this thread\) takes over; start again/),
        ],
      });
    });
  });
});

interface Reply {
  value?: unknown;
  error?: { name: string; message: string; fault?: DeviceFault };
}
