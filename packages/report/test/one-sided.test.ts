import {
  fisherTest,
  mannWhitneyTest,
  midranks,
  oneSidedPermutationTest,
  permutationTest,
  smallestOneSidedP,
} from '@mcover/report';
import { describe, expect, test } from 'vitest';
import { bimodal, normal, other, short } from './samples.ts';

const levels = { loosest: 0.01, strictest: 0.001 };

test("Fisher's test counts the tables that are as extreme", () => {
  // Σ C(m, j) C(n, K − j) / C(n + m, K) in Python's whole numbers.
  const known = [
    [13, 20, 1, 20, 6.847782153677593e-5, 0.9999983298092308],
    [3, 4, 1, 4, 0.24285714285714285, 0.9857142857142858],
    [20, 20, 17, 20, 0.11538461538461539, 1],
    [120, 400, 80, 400, 0.0007076746740741433, 0.9996046952652636],
    [0, 5, 3, 5, 1, 1 / 12],
  ];
  for (const [k, n, l, m, lower, higher] of known) {
    const p = fisherTest({ count: k, n }, { count: l, n: m });
    expect(Math.abs(p.lower / lower - 1)).toBeLessThan(1e-11);
    expect(Math.abs(p.higher / higher - 1)).toBeLessThan(1e-11);
  }
});

describe('the one-sided permutation test', () => {
  test('is exact for few values', () => {
    // Of the 462 sums of six of the eleven values, 50 are at least that of `other` and 421 at most (itertools).
    expect(oneSidedPermutationTest(short, other, levels)).toEqual({ higher: 50 / 462, lower: 421 / 462 });
    expect(oneSidedPermutationTest(other, short, levels)).toEqual({ higher: 421 / 462, lower: 50 / 462 });
  });

  test('draws divisions of many: the smaller tail is about half of the two-sided p', () => {
    const shifted = normal.map((value) => value + 0.009);
    const { higher, lower } = oneSidedPermutationTest(normal, shifted, levels);
    expect(higher).toBeGreaterThan(0.004);
    expect(Math.abs(2 * higher - permutationTest(normal, shifted))).toBeLessThan(0.002);
    expect(lower).toBeGreaterThan(0.95);
  });

  test('ends early only where neither tail can be significant', () => {
    // No level is loose enough to end early: all 100 000 divisions are drawn.
    const whole = oneSidedPermutationTest(normal, bimodal, { loosest: 1, strictest: 1e-3 });
    const brief = oneSidedPermutationTest(normal, bimodal, levels);
    expect(brief).toEqual(whole);
    expect(brief.lower).toBe(1 / 100_001);
    const half = oneSidedPermutationTest(normal, [...normal].reverse(), levels);
    expect(Math.min(half.higher, half.lower)).toBeGreaterThan(0.45);
  });

  test('a strict level takes more divisions', () => {
    const strict = { loosest: 0.01, strictest: 1e-5 };
    expect(smallestOneSidedP(20, 20, levels)).toBe(1 / 100_001);
    expect(smallestOneSidedP(20, 20, strict)).toBe(1 / 2_000_001);
    expect(smallestOneSidedP(3, 2, strict)).toBe(1 / 10);
    // But not for ever: what asks for more is never reached.
    expect(smallestOneSidedP(20, 20, { loosest: 1e-5, strictest: 1e-320 })).toBe(1 / 4_000_001);
  });
});

test("Mann and Whitney's test is that of the mean ranks", () => {
  expect(midranks([3, 1, 3, 2])).toEqual([3.5, 1, 3.5, 2]);
  // Of the 462 choices of six of the eleven ranks, 57 sums are at least as high and 421 as low (itertools).
  expect(mannWhitneyTest(short, other, levels)).toEqual({ higher: 57 / 462, lower: 421 / 462 });
});
