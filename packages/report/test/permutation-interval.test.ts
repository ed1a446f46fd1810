import {
  pairedPermutationTest,
  permutationInterval,
  permutationTest,
  tInterval,
  welchTest,
} from '@mcover/report';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bimodal, normal } from './samples.ts';

const number = fc.integer({ min: -300, max: 300 }).map((hundredths) => hundredths / 100);
const sample = (minLength: number, maxLength: number) => fc.array(number, { minLength, maxLength });

test('it leaves out 0 exactly where the test finds a difference', () => {
  const pairs = sample(6, 10).chain((x) => fc.tuple(fc.constant(x), sample(x.length, x.length)));
  const both = fc.tuple(sample(4, 6), sample(4, 6));
  for (const [samples, paired, testOf] of [
    [pairs, true, pairedPermutationTest],
    [both, false, permutationTest],
  ] as const)
    fc.assert(
      fc.property(samples, ([x, y]) => {
        const { low, high } = permutationInterval(x, y, paired)!;
        expect(low > 0 || high < 0).toBe(testOf(x, y) < 0.05);
      }),
      { numRuns: 60 },
    );
});

test('of pairs, its ends are means of the differences of some of them (Hartigan 1969)', () => {
  fc.assert(
    fc.property(sample(6, 9), (differences) => {
      const n = differences.length;
      const means = Array.from({ length: 2 ** n - 1 }, (_, i) => {
        const some = differences.filter((_, k) => ((i + 1) >> k) & 1);
        return some.reduce((sum, value) => sum + value) / some.length;
      }).sort((a, b) => a - b);
      const rank = Math.ceil(0.025 * 2 ** n) - 1;
      const { low, high } = permutationInterval(differences, Array(n).fill(0), true)!;
      const slack = 3e-4 * (Math.max(...differences) - Math.min(...differences)) + 1e-9;
      expect(Math.abs(low - means[rank - 1])).toBeLessThan(slack);
      expect(Math.abs(high - means[means.length - rank])).toBeLessThan(slack);
    }),
    { numRuns: 60 },
  );
});

test('for many values that no law bends it is close to those of Student and Welch', () => {
  const shifted = normal.map((value, i) => value + 0.01 + ((i * 7) % 5) / 1000);
  const differences = shifted.map((value, i) => value - normal[i]);
  for (const [paired, usual] of [
    [true, tInterval(differences)!],
    [false, welchTest(shifted, normal).interval],
  ] as const) {
    const { low, high } = permutationInterval(shifted, normal, paired)!;
    const wide = usual.high - usual.low;
    expect(Math.abs(low - usual.low)).toBeLessThan(0.1 * wide);
    expect(Math.abs(high - usual.high)).toBeLessThan(0.1 * wide);
  }
});

test('fewer than six pairs, or four of each, have none', () => {
  expect(permutationInterval([1, 2, 3, 4, 5], [0, 0, 0, 0, 0], true)).toBeUndefined();
  expect(permutationInterval([5, 6, 7], [1, 2, 3], false)).toBeUndefined();
  expect(permutationInterval([5, 6, 7, 8], [1, 2, 3, 4], false)!.low).toBeGreaterThan(0);
  expect(permutationInterval(bimodal, bimodal, true)).toEqual({ low: 0, high: 0 });
});
