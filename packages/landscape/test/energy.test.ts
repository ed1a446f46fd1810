import { hardError, type Labelled } from '@mcover/core';
import { flippedError, noisyError, normaliseMlp, perturbed, sampledError } from '@mcover/landscape';
import { describe, expect, it, test } from 'vitest';
import {
  classesOf,
  errorOf,
  gaussians,
  networks,
  random,
  randomPatterns,
  randomScrambling,
  randomWeights,
  scrambled,
} from './support.ts';

describe.each(networks)('law 6: %s', (name, network) => {
  const source = random(`noise ${name}`);
  const A = randomWeights(network, source);
  const z = gaussians(A.length, source);
  const scrambling = randomScrambling(network, source);
  // Units of the noise move with those of the weights; signs and scales are the weights' own.
  const moved = scrambled(network, z, {
    ...scrambling,
    scales: scrambling.scales.map((scales) => new Float64Array(scales.length).fill(1)),
    signs: scrambling.signs.map((signs) => new Int8Array(signs.length).fill(1)),
  });
  const copy = normaliseMlp(network, scrambled(network, A, scrambling));
  const x = gaussians(200 * network.widths[0], source);

  it('multiplicative noise is the same for a scaled and permuted network', () => {
    for (const sigma of [0.1, 0.5, 1])
      expect(classesOf(network, perturbed(copy, moved, sigma), x)).toEqual(
        classesOf(network, perturbed(A, z, sigma), x),
      );
  });

  it.skipIf(network.widths.length < 3 || network.widths.includes(1))('additive noise is not', () => {
    const added = (w: Float64Array, noise: Float64Array) => w.map((weight, i) => weight + noise[i]);
    expect(classesOf(network, added(copy, moved), x)).not.toEqual(classesOf(network, added(A, z), x));
  });
});

describe('law 7: exact errors are those of an enumeration', () => {
  /** The standard normal distribution function, by the trapezoidal rule over its density. */
  const phi = (at: number) => {
    const step = 1e-3;
    let sum = 0;
    for (let u = -9; u < at; u += step) {
      const end = Math.min(u + step, at);
      sum += ((end - u) * (Math.exp((-u * u) / 2) + Math.exp((-end * end) / 2))) / 2;
    }
    return sum / Math.sqrt(2 * Math.PI);
  };

  test.each([1, 2, 3, 4, 5])('votes of %i units: all 2^K of them', (K) => {
    const [N, P] = [7, 6];
    const source = random(`votes ${K}`);
    const patterns = randomPatterns(N, P, source);
    const J = gaussians(K * N, source);
    for (const sigma of [0.3, 1.5]) {
      let wrong = 0;
      for (let mu = 0; mu < P; mu++) {
        const up = Array.from({ length: K }, (_, k) => {
          const parts = Array.from({ length: N }, (_, i) => J[k * N + i] * patterns.x[mu * N + i]);
          const size = Math.sqrt(parts.reduce((sum, part) => sum + part * part, 0));
          return phi(parts.reduce((sum, part) => sum + part) / (sigma * size));
        });
        for (let votes = 0; votes < 2 ** K; votes++) {
          const ups = up.map((_, k) => (votes >> k) & 1);
          const share = ups.reduce((product, vote, k) => product * (vote ? up[k] : 1 - up[k]), 1);
          const label = 2 * ups.reduce((sum, vote) => sum + vote, 0) >= K ? 1 : -1;
          if (label !== patterns.y[mu]) wrong += share;
        }
      }
      expect(Math.abs(noisyError(patterns, J, K, sigma) - wrong / P)).toBeLessThan(1e-6);
    }
  });

  test.each([
    [8, [0, 1, 2, 3, 4, 7, 8]],
    [9, [0, 1, 2, 4, 5, 8, 9]],
  ])('flips of %i weights: all choices of them', (N, counts) => {
    const source = random(`choices ${N}`);
    const patterns = randomPatterns(N, 12, source);
    const w = randomPatterns(N, 1, source).x;
    for (const k of counts) {
      let [all, wrong] = [0, 0];
      for (let set = 0; set < 2 ** N; set++) {
        const flipped = w.map((weight, i) => ((set >> i) & 1 ? -weight : weight));
        if (flipped.filter((weight, i) => weight !== w[i]).length !== k) continue;
        all++;
        wrong += hardError(flipped, 1, patterns);
      }
      expect(Math.abs(flippedError(patterns, w, k) - wrong / all)).toBeLessThan(1e-12);
    }
  });

  it('flips of many weights do not overflow', () => {
    const patterns = randomPatterns(4001, 3, random('many'));
    const w = randomPatterns(4001, 1, random('many weights')).x;
    // All flipped: every margin has the other sign.
    expect(flippedError(patterns, w, 4001)).toBeCloseTo(1 - hardError(w, 1, patterns), 12);
    const half = flippedError(patterns, w, 2000);
    expect(half).toBeGreaterThan(0.4);
    expect(half).toBeLessThan(0.6);
  });

  it('samples lie within four standard errors', () => {
    const [N, K] = [25, 3];
    const source = random('samples');
    const patterns = randomPatterns(N, 40, source);
    const J = gaussians(K * N, source);
    const sigmas = [0.2, 0.5, 1, 2];
    const sampled = sampledError((w) => hardError(w, K, patterns), J, sigmas, 4000, source);
    for (const { sigma, mean, standardError } of sampled)
      expect(Math.abs(mean - noisyError(patterns, J, K, sigma)) / standardError).toBeLessThan(4);
  });
});

describe('law 8: the ends', () => {
  const patterns: Labelled = randomPatterns(15, 50, random('ends'));
  const J = gaussians(45, random('ends weights'));

  it('without noise the error is that of the model', () => {
    for (const K of [1, 3]) {
      const w = J.subarray(0, 15 * K);
      expect(noisyError(patterns, w, K, 0)).toBe(hardError(w, K, patterns));
      expect(noisyError(patterns, w, K, 1e-9)).toBeCloseTo(hardError(w, K, patterns), 12);
    }
    const spins = patterns.x.subarray(0, 15);
    expect(flippedError(patterns, spins, 0)).toBe(hardError(spins, 1, patterns));
    const [, network] = networks[1];
    const x = gaussians(100, random('no noise'));
    const w = randomWeights(network, random('no noise weights'));
    const error = errorOf(network, x, classesOf(network, w, x));
    expect(sampledError(error, w, [0], 3, random('z'))).toEqual([{ sigma: 0, mean: 0, standardError: 0 }]);
  });

  it('a perceptron under much noise errs in half of all patterns', () => {
    expect(noisyError(patterns, J.subarray(0, 15), 1, 1e9)).toBeCloseTo(0.5, 6);
  });

  it('a tie is on the +1 side, and a unit of zeros votes so', () => {
    const two: Labelled = { N: 2, P: 2, x: Int8Array.of(1, -1, 1, -1), y: Int8Array.of(1, -1) };
    expect(noisyError(two, [1, 1], 1, 0)).toBe(0.5);
    expect(noisyError(two, [0, 0], 1, 3)).toBe(0.5);
    expect(flippedError(two, [1, 1], 0)).toBe(0.5);
    // One up and one down of two: +1.
    expect(noisyError(two, [1, 0, -1, 0], 2, 0)).toBe(0.5);
  });
});

test.each<[string, () => unknown, RegExp]>([
  [
    'too few weights',
    () => noisyError(randomPatterns(3, 2, random('x')), [1, 1], 1, 1),
    /^weights: 2 numbers/,
  ],
  ['a σ below 0', () => noisyError(randomPatterns(1, 2, random('x')), [1], 1, -1), /^sigma: -1 is no size/],
  ['no σ', () => noisyError(randomPatterns(1, 2, random('x')), [1], 1, Number.NaN), /^sigma: NaN/],
  [
    'real weights',
    () => flippedError(randomPatterns(2, 2, random('x')), [1, 0.5], 1),
    /^weights\/1: 0.5 is not ±1/,
  ],
  ['too many flips', () => flippedError(randomPatterns(2, 2, random('x')), [1, 1], 3), /^k: 3 of 2 weights/],
  ['one draw', () => sampledError(() => 0, [1], [1], 1, random('x')), /^draws: 1 draws/],
])('refused: %s', (_, act, message) => {
  expect(act).toThrow(message);
});
