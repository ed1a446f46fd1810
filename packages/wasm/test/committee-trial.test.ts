import { type Engine, hiddenManifoldTask, referenceEngine } from '@mcover/core';
import { runCommittee, type ScriptParams } from '@mcover/models';
import { wasmEngine } from '@mcover/wasm';
import { describe, expect, it } from 'vitest';

const base = {
  N: 60,
  K: 3,
  B: 16,
  epochs: 60,
  minLoss: 1e-7,
  rate: 0.05,
  beta: 1,
  gamma: 1,
  growth: 1.05,
};
const methods: Record<string, ScriptParams> = {
  sgd: {},
  rsgd: { M: 4, attraction: 0.3, attractionGrowth: 1.05 },
  mcover: { M: 4, S: 5, kernel: { kind: 'uniform' } },
};
const trials = Array.from({ length: 10 }, (_, trial) => ({ root: 6, trial }));
const manifold = { N: 60, D: 8, P: 60, test: 500 };

const testErrors = (params: ScriptParams, engine: Engine) =>
  trials.map(
    (seed) =>
      runCommittee({ ...base, ...params }, hiddenManifoldTask(manifold, seed), seed, engine).testError,
  );

describe('whole trials', () => {
  it.each(Object.keys(methods))('of %s err as those of the reference', (method) => {
    const fast = testErrors(methods[method], wasmEngine);
    const plain = testErrors(methods[method], referenceEngine);
    expect(testErrors(methods[method], wasmEngine)).toEqual(fast);
    // Trajectories part where rounding decides a sign; what they learn stays the same to an image or some.
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    fast.forEach((error, i) => {
      expect(Math.abs(error - plain[i])).toBeLessThan(0.02);
    });
    expect(Math.abs(mean(fast) - mean(plain))).toBeLessThan(0.002);
    expect(mean(fast)).toBeLessThan(0.3);
  });

  it('of M-cover with one cover are those of SGD', () => {
    const one = testErrors({ M: 1, S: 5, kernel: { kind: 'uniform' } }, wasmEngine);
    expect(one).toEqual(testErrors({}, wasmEngine));
  });
});
