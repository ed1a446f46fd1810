import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { InputError, type MlpProblem } from '@mcover/core';
import { batchOf, classesOf, networkOf, routings } from '@mcover/laws';
import { mlpBytes, mlpTrainer, wasmEngine } from '@mcover/wasm';
import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.restoreAllMocks();
});

const knobs = { rate: 0.01, momentum: 0.9 };

describe('memory of a multilayer perceptron', () => {
  it('is that of the sizes at the paper’s setting, counted by hand', () => {
    const widths = [784, 512, 512, 10];
    const parameters = 785 * 512 + 513 * 512 + 513 * 10;
    const units = 5 * 256 * (512 + 512);
    const batch = 256 * 784 + 256;
    const mixers = 8 * 25 * (512 + 512 + 10) + 3 * 8;
    // 102 rows of 40 messages are 4 MB; 512 outputs are six parts of 18 tiles of 5.
    const messages = 90 * 40 * 256;
    const products = 160 * 256 + 1024 * 256 + 40;
    const singles = 5 * (3 * parameters + 784 * 512) + 2 * units + 5 * 256 * 10 + batch + mixers + messages;
    const bytes = mlpBytes({ widths, activation: 'relu', M: 5, B: 256, blocks: [8, 8, 8] });
    const padding = bytes - 4 * (singles + products);
    expect(padding).toBeGreaterThanOrEqual(0);
    expect(padding).toBeLessThan(64 * 25);
  });

  it('has fields beside the activations of `sign`, and no messages where nothing is mixed', () => {
    const size = { widths: [32, 16, 8], M: 2, B: 16, blocks: [0, 0] };
    const relu = mlpBytes({ ...size, activation: 'relu' });
    expect(mlpBytes({ ...size, activation: 'tanh' })).toBe(relu);
    expect(mlpBytes({ ...size, activation: 'sign' }) - relu).toBe(4 * 2 * 16 * 16);
    const mixed = mlpBytes({ ...size, activation: 'relu', blocks: [4, 2] });
    const words = 2 * 16 * 32 + 4 * 4 * 16 + 4 * 2 * 8 + 2 * 2 * 10 * 16;
    expect(Math.abs(mixed - relu - 4 * words)).toBeLessThan(64 * 5);
  });

  it('is refused with its bytes where WebAssembly cannot address it', () => {
    const widths = [1, 40_000, 40_000, 1];
    const mixers = widths.slice(1).map(() => ({ G: 1, Q: new Float64Array() }));
    const base = { widths, activation: 'relu', M: 1, B: 1 } as const;
    const problem: MlpProblem = {
      ...base,
      loss: 'sum',
      mixers,
      patterns: classesOf(1, 1, 1),
      weights: new Float64Array(),
    };
    const bytes = mlpBytes({ ...base, blocks: [0, 0, 0] });
    expect(bytes).toBeGreaterThan(2 ** 32);
    expect(() => wasmEngine.mlp(problem)).toThrow(InputError);
    expect(() => wasmEngine.mlp(problem)).toThrow(`widths: the problem takes ${bytes} bytes of memory`);
  });

  it('is refused with its bytes where the machine does not give it', () => {
    const problem = networkOf({ widths: [7, 5], M: 1, B: 3 });
    vi.spyOn(WebAssembly, 'Memory').mockImplementation(function refuse(): never {
      throw new RangeError('out of memory');
    });
    const bytes = mlpBytes({ ...problem, blocks: [0] });
    expect(() => wasmEngine.mlp(problem)).toThrow(`takes ${bytes} bytes`);
  });

  it.each(routings)('is flat over a thousand steps (%s)', (routing) => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const problem = networkOf({ widths: [20, 17, 11, 6], M: 3, B: 16, P: 40, activation: 'tanh', routing });
    const buffers = new Set<ArrayBuffer>();
    const trainer = mlpTrainer(problem, (buffer, own) => {
      buffers.add(buffer);
      return own;
    });
    const batches = [16, 16, 8].map((count, first) => batchOf(40, count, first));
    const run = (steps: number) => {
      for (let step = 0; step < steps; step++) {
        trainer.step(batches[step % 3], knobs);
        trainer.attract(0.001);
      }
    };
    run(3000);
    const [memory] = buffers;
    const { byteLength } = memory;
    const thousandSteps = () => {
      collect();
      const before = process.memoryUsage();
      run(1000);
      const allocated = process.memoryUsage().heapUsed - before.heapUsed;
      collect();
      const after = process.memoryUsage();
      expect(after.arrayBuffers).toBeLessThanOrEqual(before.arrayBuffers);
      return { allocated, kept: after.heapUsed - before.heapUsed };
    };
    // A few numbers a step; an array for every product would be 2 kB.
    const flat = () => {
      const { allocated, kept } = thousandSteps();
      return allocated < 100_000 && kept < 1000;
    };
    // What the runtime compiles meanwhile lies on the heap as well, until all is compiled.
    expect(Array.from({ length: 20 }).some(flat)).toBe(true);
    expect(memory.byteLength).toBe(byteLength);
  });
});
