import type { CommitteeProblem, Kernel } from '@mcover/core';
import { batchOf, committeeOf, committeeTable, engineLaws } from '@mcover/laws';
import { wasmEngine } from '@mcover/wasm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expMinus, halfTanh, log1p, stepInSingles } from './committee-singles.ts';

engineLaws(wasmEngine, { models: ['committee'] });

const uniform: Kernel = { kind: 'uniform' };
const ring: Kernel = { kind: 'directed-ring', mu: 1, sigma: 1 };
const identity: Kernel = { kind: 'identity' };
const knobs = { beta: 1.5, gamma: 2, rate: 0.1 };

function expectSingles(problem: CommitteeProblem, batch: Int32Array, how = knobs): void {
  const trainer = wasmEngine.committee(problem);
  const { loss, weights } = stepInSingles(problem, batch, how);
  expect(trainer.step(batch, how)).toBe(loss);
  expect([...trainer.weights()]).toEqual(weights);
}

describe('a step in singles', () => {
  it.each(committeeTable.filter(({ N }) => N < 784))(
    'is theirs bit for bit: N $N, K $K, M $M, S $S, B $B',
    (row) => {
      for (const sharpness of [1, 30, 1e6]) {
        const how = { beta: sharpness, gamma: sharpness, rate: 0.1 };
        expectSingles(committeeOf(row), batchOf(row.P, row.B, 1), how);
      }
    },
  );

  it('is theirs bit for bit, of any size', () => {
    const sizes = fc.record({
      N: fc.integer({ min: 1, max: 70 }),
      K: fc.integer({ min: 1, max: 5 }),
      P: fc.integer({ min: 1, max: 40 }),
      M: fc.integer({ min: 1, max: 9 }),
      channels: fc.nat({ max: 6 }),
      kernel: fc.constantFrom(uniform, ring, identity),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      trial: fc.nat(1000),
    });
    fc.assert(
      fc.property(sizes, ({ channels, share, ...rest }) => {
        const S = Math.min(channels, rest.N * rest.K);
        const { kernel, ...uncoupled } = rest;
        const problem = committeeOf(S === 0 ? uncoupled : { ...rest, kernel, S });
        expectSingles(problem, batchOf(rest.P, 1 + Math.floor(share * (rest.P - 1)), 2));
      }),
      { numRuns: 80, seed: 3 },
    );
  });

  it('leaves nothing of the batch before, short or long', () => {
    const problem = committeeOf({ N: 19, K: 3, P: 40, M: 3, S: 4, kernel: uniform });
    const trainer = wasmEngine.committee(problem);
    let singles = problem;
    for (const [B, first] of [
      [40, 0],
      [3, 5],
      [33, 7],
      [16, 1],
      [1, 0],
    ] as const) {
      const batch = batchOf(40, B, first);
      const expected = stepInSingles(singles, batch, knobs);
      expect(trainer.step(batch, knobs)).toBe(expected.loss);
      expect([...trainer.weights()]).toEqual(expected.weights);
      singles = { ...singles, weights: Float64Array.from(expected.weights) };
    }
  });
});

describe('functions of singles', () => {
  it('have the errors that the kernels state', () => {
    let [exponential, logarithm, tangent, derivative] = [0, 0, 0, 0];
    for (let bits = 0x20000000; bits < 0x42200000; bits += 4001) {
      const x = single(bits);
      const e = Math.exp(-x);
      const { size, slope } = halfTanh(x);
      exponential = Math.max(exponential, errorInUlps(expMinus(x), e));
      if (x <= 1) logarithm = Math.max(logarithm, errorInUlps(log1p(x), Math.log1p(x)));
      tangent = Math.max(tangent, Math.abs(size - Math.tanh(x / 2)));
      derivative = Math.max(derivative, errorInUlps(slope, e / (1 + e) ** 2));
    }
    expect(exponential).toBeLessThan(0.98);
    expect(logarithm).toBeLessThan(1.92);
    expect(tangent).toBeLessThan(1.2e-7);
    expect(derivative).toBeLessThan(4.7);
    expect(expMinus(40)).toBe(0);
  });
});

function single(bits: number): number {
  return new Float32Array(Uint32Array.of(bits).buffer)[0];
}

function errorInUlps(value: number, exact: number): number {
  return Math.abs(value - exact) / 2 ** (Math.floor(Math.log2(exact)) - 23);
}
