import { hiddenManifoldTask, referenceEngine } from '@mcover/core';
import { runBinaryCommittee, type ScriptParams } from '@mcover/models';
import { describe, expect, it } from 'vitest';
import { faultOf, impossible, kernelsFor } from './support.ts';

const seed = { root: 6, trial: 0 };
const task = hiddenManifoldTask({ N: 15, D: 5, P: 30, test: 200 }, seed);
const schedule = { from: 0.4, to: 0.05, step: 0.05 };
const base = { N: 15, K: 3, cost: 'linear', schedule, sweeps: 2 };
const run = (params: ScriptParams) => runBinaryCommittee({ ...base, ...params }, task, seed, referenceEngine);

describe('binary committee', () => {
  it('M = 1 is the base committee, bit for bit, whatever S, Q and attraction', () => {
    for (const cost of ['linear', 'count']) {
      const vanilla = run({ cost });
      for (const { kernel } of kernelsFor(1)) expect(run({ cost, M: 1, S: 7, kernel })).toEqual(vanilla);
      expect(run({ cost, M: 1, gamma: 1 })).toEqual(vanilla);
    }
  });

  it.each([
    ['vanilla', {}],
    ['rsa', { M: 3, gamma: 1 }],
    ['mcover', { M: 3, S: 3, kernel: { kind: 'uniform' } }],
  ])('%s learns what the manifold hides', (_, coupling) => {
    const { testError, trainError } = run({ ...coupling, sweeps: 10 });
    expect(trainError).toBeLessThan(0.1);
    expect(testError).toBeLessThan(0.35);
  });

  it.each<[string, ScriptParams, string]>([
    ['data of another size', { N: 16 }, 'N'],
    ['fields beyond 16 bits', { N: 40_000 }, 'N'],
    ['more destinations than weights', { M: 2, S: 46, kernel: { kind: 'uniform' } }, 'S'],
    ['perm(Q) = 0', { M: 2, S: 1, kernel: impossible }, 'kernel'],
    ['a schedule that rises', { schedule: { from: 0.1, to: 0.2, step: 0.1 } }, 'schedule/to'],
  ])('refuses %s', (_, params, path) => {
    expect(faultOf(() => run(params)).path).toBe(path);
  });
});
