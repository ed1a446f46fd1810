import { stream, uniform } from '@mcover/core';
import { describe, expect, it } from 'vitest';
import { fitPowerLaw } from '../dist/fit.js';

describe('fitPowerLaw', () => {
  it('agrees with scipy.stats.linregress and t.ppf in logarithms', () => {
    const sizes = [1, 2, 3, 5, 8, 13, 21, 34];
    const times = [10.4, 19.1, 32, 48.8, 83.1, 127, 214, 333];
    const fit = fitPowerLaw(sizes.map((size, i) => ({ size, time: times[i] })));
    expect(fit.exponent).toBeCloseTo(0.9920248014331777, 12);
    expect(fit.factor).toBeCloseTo(10.2054927825869, 10);
    expect(fit.interval.low).toBeCloseTo(0.9602817611037381, 10);
    expect(fit.interval.high).toBeCloseTo(1.0237678417626173, 10);
  });

  it.each([-0.5, 0, 1, 2])(
    'finds the exponent %d of an exact power law, with an interval of no width',
    (exponent) => {
      const fit = fitPowerLaw([2, 3, 7, 40].map((size) => ({ size, time: 3.5 * size ** exponent })));
      expect(fit.exponent).toBeCloseTo(exponent, 12);
      expect(fit.factor).toBeCloseTo(3.5, 12);
      expect(fit.interval.high - fit.interval.low).toBeLessThan(1e-12);
    },
  );

  it('covers the true exponent in 95 of 100 fits to Gaussian noise', () => {
    const random = stream({ root: 1, trial: 0 }, 'noise');
    const normal = () =>
      Math.sqrt(-2 * Math.log(1 - uniform(random))) * Math.cos(2 * Math.PI * uniform(random));
    const fits = 4000;
    let covered = 0;
    for (let i = 0; i < fits; i++) {
      const points = [1, 2, 4, 8, 16].map((size) => ({ size, time: size ** 0.7 * Math.exp(0.1 * normal()) }));
      const { low, high } = fitPowerLaw(points).interval;
      if (low <= 0.7 && 0.7 <= high) covered++;
    }
    // Four standard deviations of a binomial share.
    expect(Math.abs(covered / fits - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / fits));
  });

  it('refuses two points', () => {
    const points = [1, 2].map((size) => ({ size, time: size }));
    expect(() => fitPowerLaw(points)).toThrow('measure three or more');
  });
});
