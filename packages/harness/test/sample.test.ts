import { expect, test } from 'vitest';
import { coverageOf, hundredthOf, sampleSize } from '../dist/plan/sample.js';

test.each([
  [5, 20, 5],
  [99, 20, 20],
  [{ share: 0.05 }, 20, 1],
  [{ share: 0.051 }, 20, 2],
  [{ share: 1 }, 20, 20],
  [{ share: 1e-9 }, 20, 1],
  [{ share: 0.5 }, 0, 0],
])('%o of %d trials are %d', (sample, of, size) => {
  expect(sampleSize(sample, of)).toBe(size);
});

/** The share of all draws of so many of `of` trials that hold none of the first `wrong`: counted one by one. */
function counted(wrong: number, drawn: number, of: number): number {
  let [all, missed] = [0, 0];
  for (let draw = 0; draw < 2 ** of; draw++) {
    const places = Array.from({ length: of }, (_, i) => (draw >> i) & 1);
    if (places.reduce((sum, bit) => sum + bit, 0) !== drawn) continue;
    all++;
    if (!places.slice(0, wrong).includes(1)) missed++;
  }
  return missed / all;
}

test.each([
  [0, 10],
  [1, 10],
  [4, 10],
  [9, 10],
  [10, 10],
])('%d of %d trials miss a false one as often as a count of all draws says', (drawn, of) => {
  const { misses } = coverageOf(drawn, of);
  expect(misses.one).toBeCloseTo(counted(1, drawn, of), 12);
  expect(misses.hundredth).toBe(misses.one);
});

test('of many trials, 1 in 100 false, n are missed with nearly .99ⁿ', () => {
  expect(hundredthOf(1e6)).toBe(1e4);
  expect(coverageOf(100, 1e6).misses).toEqual({ one: 0.9999, hundredth: expect.closeTo(0.99 ** 100, 4) });
  // C(297, 30)/C(300, 30), from fractions.
  expect(coverageOf(30, 300).misses.hundredth).toBeCloseTo((270 * 269 * 268) / (300 * 299 * 298), 12);
  expect(coverageOf(298, 300).misses.hundredth).toBe(0);
});
