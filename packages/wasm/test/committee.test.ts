import { type CommitteeProblem, type Kernel, referenceEngine } from '@mcover/core';
import { wasmEngine } from '@mcover/wasm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expMinus, halfTanh, log1p, stepInSingles } from './committee-singles.ts';
import { batchOf, committee, cover, type Sizes } from './committees.ts';

const uniform: Kernel = { kind: 'uniform' };
const ring: Kernel = { kind: 'directed-ring', mu: 1, sigma: 1 };
const identity: Kernel = { kind: 'identity' };
const knobs = { beta: 1.5, gamma: 2, rate: 0.1 };

/** Half the distance between singles at 1. */
const u = 2 ** -24;

/**
 * Both engines after one step. Rounding a weight at the start, at the subtraction, and twice where its row is
 * scaled moves it by 4u of itself. Its gradient is below β/√K; hidden fields, fours of order one, are off by some
 * u, which β and the curvature of tanh make a relative error of the order of (1 + β)u: allowed is 8 times that.
 */
function expectClose(problem: CommitteeProblem, batch: Int32Array): void {
  const { beta, rate } = knobs;
  const plain = referenceEngine.committee(problem);
  const fast = wasmEngine.committee(problem);
  const [loss, close] = [plain.step(batch, knobs), fast.step(batch, knobs)];
  expect(Math.abs(close - loss)).toBeLessThan(8 * u * (1 + beta) * problem.bank.M);
  const after = fast.weights();
  const gradient = beta / Math.sqrt(problem.K);
  let excess = 0;
  plain.weights().forEach((w, at) => {
    const allowed = u * (4 * Math.abs(w) + 8 * rate * gradient * (1 + beta));
    excess = Math.max(excess, Math.abs(after[at] - w) / allowed);
  });
  expect(excess).toBeLessThan(1);
}

function expectSingles(problem: CommitteeProblem, batch: Int32Array, how = knobs): void {
  const trainer = wasmEngine.committee(problem);
  const { loss, weights } = stepInSingles(problem, batch, how);
  expect(trainer.step(batch, how)).toBe(loss);
  expect([...trainer.weights()]).toEqual(weights);
}

const table: (Sizes & { B: number })[] = [
  { N: 1, K: 1, P: 1, M: 1, B: 1 },
  { N: 5, K: 1, P: 7, M: 1, B: 7 },
  { N: 5, K: 3, P: 9, M: 2, S: 1, kernel: uniform, B: 1 },
  { N: 17, K: 3, P: 33, M: 2, S: 3, kernel: ring, B: 31 },
  { N: 17, K: 9, P: 40, M: 4, S: 10, kernel: identity, B: 16 },
  { N: 31, K: 3, P: 18, M: 5, S: 7, kernel: uniform, B: 17 },
  { N: 16, K: 3, P: 32, M: 3, S: 48, kernel: ring, B: 32 },
  { N: 784, K: 1, P: 50, M: 1, B: 37 },
  { N: 784, K: 9, P: 120, M: 4, B: 100 },
  { N: 784, K: 9, P: 120, M: 4, S: 10, kernel: uniform, B: 100 },
  { N: 784, K: 3, P: 120, M: 2, S: 3, kernel: ring, B: 13 },
];

describe('a step', () => {
  it.each(table)('is the reference step to rounding: N $N, K $K, M $M, S $S, B $B', (row) => {
    expectClose(committee(row), batchOf(row.P, row.B, 1));
  });

  it.each(table.filter(({ N }) => N < 784))('is that of singles: N $N, K $K, M $M, S $S, B $B', (row) => {
    for (const sharpness of [1, 30, 1e6]) {
      const how = { beta: sharpness, gamma: sharpness, rate: 0.1 };
      expectSingles(committee(row), batchOf(row.P, row.B, 1), how);
    }
  });

  it('of any size is the reference step to rounding, and that of singles bit for bit', () => {
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
        const problem = committee(S === 0 ? uncoupled : { ...rest, kernel, S });
        const batch = batchOf(rest.P, 1 + Math.floor(share * (rest.P - 1)), 2);
        expectClose(problem, batch);
        expectSingles(problem, batch);
      }),
      { numRuns: 80, seed: 3 },
    );
  });

  it('leaves nothing of the batch before, short or long', () => {
    const problem = committee({ N: 19, K: 3, P: 40, M: 3, S: 4, kernel: uniform });
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

  it('gives the same bits again, whatever else trains in turn', () => {
    const first = committee({ N: 50, K: 3, P: 30, M: 4, S: 3, kernel: uniform });
    const other = wasmEngine.committee(committee({ N: 20, K: 1, P: 30, M: 2 }));
    const [alone, inTurn] = [wasmEngine.committee(first), wasmEngine.committee(first)];
    for (let step = 0; step < 5; step++) {
      const batch = batchOf(30, 20, step);
      expect(inTurn.step(batch, knobs)).toBe(alone.step(batch, knobs));
      other.step(batch, knobs);
    }
    expect(inTurn.weights()).toEqual(alone.weights());
  });

  it('of uncoupled copies is that of each alone, bit for bit', () => {
    const problem = committee({ N: 37, K: 3, P: 30, M: 5 });
    const together = wasmEngine.committee(problem);
    const alone = Array.from({ length: 5 }, (_, a) => wasmEngine.committee(cover(problem, a)));
    for (let step = 0; step < 5; step++) {
      const batch = batchOf(30, 11, step);
      together.step(batch, knobs);
      for (const trainer of alone) trainer.step(batch, knobs);
    }
    expect([...together.weights()]).toEqual(alone.flatMap((trainer) => [...trainer.weights()]));
  });

  it('stays finite, with rows of unit norm, however sharp the committee', () => {
    for (const beta of [100, 1e4, 1e6]) {
      const trainer = wasmEngine.committee(committee({ N: 40, K: 5, P: 30, M: 4, S: 5, kernel: ring }));
      for (let step = 0; step < 20; step++) {
        expect(trainer.step(batchOf(30, 10, step), { beta, gamma: beta, rate: 0.1 })).toBeGreaterThanOrEqual(
          0,
        );
      }
      expectUnitRows(trainer.weights(), 40);
    }
  });

  it('leaves a row of zeros where its gradient is zero, and the problem as it was', () => {
    const problem = committee({ N: 12, K: 2, P: 10, M: 2 });
    const zeros = { ...problem, weights: new Float64Array(problem.weights.length) };
    const trainer = wasmEngine.committee(zeros);
    trainer.step(batchOf(10, 5), { ...knobs, rate: 0 });
    expect(trainer.weights()).toEqual(zeros.weights);
    trainer.weights().fill(7);
    wasmEngine.committee(problem).step(batchOf(10, 5), knobs);
    expect(problem).toEqual(committee({ N: 12, K: 2, P: 10, M: 2 }));
    expect(trainer.weights()).toEqual(zeros.weights);
  });
});

describe('attraction', () => {
  it.each([1, 2, 4, 5])('of %i copies is that of the reference to rounding', (M) => {
    const problem = committee({ N: 23, K: 3, P: 4, M });
    for (const strength of [0.003, 0.5, 1]) {
      const [plain, fast] = [referenceEngine.committee(problem), wasmEngine.committee(problem)];
      plain.attract(strength);
      fast.attract(strength);
      const close = fast.weights();
      plain.weights().forEach((w, at) => {
        // 4u as in a step, and M/2 more of the mean, which a row that shrinks to half its norm doubles.
        expect(Math.abs(close[at] - w)).toBeLessThan(u * (4 + M));
      });
      expectUnitRows(close, 23);
    }
  });

  it('at strength 1 makes the copies one', () => {
    const trainer = wasmEngine.committee(committee({ N: 9, K: 2, P: 4, M: 2 }));
    trainer.attract(1);
    const w = trainer.weights();
    for (let q = 0; q < 18; q++) expect(Math.abs(w[q] - w[18 + q])).toBeLessThanOrEqual(2 * u);
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

function expectUnitRows(weights: Float64Array, N: number): void {
  for (let row = 0; row < weights.length; row += N) {
    const square = weights.subarray(row, row + N).reduce((sum, w) => sum + w * w, 0);
    expect(Math.abs(square - 1)).toBeLessThan(8 * u);
  }
}

function single(bits: number): number {
  return new Float32Array(Uint32Array.of(bits).buffer)[0];
}

function errorInUlps(value: number, exact: number): number {
  return Math.abs(value - exact) / 2 ** (Math.floor(Math.log2(exact)) - 23);
}
