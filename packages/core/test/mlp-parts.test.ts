import { average, hiddenManifoldClasses, type Kernel, kernelMatrix } from '@mcover/core';
import {
  classError,
  initialMlp,
  type MixedCoupling,
  type MlpSize,
  marginalMixer,
  mlpMixers,
  mlpProblem,
  mlpSize,
  networkLogits,
  points,
  sinkhorn,
} from '@mcover/core/internals';
import { describe, expect, it } from 'vitest';
import { activate, throughActivation } from '../dist/mlp/activation.js';
import { couplingOfCovers } from './mlp-support.ts';
import { faultOf, kernelsFor } from './support.ts';

const seed = { root: 13, trial: 0 };

interface Shape extends Pick<MixedCoupling, 'G' | 'mixing'> {
  readonly kernel: Kernel;
  readonly S?: number;
}

describe('mixers', () => {
  const M = 4;
  const widths = [9, 8, 7];
  const mixersOf = ({ kernel, S, ...mixed }: Shape, by = seed) =>
    mlpMixers(widths, { ...mixed, coupling: couplingOfCovers(M, kernel, S) }, by);
  const matrices = (shape: Shape) =>
    mixersOf(shape).map(({ G, Q }, l) => {
      expect(Q.length).toBe(widths[l + 1] * G * M * M);
      return Array.from({ length: widths[l + 1] * G }, (_, k) => Q.subarray(k * M * M, (k + 1) * M * M));
    });

  it('are doubly stochastic for every kernel, mixing and layer', () => {
    for (const { kernel } of kernelsFor(M)) {
      for (const mixing of ['empirical', 'marginal', 'exact'] as const) {
        for (const Q of matrices({ kernel, mixing, G: 3, S: 10 }).flat()) {
          for (let a = 0; a < M; a++) {
            const row = Q.subarray(a * M, (a + 1) * M).reduce((sum, entry) => sum + entry, 0);
            const column = [0, 1, 2, 3].reduce((sum, b) => sum + Q[b * M + a], 0);
            expect(row).toBeCloseTo(1, 11);
            expect(column).toBeCloseTo(1, 11);
          }
          expect(Q.every((entry) => entry >= 0)).toBe(true);
        }
      }
    }
  });

  it('empirical ones are shares of S draws, another one for each output and block, marginals on average', () => {
    const kernel = { kind: 'directed-ring' as const, mu: 2, sigma: 1.5 };
    const all = matrices({ kernel, mixing: 'empirical', G: 5, S: 10 }).flat();
    expect(all.length).toBe(5 * (8 + 7));
    expect(new Set(all.map((Q) => Q.join())).size).toBe(all.length);
    expect(all.every((Q) => Q.every((entry) => entry === Math.round(entry * 10) / 10))).toBe(true);
    const marginals = marginalMixer(kernel, M);
    // 750 draws: a standard error of .018 at most.
    marginals.forEach((p, at) => {
      const share = all.reduce((sum, Q) => sum + Q[at], 0) / all.length;
      expect(Math.abs(share - p)).toBeLessThan(0.08);
    });
  });

  it('marginal and exact ones are the same in every block, and differ', () => {
    const kernel = { kind: 'matrix' as const, matrix: [...'abcd'].map((_, a) => [1, 2 + a, 3, 1 + a * a]) };
    const shape = { kernel, G: 2 };
    for (const Q of matrices({ ...shape, mixing: 'marginal' }).flat()) {
      expect(Q).toEqual(marginalMixer(kernel, M));
    }
    const balanced = sinkhorn(kernelMatrix(kernel, M), M);
    for (const Q of matrices({ ...shape, mixing: 'exact' }).flat()) expect(Q).toEqual(balanced);
    expect(Math.abs(balanced[0] - marginalMixer(kernel, M)[0])).toBeGreaterThan(0.001);
  });

  it('of the same shape and seed are the same, of another trial others', () => {
    const shape = { kernel: { kind: 'uniform' as const }, G: 2, S: 3 };
    expect(mixersOf(shape)).toEqual(mixersOf(shape));
    expect(mixersOf(shape)).not.toEqual(mixersOf(shape, { root: 13, trial: 1 }));
  });
});

describe('initial parameters', () => {
  const widths = [100, 40, 10];

  it('are U(±1/√fan-in) for weights and biases without noise, shared by the covers', () => {
    const w = initialMlp({ widths, M: 3, noise: 0 }, seed);
    const size = mlpSize(widths);
    expect(size).toBe(101 * 40 + 41 * 10);
    expect(w.subarray(size, 2 * size)).toEqual(w.subarray(0, size));
    for (const [from, to, bound] of [
      [0, 4040, 0.1],
      [4040, 4450, 1 / Math.sqrt(40)],
    ]) {
      const layer = w.subarray(from, to);
      const square = layer.reduce((sum, u) => sum + u * u, 0) / layer.length;
      const most = layer.reduce((largest, u) => Math.max(largest, Math.abs(u)), 0);
      expect(most).toBeLessThanOrEqual(bound);
      // The largest of n is nearer than 4/n with probability 1 − e⁻⁴; a fan-in that counts the bias would be further.
      expect(most / bound).toBeGreaterThan(1 - 4 / layer.length);
      expect(Math.abs(square / (bound * bound) - 1 / 3)).toBeLessThan(0.06);
      expect(Math.abs(layer[layer.length - 1])).toBeGreaterThan(0);
    }
  });

  it('gain noise of each cover, also at M = 1, the same for any M and in proportion', () => {
    const plain = initialMlp({ widths, noise: 0 }, seed);
    const many = initialMlp({ widths, M: 5, noise: 0.01 }, seed);
    const one = initialMlp({ widths, noise: 0.01 }, seed);
    expect(one).toEqual(many.subarray(0, plain.length));
    const half = initialMlp({ widths, noise: 0.005 }, seed);
    half.forEach((w, q) => {
      expect(2 * (w - plain[q])).toBeCloseTo(one[q] - plain[q], 14);
    });
    const variance = many.reduce((sum, w, q) => sum + (w - plain[q % plain.length]) ** 2, 0) / many.length;
    expect(Math.abs(Math.sqrt(variance) / 0.01 - 1)).toBeLessThan(0.02);
  });
});

describe('readout', () => {
  it('averages weights and biases', () => {
    expect([...average([1, 2, 3, 5], 2)]).toEqual([2, 3.5]);
  });

  it('is Eq. 11 with biases: a network of 2-2-2, by hand', () => {
    // Hidden: (1·1 − 2·3 + 1, 2·1 + 1·3 − 1) = (−4, 4); outputs from what the activation makes of it.
    const w = [1, -2, 2, 1, 1, -1, 3, 1, -1, 2, 0.5, -0.5];
    const of = (activation: 'relu' | 'tanh' | 'sign') => [
      ...networkLogits({ widths: [2, 2, 2], activation }, w)([9, 1, 3], 1),
    ];
    expect(of('relu')).toEqual([4.5, 7.5]);
    expect(of('sign')).toEqual([-1.5, 2.5]);
    expect(of('tanh')[0]).toBeCloseTo(-2 * Math.tanh(4) + 0.5, 14);
  });

  it('counts patterns whose largest logit, the first of equals, is not theirs', () => {
    const network = { widths: [1, 3], activation: 'relu' as const };
    const x = Float32Array.of(1, -1, 0, 2);
    const patterns = points({ N: 1, P: 4, x, labels: Uint8Array.of(0, 2, 0, 1) });
    expect(classError(network, [1, 0, -1, 0, 0, 0], patterns)).toBe(0.25);
    expect(classError(network, [0, 0, 0, 0, 1, 1], patterns)).toBe(0.75);
  });
});

describe('at their kinks', () => {
  const at = (kind: 'relu' | 'sign', fields: number[]) => {
    const a = Float64Array.from(fields);
    const values = new Float64Array(a.length);
    const slopes = new Float64Array(a.length).fill(1);
    activate(kind, a, a.length, values);
    throughActivation(kind, a, values, a.length, slopes);
    return { values: [...values], slopes: [...slopes] };
  };

  it('sign(±0) is +1, and learns straight through for |a| ≤ 1', () => {
    const { values, slopes } = at('sign', [0, -0, 1, -1, 1.000001, -1.000001]);
    expect(values).toEqual([1, 1, 1, -1, 1, -1]);
    expect(slopes).toEqual([1, 1, 1, 1, 0, 0]);
  });

  it('the slope of relu at 0 is 0', () => {
    expect(at('relu', [0, 1e-300, -1e-300]).slopes).toEqual([0, 1, 0]);
  });
});

describe('inputs', () => {
  const task = hiddenManifoldClasses({ N: 30, D: 5, P: 20, test: 1, classes: 3 }, seed);
  const good: MlpSize = {
    ...({ widths: [30, 16, 12, 3], activation: 'relu', loss: 'sum', B: 8, noise: 0.01 } as const),
    coupling: { kind: 'alone', M: 1 },
  };
  const routed = (M: number, S: number, kernel: Kernel = { kind: 'uniform' }): Partial<MlpSize> => ({
    coupling: { kind: 'routing', M, S, kernel },
  });
  const impossible: Kernel = {
    kind: 'matrix',
    matrix: [
      [1, 0],
      [1, 0],
    ],
  };
  it.each<[string, Partial<MlpSize>, string]>([
    ['one width', { widths: [30] }, 'widths'],
    ['a width of nothing', { widths: [30, 0, 3] }, 'widths'],
    ['no batch', { B: 0 }, 'B'],
    ['noise that is none', { noise: Number.NaN }, 'noise'],
    ['more blocks than inputs of a layer', { G: 13 }, 'G'],
    ['no block', { ...routed(2, 3), G: 0 }, 'G'],
    ['no permutation', routed(2, 0), 'S'],
    ['half a permutation', routed(2, 1.5), 'S'],
    ['more covers than a byte has', routed(256, 1), 'M'],
    ['exact marginals of many covers', { ...routed(17, 1), mixing: 'marginal' }, 'M'],
    ['perm(Q) = 0', routed(2, 1, impossible), 'kernel'],
    ['data of another size', { widths: [29, 3] }, 'widths/0'],
    ['more classes than logits', { widths: [30, 5, 2] }, 'widths/2'],
  ])('refuses %s', (_, change, path) => {
    expect(() => mlpProblem(good, task.train, seed)).not.toThrow();
    expect(faultOf(() => mlpProblem({ ...good, ...change }, task.train, seed)).path).toBe(path);
  });
});
