import {
  bayesOptimal,
  perceptronTheory,
  stateEvolution,
  thresholds,
  uninformedFixedPoint,
} from '@mcover/core';
import {
  ampSpinodal,
  entropy,
  gaussianDensity,
  gaussianTail,
  informationThreshold,
  inverseMillsRatio,
} from '@mcover/core/internals';
import { describe, expect, it } from 'vitest';

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

describe('inverseMillsRatio', () => {
  // φ(x)/H(x) by mpmath 1.3 at 40 digits.
  it.each([
    [-30, 1.473646134878547e-196],
    [-5, 1.486719940904905e-6],
    [-1, 0.287599970939178],
    [0, 0.797884560802865],
    [0.7, 1.290499339458166],
    [2.4999, 2.822653695258446],
    [2.5001, 2.822835900498153],
    [6, 6.158482604544598],
    [40, 40.02496884720726],
    [1000, 1000.000999998],
  ])('at %d', (x, ratio) => {
    expect(Math.abs(inverseMillsRatio(x) / ratio - 1)).toBeLessThan(1e-13);
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
function entropyAt(alpha: number): number {
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
      const slope = (entropyAt(alpha + step) - entropyAt(alpha - step)) / (2 * step);
      expect(slope).toBeCloseTo(entropyPerPattern(uninformedFixedPoint(alpha).q), 5);
    }
    expect(entropyAt(1e-6)).toBeCloseTo(Math.LN2, 5);
  });

  it('runs out of solutions at the information threshold', () => {
    expect(entropyAt(informationThreshold - 0.001)).toBeGreaterThan(0);
    expect(entropyAt(informationThreshold + 0.001)).toBeLessThan(0);
  });

  it('ends at the spinodal', () => {
    // Elsewhere, by the maximum of α(q) with scipy: 1.492632.
    expect(uninformedFixedPoint(1.4926).q).toBeLessThan(0.9);
    expect(uninformedFixedPoint(1.49266).q).toBe(1);
  });

  it.each([0, -1, Number.NaN])('refuses the load %d', (alpha) => {
    expect(() => uninformedFixedPoint(alpha)).toThrow('a load α must be above 0');
  });
});

describe('state evolution', () => {
  // By an implementation in NumPy.
  it.each([
    [1, [0.4146, 0.5099, 0.5414, 0.5531, 0.5577]],
    [1.58, [0.5523, 0.7037, 0.7722, 0.8117, 0.8382]],
  ])('begins as computed elsewhere at α = %d', (alpha, expected) => {
    const path = stateEvolution(alpha, expected.length);
    for (const [t, q] of expected.entries()) expect(Math.abs(path[t] - q)).toBeLessThan(6e-5);
  });

  it.each([
    [1, 0.56072],
    [1.2, 0.66866],
    [1.3, 0.72587],
    [1.4, 0.7897],
    [1.45, 0.82876],
    [1.49, 0.87956],
  ])('ends at q(%d) = %d', (alpha, q) => {
    expect(Math.abs(stateEvolution(alpha, 600)[599] - q)).toBeLessThan(6e-6);
  });

  it.each([
    [1.5, 67],
    [1.52, 34],
    [1.55, 23],
    [1.58, 18],
    [1.7, 11],
    [1.9, 8],
  ])('at α = %d takes %i steps to the teacher, and stays there', (alpha, steps) => {
    const path = stateEvolution(alpha, steps + 20);
    expect(path.findIndex((q) => q > 0.999)).toBe(steps - 1);
    expect(path.at(-1)).toBe(1);
  });

  it('has at its fixed point the entropy of the replica theory', () => {
    for (const alpha of [0.3, 1, 1.2, 1.4]) {
      const { q } = uninformedFixedPoint(alpha);
      expect(entropy(alpha, q)).toBeCloseTo(entropyAt(alpha), 9);
    }
  });
});

describe('thresholds', () => {
  it('are those of the constants, and those computed elsewhere', () => {
    const { information, ampSpinodal: spinodal } = thresholds();
    expect(Math.abs(information - informationThreshold)).toBeLessThan(5e-4);
    expect(Math.abs(spinodal - ampSpinodal)).toBeLessThan(5e-5);
    // A prototype in NumPy; the maximum of α(q) with scipy.
    expect(Math.abs(information - 1.24468)).toBeLessThan(1e-5);
    expect(Math.abs(spinodal - 1.492632)).toBeLessThan(1e-6);
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
