import { expect, test } from 'vitest';
import { visibleRise } from '../dist/gate/visible-rise.js';
import { visibleShare } from '../dist/gate/visible-share.js';
import { normal } from './samples.ts';

test('the share that shows is where the binomial tail of the significant counts is .9', () => {
  // Fisher's tail and the binomial one in Python's whole numbers: at most 2, 9 and 12 of 20 are significant.
  const known = [
    [13, 20, 1e-3, 0.05641789624311594],
    [20, 20, 1e-4, 0.33817090338965655],
    [40, 40, 1e-4, 0.4819692426817946],
  ];
  for (const [count, n, level, share] of known) {
    expect(visibleShare({ count, n }, 20, level)).toBeCloseTo(share, 8);
  }
});

test('where even the loss of all is not significant, no share shows', () => {
  expect(visibleShare({ count: 2, n: 20 }, 20, 1e-3)).toBeUndefined();
});

test('the rise that shows is a little more than for a known deviation', () => {
  // With it, noncentral t the noncentral t distribution gives 1.4763 deviations (scipy.stats.nct, 20 against 20 trials).
  const deviation = 0.011586175973297252;
  const rise = visibleRise(normal, 20, 1e-3)! / deviation;
  expect(rise).toBeGreaterThan(1.4763);
  expect(rise).toBeLessThan(1.4763 * 1.2);
});

test('too few trials show no rise for sure', () => {
  expect(visibleRise(normal, 7, 1e-3)).toBeUndefined();
  expect(visibleRise(normal.slice(0, 7), 20, 1e-3)).toBeUndefined();
  expect(visibleRise(Array(20).fill(0.1), 20, 1e-3)).toBeUndefined();
});
