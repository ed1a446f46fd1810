import { describe, expect, test } from 'vitest';
import { detectableDifference, neededTrials, power } from '../dist/statistics/needed-trials.js';

describe('power of Student’s test', () => {
  // scipy 1.17: c = t.ppf(.975, ν); nct.sf(c, ν, δ) + nct.cdf(−c, ν, δ).
  test.each([
    [1, 1, 0.07298889446967004],
    [5, 1, 0.3051601027351559],
    [30, 1, 0.981416037612558],
    [2, 2, 0.21830707484678252],
    [3.1, 9, 0.7875612675006031],
    [2.8, 19, 0.756878200809246],
    [1, 1.3, 0.0801439538674362],
    [5, 1.3, 0.441394912329037],
    [2.5, 2.5, 0.35944045062018326],
    [0.3, 4.7, 0.056871112626761686],
    [2.8, 200, 0.7957597219490012],
    [1.2, 1e5, 0.22442358663691933],
  ])('at a shift of %d standard errors with %d degrees of freedom', (shift, degrees, expected) => {
    expect(power(shift, degrees)).toBeCloseTo(expected, 8);
    expect(power(-shift, degrees)).toBeCloseTo(expected, 8);
  });

  test('without a difference is the level of the test', () => {
    for (const degrees of [1, 3, 50]) expect(power(0, degrees)).toBeCloseTo(0.05, 5);
  });
});

describe('the difference that is found with 80 % power', () => {
  // R: power.t.test(n = 20, sd = 1, power = .8, type = "paired") gives delta = 0.6604 (and two-sample, n = 20: 0.9091).
  test('agrees with tables', () => {
    expect(detectableDifference([{ deviation: 1, n: 20 }])).toBeCloseTo(0.6604, 4);
    const side = { deviation: 1, n: 20 };
    expect(detectableDifference([side, side])).toBeCloseTo(0.9091, 4);
  });

  test('scales with the spread, and is not known without one', () => {
    const one = detectableDifference([{ deviation: 1, n: 5 }])!;
    expect(detectableDifference([{ deviation: 0.002, n: 5 }])).toBeCloseTo(0.002 * one, 12);
    expect(detectableDifference([{ deviation: 0, n: 5 }])).toBeUndefined();
  });
});

describe('the trials that a difference takes', () => {
  // By search with scipy's noncentral t; Cohen's tables have 34 and 64 for the first two.
  test.each([
    [[1], 0.5, 34],
    [[1, 1], 0.5, 64],
    [[1, 2], 0.7, 82],
    [[0.0016, 0.0021], 0.0006, 153],
    [[0.0016, 0.0021], -0.0006, 153],
  ])('of deviations %j to see %d', (deviations, difference, expected) => {
    expect(neededTrials(deviations, difference)).toBe(expected);
  });

  test('two where nothing scatters, none enough where there is nothing to see', () => {
    expect(neededTrials([0], 0.1)).toBe(2);
    expect(neededTrials([1], 1e-9)).toBe(Number.POSITIVE_INFINITY);
  });
});
