import { stream } from '@mcover/core';
import { pairedPermutationTest, permutationTest, smallestP, smallestPairedP } from '@mcover/report';
import { describe, expect, test } from 'vitest';
import { bimodal, normal, other, short } from './samples.ts';

describe('paired', () => {
  const zeros = Array(7).fill(0);

  test('enumerates the signs', () => {
    // scipy.stats.permutation_test(..., permutation_type='samples', n_resamples=inf): 8 of 128.
    const differences = [0.3, -0.1, 0.4, 0.2, -0.05, 0.6, 0.25];
    expect(pairedPermutationTest(differences, zeros)).toBe(0.0625);
    // All of one sign: this pattern and its opposite.
    expect(pairedPermutationTest(differences.map(Math.abs), zeros)).toBe(2 / 128);
  });

  test('counts arrangements that tie with the observed one', () => {
    // |±.1 ± .2 ± .3| is .6, .4, .2 or 0, each twice.
    expect(pairedPermutationTest([0.1, -0.2, 0.3], [0, 0, 0])).toBe(6 / 8);
  });

  test('twenty trials of two bimodal methods, exactly', () => {
    const y = [0, 0, 0, 0, 0, 0, 0, 0.168, 0.171, 0.177, 0.179, 0.182, 0.186, 0.16, 0.17, 0.18, 0, 0, 0, 0];
    // numpy, all sign patterns of the 13 pairs that differ.
    expect(pairedPermutationTest(bimodal, y)).toBe(4200 / 2 ** 13);
  });

  test('draws signs where there are too many', () => {
    // scipy, 2·10⁶ random sign patterns: .5152; ours has a standard error of .0016.
    const x = [...normal, 0.2, 0.21, 0.19, 0.205, 0.195];
    const y = x.map((value, i) => value + (i % 3 ? 0.012 : -0.016));
    expect(Math.abs(pairedPermutationTest(y, x) - 0.5152)).toBeLessThan(0.008);
    expect(pairedPermutationTest(y, x)).toBe(pairedPermutationTest(y, x));
  });

  test.each([21, 31, 32, 33, 40, 64, 100])(
    'signs drawn for %d pairs are those of the words, bit by bit',
    (n) => {
      const random = stream({ root: 0, trial: 0 }, 'sign-flips', { n });
      const d = Array.from({ length: n }, (_, i) => ((i * i) % 17) / 8 - 0.9375);
      const observed = Math.abs(d.reduce((sum, value) => sum + value, 0));
      let hits = 1;
      for (let draw = 0; draw < 100_000; draw++) {
        let total = 0;
        let word = 0;
        for (let i = 0; i < n; i++) {
          word = i % 32 ? word << 1 : random.next();
          total += word & (2 ** 31) ? d[i] : -d[i];
        }
        if (Math.abs(total) >= observed - 1e-9) hits++;
      }
      expect(pairedPermutationTest(d, Array(n).fill(0))).toBe(hits / 100_001);
    },
  );

  test('no drawn p is below one in 100 001', () => {
    const x = Array.from({ length: 60 }, (_, i) => 1 + i / 100);
    expect(pairedPermutationTest(x, Array(60).fill(0))).toBeCloseTo(1 / 100_001, 12);
  });

  test('equal samples are no evidence, unequal lengths no pairs', () => {
    expect(pairedPermutationTest([0, 0.5], [0, 0.5])).toBe(1);
    expect(() => pairedPermutationTest([1], [1, 2])).toThrow('no pairs');
  });
});

describe('independent', () => {
  test('enumerates the divisions', () => {
    // python's itertools: |difference of means| is as large in 93 of 462 divisions.
    expect(permutationTest(short, other)).toBeCloseTo(93 / 462, 14);
    expect(permutationTest(other, short)).toBeCloseTo(93 / 462, 14);
    // Separated samples: only this division and, of equal sizes, its mirror image.
    expect(permutationTest([1, 2, 3], [4, 5, 6])).toBeCloseTo(2 / 20, 14);
    expect(permutationTest([1, 2], [4, 5, 6])).toBeCloseTo(1 / 10, 14);
  });

  test('draws divisions where there are too many', () => {
    // scipy, 2·10⁶ random divisions: .0736; ours has a standard error of .0008.
    const shifted = normal.map((value, i) => value + (i % 3 ? 0.03 : -0.02));
    expect(Math.abs(permutationTest(shifted, normal) - 0.0736)).toBeLessThan(0.004);
  });
});

test('the smallest possible p is reached by samples that do not overlap', () => {
  expect(smallestPairedP(5)).toBe(pairedPermutationTest([1, 2, 3, 4, 5], [0, 0, 0, 0, 0]));
  expect(smallestP(3, 3)).toBeCloseTo(permutationTest([1, 2, 3], [4, 5, 6]), 14);
  expect(smallestP(2, 3)).toBeCloseTo(permutationTest([1, 2], [4, 5, 6]), 14);
  expect(smallestPairedP(60)).toBeCloseTo(1 / 100_001, 12);
});
