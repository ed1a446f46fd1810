import { bayesOptimal, perceptronTheory, uninformedFixedPoint } from '@mcover/core';
import { ampSpinodal, informationThreshold } from '@mcover/core/internals';
import { describe, expect, it } from 'vitest';
import { gaussianDensity, gaussianTail } from '../dist/theory/gaussian-tail.js';

describe('gaussianTail', () => {
  // erfc(x/√2)/2 by mpmath 1.3 at 40 digits.
  it.each([
    [-1.5, 0.933192798731142],
    [0, 0.5],
    [0.5, 0.3085375387259869],
    [1, 0.15865525393145705],
    [2.5, 0.00620966532577614],
    [3, 0.00134989803163009],
    [5, 2.8665157187919391e-7],
    [10, 7.61985302416053e-24],
  ])('H(%d)', (x, H) => {
    expect(gaussianTail(x) / H).toBeCloseTo(1, 12);
  });
});

/** ∫ Dt f(t), by the trapezoidal rule. */
function gaussianAverage(f: (t: number) => number): number {
  let sum = 0;
  for (let i = -720; i <= 720; i++) sum += gaussianDensity(i / 80) * f(i / 80);
  return sum / 80;
}

/** 2 ∫Dt H(at) ln H(at): how fast the entropy of the solutions falls with the load, at fixed q. */
function entropyPerPattern(q: number): number {
  const a = Math.sqrt(q / (1 - q));
  return 2 * gaussianAverage((t) => gaussianTail(a * t) * Math.log(gaussianTail(a * t)));
}

/** Entropy per weight of the solutions in the replica-symmetric theory (Györgyi 1990), at the fixed point. */
function entropy(alpha: number): number {
  const { q } = uninformedFixedPoint(alpha);
  const mean = (r: number) => gaussianAverage((z) => Math.tanh(Math.sqrt(r) * z + r));
  let [low, high] = [0, 100];
  while (high - low > 1e-14 * high) {
    const r = (low + high) / 2;
    if (mean(r) < q) low = r;
    else high = r;
  }
  const free = gaussianAverage((z) => Math.log(2 * Math.cosh(Math.sqrt(low) * z + low)));
  return free - (low * (1 + q)) / 2 + alpha * entropyPerPattern(q);
}

describe('the uninformed fixed point', () => {
  it.each([
    // q and eg to five digits: as published with the method of this project; 1.4 by mpmath's quadrature and secant.
    [1, 0.56072, 0.23063, 1.0e-5],
    [1.2, 0.66866, 0.19524, 1.0e-5],
    [1.4, 0.78969903950195, 0.15164383929962, 1e-12],
  ])('α = %d', (alpha, q, error, within) => {
    const state = uninformedFixedPoint(alpha);
    expect(Math.abs(state.q - q)).toBeLessThan(within);
    expect(Math.abs(state.generalizationError - error)).toBeLessThan(within);
  });

  it('starts as q = 2α/π for few patterns', () => {
    expect(uninformedFixedPoint(1e-6).q / ((2 * 1e-6) / Math.PI)).toBeCloseTo(1, 5);
  });

  it('makes the entropy of the solutions stationary: dS/dα is the explicit dependence alone', () => {
    const step = 1e-4;
    for (const alpha of [0.3, 0.8, 1.2]) {
      const slope = (entropy(alpha + step) - entropy(alpha - step)) / (2 * step);
      expect(slope).toBeCloseTo(entropyPerPattern(uninformedFixedPoint(alpha).q), 5);
    }
    expect(entropy(1e-6)).toBeCloseTo(Math.LN2, 5);
  });

  it('runs out of solutions at the information threshold', () => {
    expect(entropy(informationThreshold - 0.001)).toBeGreaterThan(0);
    expect(entropy(informationThreshold + 0.001)).toBeLessThan(0);
  });

  it('ends at the spinodal', () => {
    let [low, high] = [1.4, 1.6];
    while (high - low > 1e-5) {
      const alpha = (low + high) / 2;
      if (uninformedFixedPoint(alpha).q < 1) low = alpha;
      else high = alpha;
    }
    // Elsewhere, by the maximum of α(q) with scipy: 1.492632.
    expect(Math.abs(low - 1.492632)).toBeLessThan(2e-5);
    expect(Math.abs(low - ampSpinodal)).toBeLessThan(1e-4);
  });

  it.each([0, -1, Number.NaN])('refuses the load %d', (alpha) => {
    expect(() => uninformedFixedPoint(alpha)).toThrow('a load α must be above 0');
  });
});

describe('bayesOptimal', () => {
  it('is the fixed point up to the information threshold, and perfect from there', () => {
    expect(bayesOptimal(1.2449)).toEqual(uninformedFixedPoint(1.2449));
    expect(bayesOptimal(informationThreshold)).toEqual({ q: 1, generalizationError: 0 });
    expect(bayesOptimal(1.4)).toEqual({ q: 1, generalizationError: 0 });
  });
});

describe('perceptronTheory', () => {
  const made = perceptronTheory();

  it('has curves that fall, with one jump at the information threshold', () => {
    for (const { alpha, generalizationError } of made.curves) {
      expect(generalizationError.length).toBe(alpha.length);
      expect(alpha).toEqual(alpha.toSorted((a, b) => a - b));
      expect(generalizationError).toEqual(generalizationError.toSorted((a, b) => b - a));
    }
    const [optimal, uninformed] = made.curves;
    const jump = optimal.alpha.indexOf(informationThreshold);
    expect(optimal.alpha[jump + 1]).toBe(informationThreshold);
    expect(optimal.generalizationError[jump]).toBe(uninformed.generalizationError[0]);
    expect(optimal.generalizationError.slice(jump + 1)).toEqual([0, 0]);
    expect(uninformed.alpha.at(-1)).toBe(ampSpinodal);
  });
});
