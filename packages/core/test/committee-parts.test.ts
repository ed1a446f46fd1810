import { type Coupling, collapse, hardError, hiddenManifoldTask, type Kernel } from '@mcover/core';
import { checkCommittee, committeeProblem, findError } from '@mcover/core/internals';
import { describe, expect, it } from 'vitest';
import { faultOf } from './support.ts';

const seed = { root: 4, trial: 0 };
const task = hiddenManifoldTask({ N: 60, D: 8, P: 60, test: 400 }, seed);
const alone = (M: number): Coupling => ({ kind: 'alone', M });
const routed = (M: number, S: number, kernel: Kernel = { kind: 'uniform' }): Coupling => ({
  kind: 'routing',
  M,
  S,
  kernel,
});
const base = { N: 60, K: 3, coupling: alone(1) };

describe('collapse and readout', () => {
  const patterns = { N: 2, P: 4, x: Int8Array.of(1, 1, 1, -1, -1, 1, -1, -1), y: Int8Array.of(1, 1, -1, -1) };

  it('sums the covers weight by weight', () => {
    expect([...collapse([1, 2, 3, 10, 20, 30], 2)]).toEqual([11, 22, 33]);
    expect([...collapse(Int8Array.of(1, -1, 1, 1, -1, -1), 3)]).toEqual([1, -1]);
  });

  it('counts what the hard committee gets wrong, ties on the +1 side', () => {
    expect(hardError([1, 0], 1, patterns)).toBe(0);
    expect(hardError([-1, 0], 1, patterns)).toBe(1);
    expect(hardError([0, 0], 1, patterns)).toBe(0.5);
    // Two units that disagree everywhere tie: all patterns are called +1.
    expect(hardError([1, 0, -1, 0], 2, { ...patterns, y: Int8Array.of(1, 1, 1, -1) })).toBe(0.25);
    // Majority of (x₀, x₁, x₁) is x₁, which is the label of the first and the last pattern only.
    expect(hardError([1, 0, 0, 1, 0, 1], 3, patterns)).toBe(0.5);
  });

  it('finds the next error, going round', () => {
    const J = [1, 0, 0, 1, 0, 1];
    expect([0, 1, 2, 3].map((start) => findError(J, 3, patterns, start))).toEqual([1, 1, 2, 1]);
    expect(findError([1, 0], 1, patterns, 2)).toBe(-1);
  });
});

describe('initial weights', () => {
  it('are rows of unit norm, another one for each cover, the same for every method', () => {
    const { weights } = committeeProblem({ ...base, coupling: alone(3) }, task.train, seed);
    for (let row = 0; row < weights.length; row += 60) {
      expect(weights.subarray(row, row + 60).reduce((sum, w) => sum + w * w, 0)).toBeCloseTo(1, 14);
    }
    const sgd = committeeProblem(base, task.train, seed);
    const mcover = committeeProblem({ ...base, coupling: routed(3, 4) }, task.train, seed);
    expect(mcover.weights).toEqual(weights);
    expect(weights.subarray(0, 180)).toEqual(sgd.weights);
    expect(weights.subarray(180, 360)).not.toEqual(sgd.weights);
    expect(mcover.bank.N).toBe(180);
  });
});

describe('inputs', () => {
  const impossible: Kernel = {
    kind: 'matrix',
    matrix: [
      [1, 0],
      [1, 0],
    ],
  };
  it.each<[string, Partial<typeof base>, string]>([
    ['no input', { N: 0 }, 'N'],
    ['no unit', { K: 0 }, 'K'],
    ['more destinations than weights', { coupling: routed(2, 181) }, 'S'],
    ['too many weight copies', { N: 10_000, K: 255, coupling: alone(255) }, 'M'],
    ['perm(Q) = 0', { coupling: routed(2, 1, impossible) }, 'kernel'],
  ])('refuses %s', (_, change, path) => {
    expect(() => checkCommittee(base)).not.toThrow();
    expect(faultOf(() => checkCommittee({ ...base, ...change })).path).toBe(path);
  });

  it('refuses data of another size', () => {
    expect(faultOf(() => committeeProblem({ ...base, N: 61 }, task.train, seed)).path).toBe('N');
  });
});
