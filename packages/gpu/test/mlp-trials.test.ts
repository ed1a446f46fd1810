import { hiddenManifoldClasses } from '@mcover/core';
import { finishRemotely, type MlpLoad } from '@mcover/core/internals';
import {
  DeviceError,
  type DeviceInfo,
  processorTrainers,
  type Trainers,
  takesMlp,
  trainOnDevice,
} from '@mcover/gpu';
import { builtIn, filled, runMlp, type ScriptParams } from '@mcover/models';
import { wasmEngine } from '@mcover/wasm';
import { describe, expect, it } from 'vitest';
import { timeOfStep } from '../dist/choice/calibrate.js';

const seed = { root: 6, trial: 0 };
const task = hiddenManifoldClasses({ N: 30, D: 5, P: 150, test: 300, classes: 3 }, seed);
const base = { widths: [30, 16, 12, 3], B: 32, epochs: 4, rate: 0.05, momentum: 0.9, noise: 0.01 };
const kernel = { kind: 'directed-ring' as const, mu: 1, sigma: 1 };
const mlp = builtIn.model('mlp');

/** A training on devices, to be run. */
function begin(trainers: Pick<Trainers, 'begin'>, params: ScriptParams) {
  return trainOnDevice(trainers, mlp.training!({ ...filled(mlp, params), seed }, task));
}

describe('a trial', () => {
  it.each<[string, ScriptParams]>([
    ['SGD', {}],
    ['replicas', { M: 3, attraction: 0.3, attractionGrowth: 1.05 }],
    ['M-cover', { M: 3, kernel, G: 4, S: 5, loss: 'mean' }],
    ['more steps in an epoch than run ahead', { B: 1, epochs: 2, M: 2, attraction: 0.1, rate: 0.01 }],
  ])('of %s is that of the engine where that is what trains', async (_name, coupling) => {
    const params = { ...base, ...coupling };
    const here = runMlp(params, task, seed, wasmEngine);
    const { running, destroy } = await begin(processorTrainers(1), params);
    expect(await finishRemotely(running)).toEqual(here);
    destroy();
    expect(here.testError).toBeLessThan(0.5);
  });

  it('that diverges says so', async () => {
    const { running } = await begin(processorTrainers(1), { ...base, rate: 1e30 });
    await expect(finishRemotely(running)).rejects.toThrow(
      /^the loss became .* diverges at rate 1e\+30; lower it$/,
    );
  });

  it('throws the fault of its device, and gives the memory back', async () => {
    const processor = processorTrainers(1);
    let steps = 0;
    let destroyed = 0;
    const losing: Pick<Trainers, 'begin'> = {
      async begin(problem) {
        const trainer = await processor.begin(problem);
        const step: typeof trainer.step = (batch, knobs) =>
          ++steps > 7 ? Promise.reject(new DeviceError('lost', 'gone')) : trainer.step(batch, knobs);
        return { ...trainer, step, destroy: () => destroyed++ };
      },
    };
    const { running, destroy } = await begin(losing, base);
    await expect(finishRemotely(running)).rejects.toMatchObject({ fault: 'lost' });
    expect([steps, running.step]).toEqual([10, 1]);
    destroy();
    expect(destroyed).toBe(1);
  });
});

describe('the choice', () => {
  const gpu: DeviceInfo = { backend: 'webgpu', kind: 'gpu', name: 'Radeon', mostBytes: 2 ** 30 };
  const P = 60_000;
  const one = { M: 1, B: 256, P, blocks: 0 };
  const paper: MlpLoad = { widths: [784, 512, 512, 10], activation: 'relu', ...one };
  const routed = { M: 5, blocks: 8 };
  const bytes = 4 * P * 784;

  it.each<[string, Partial<MlpLoad>, number, boolean]>([
    ["the paper's network", {}, 2 ** 30, true],
    ['five covers of it', routed, 2 ** 30, true],
    ['patterns that just fit', {}, bytes, true],
    ['patterns that do not', {}, bytes - 1, false],
    ['hidden units of tanh', { activation: 'tanh' }, 2 ** 30, false],
    ['a smaller network', { widths: [784, 511, 512, 10] }, 2 ** 30, false],
    ['a smaller one in more covers', { widths: [784, 300, 300, 10], M: 3 }, 2 ** 30, true],
    ['smaller batches', { B: 255 }, 2 ** 30, false],
    ['too few patterns for a batch', { P: 255 }, 2 ** 30, false],
    // M·G·B·d = 5·8·256·512 messages of a hidden layer.
    ['messages that just fit', { ...routed, P: 1000 }, 4 * 5 * 8 * 256 * 512, true],
    ['messages that do not', { ...routed, P: 1000 }, 4 * 5 * 8 * 256 * 512 - 1, false],
  ])('of %s', (_what, change, mostBytes, taken) => {
    expect(takesMlp({ ...gpu, mostBytes }, { ...paper, ...change })).toBe(taken);
  });

  it('counts a step of each thread at once', async () => {
    let clock = 0;
    const threads: Trainers = {
      ...processorTrainers(2),
      begin: async () => ({
        async step(batch) {
          expect(batch).toHaveLength(256);
          clock += 3;
          return 1;
        },
        attract: async () => {},
        weights: async () => new Float64Array(),
        destroy() {},
      }),
    };
    expect(await timeOfStep(threads, () => clock)).toBe(1.5);
  });
});
