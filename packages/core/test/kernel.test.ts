import { InputError, type Kernel, kernelMatrix } from '@mcover/core';
import { exactMixer, sinkhorn } from '@mcover/core/internals';
import { describe, expect, it } from 'vitest';
import { enumeratedLaw, rowsOf } from './support.ts';

const gaussian = (d: number, sigma: number) => Math.exp((-d * d) / (2 * sigma * sigma));

describe('kernels', () => {
  it('directed ring: Gaussian in the residue (b − a) mod M, not wrapped round μ', () => {
    const rows = rowsOf({ kind: 'directed-ring', mu: 2, sigma: 1.5 }, 4);
    const byResidue = [0, 1, 2, 3].map((d) => gaussian(d - 2, 1.5));
    for (let a = 0; a < 4; a++) {
      for (let b = 0; b < 4; b++) expect(rows[a][b]).toBeCloseTo(byResidue[(b - a + 4) % 4], 14);
    }
  });

  it('wrapped ring: the residue minus μ is taken into (−M/2, M/2]', () => {
    const rows = rowsOf({ kind: 'wrapped-ring', mu: 0, sigma: 0.8 }, 5);
    const offsets = [0, 1, 2, -2, -1];
    offsets.forEach((d, b) => {
      expect(rows[0][b]).toBeCloseTo(gaussian(d, 0.8), 14);
    });
    // M/2 itself belongs to the interval, −M/2 does not: the same weight, found from either side.
    const even = rowsOf({ kind: 'wrapped-ring', mu: 1, sigma: 2 }, 4);
    [-1, 0, 1, 2].forEach((d, b) => {
      expect(even[0][b]).toBeCloseTo(gaussian(d, 2), 14);
    });
  });

  it('an integer shift of the wrapped ring only relabels the covers', () => {
    const still = rowsOf({ kind: 'wrapped-ring', mu: 0, sigma: 0.7 }, 5);
    const shifted = rowsOf({ kind: 'wrapped-ring', mu: 2, sigma: 0.7 }, 5);
    for (let a = 0; a < 5; a++) {
      for (let b = 0; b < 5; b++) expect(shifted[a][(b + 2) % 5]).toBeCloseTo(still[a][b], 14);
    }
  });

  it('uniform, identity and a matrix are what they say', () => {
    expect(rowsOf({ kind: 'uniform' }, 3)).toEqual([
      [1, 1, 1],
      [1, 1, 1],
      [1, 1, 1],
    ]);
    expect(rowsOf({ kind: 'identity' }, 2)).toEqual([
      [1, 0],
      [0, 1],
    ]);
    const matrix = [
      [1, 2],
      [3, 0],
    ];
    expect(rowsOf({ kind: 'matrix', matrix }, 2)).toEqual(matrix);
  });

  it('a very narrow ring does not underflow', () => {
    const rows = rowsOf({ kind: 'directed-ring', mu: 0.4, sigma: 0.001 }, 3);
    expect(rows[0]).toEqual([1, 0, 0]);
  });

  const wrong: [string, Kernel, number, string][] = [
    ['σ = 0', { kind: 'directed-ring', mu: 1, sigma: 0 }, 3, 'kernel/sigma'],
    ['σ < 0', { kind: 'wrapped-ring', mu: 1, sigma: -1 }, 3, 'kernel/sigma'],
    ['σ = NaN', { kind: 'wrapped-ring', mu: 1, sigma: Number.NaN }, 3, 'kernel/sigma'],
    ['μ infinite', { kind: 'directed-ring', mu: Infinity, sigma: 1 }, 3, 'kernel/mu'],
    ['a matrix of another size', { kind: 'matrix', matrix: [[1]] }, 2, 'kernel/matrix'],
    ['a ragged matrix', { kind: 'matrix', matrix: [[1, 1], [1]] }, 2, 'kernel/matrix'],
    [
      'a negative entry',
      {
        kind: 'matrix',
        matrix: [
          [1, -1],
          [1, 1],
        ],
      },
      2,
      'kernel/matrix/0/1',
    ],
    [
      'an infinite entry',
      {
        kind: 'matrix',
        matrix: [
          [1, 1],
          [Infinity, 1],
        ],
      },
      2,
      'kernel/matrix/1/0',
    ],
  ];
  it.each(wrong)('refuses %s', (_, kernel, M, path) => {
    expect(() => kernelMatrix(kernel, M)).toThrow(InputError);
    expect(() => kernelMatrix(kernel, M)).toThrow(path);
  });
});

describe('Sinkhorn balancing', () => {
  const matrix = [
    [4, 1, 0.5],
    [2, 0.1, 3],
    [0, 5, 1],
  ];
  const Q = Float64Array.from(matrix.flat());

  it('makes every row and column sum to 1 within 1e-12', () => {
    const balanced = sinkhorn(Q, 3);
    for (let i = 0; i < 3; i++) {
      expect(Math.abs(balanced[3 * i] + balanced[3 * i + 1] + balanced[3 * i + 2] - 1)).toBeLessThan(1e-12);
      expect(Math.abs(balanced[i] + balanced[3 + i] + balanced[6 + i] - 1)).toBeLessThan(1e-12);
    }
  });

  it('does not change P_Q', () => {
    const before = enumeratedLaw(Q, 3);
    for (const [rho, share] of enumeratedLaw(sinkhorn(Q, 3), 3))
      expect(share).toBeCloseTo(before.get(rho)!, 12);
  });

  it('only rescales a circulant matrix', () => {
    const kernel: Kernel = { kind: 'directed-ring', mu: 1, sigma: 1 };
    const ring = kernelMatrix(kernel, 5);
    const sum = ring.subarray(0, 5).reduce((a, b) => a + b);
    exactMixer(kernel, 5).forEach((entry, i) => {
      expect(entry).toBeCloseTo(ring[i] / sum, 14);
    });
  });

  it('says so where no doubly stochastic scaling exists', () => {
    expect(() => sinkhorn(Float64Array.of(1, 1, 0, 1), 2)).toThrow(/does not converge/);
  });

  it('does not say that a scaling is missing which it only does not reach', () => {
    // Scaled by √1e-6 it is [[1, t], [t, 1]]/(1 + t), t = .001.
    const reached = sinkhorn(Float64Array.of(1, 1e-3, 1, 1), 2);
    expect(reached[0]).toBeCloseTo(1 / (1 + Math.sqrt(1e-3)), 11);
    expect(() => sinkhorn(Float64Array.of(1, 1e-6, 1, 1), 2)).toThrow(
      /in 1000 rounds.*or entries too far apart/,
    );
  });
});
