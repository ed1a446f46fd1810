import {
  gaussian,
  hiddenManifoldClasses,
  hiddenManifoldTask,
  type Labelled,
  type Random,
  stream,
} from '@mcover/core';
import { describe, expect, test } from 'vitest';

const seed = { root: 3, trial: 0 };

describe('normal numbers', () => {
  /** Words that make `uniform` give each of these values, exact in 27 bits. */
  const giving = (...values: number[]): Random => {
    const words = values.flatMap((value) => [Math.floor(value * 2 ** 27) * 2 ** 5, 0]);
    return { next: () => words.shift()! };
  };

  test('of a known point: u √(−2 ln s / s)', () => {
    // (u, v) = (1/2, 0) and (−1/2, 1/4): s = 1/4 and 5/16.
    expect(gaussian(giving(0.75, 0.5))).toBeCloseTo(0.5 * Math.sqrt(8 * Math.log(4)), 14);
    expect(gaussian(giving(0.25, 0.625))).toBeCloseTo(-0.5 * Math.sqrt(6.4 * Math.log(3.2)), 14);
  });

  test('a point outside the disc, on its edge or in its centre is drawn again', () => {
    const point = [0.75, 0.5];
    for (const bad of [
      [0.9375, 0.9375],
      [0, 0.5],
      [0.5, 0.5],
    ]) {
      expect(gaussian(giving(...bad, ...point))).toBe(gaussian(giving(...point)));
    }
  });

  test('the normal law: its moments and the shares within 1, 2 and 3 σ', () => {
    const draws = 400_000;
    const random = stream(seed, 'normal');
    const values = Float64Array.from({ length: draws }, () => gaussian(random));
    const mean = (f: (z: number, i: number) => number) =>
      values.reduce((sum, z, i) => sum + f(z, i), 0) / draws;
    const within = (found: number, expected: number, deviation: number) =>
      expect(Math.abs(found - expected)).toBeLessThan((4.5 * deviation) / Math.sqrt(draws));
    within(
      mean((z) => z),
      0,
      1,
    );
    within(
      mean((z) => z * z),
      1,
      Math.sqrt(2),
    );
    within(
      mean((z) => z ** 3),
      0,
      Math.sqrt(15),
    );
    within(
      mean((z) => z ** 4),
      3,
      Math.sqrt(96),
    );
    within(
      mean((z, i) => z * values[(i + 1) % draws]),
      0,
      1,
    );
    for (const [limit, share] of [
      [1, 0.6826894921370859],
      [2, 0.9544997361036416],
      [3, 0.9973002039367398],
    ]) {
      within(
        mean((z) => Number(Math.abs(z) < limit)),
        share,
        Math.sqrt(share * (1 - share)),
      );
    }
  });
});

/** Mean over patterns of the product of two columns; −1 stands for the labels. */
function correlation({ N, P, x, y }: Labelled, i: number, j: number): number {
  let sum = 0;
  for (let mu = 0; mu < P; mu++) sum += (i < 0 ? y[mu] : x[mu * N + i]) * x[mu * N + j];
  return sum / P;
}

describe('the hidden manifold', () => {
  test('of one dimension: all inputs and the label are one sign, the same in training and test', () => {
    const { train, test: tested } = hiddenManifoldTask({ N: 9, D: 1, P: 30, test: 50 }, seed);
    for (let i = 0; i < 9; i++) {
      const sign = train.x[i] * train.y[0];
      expect(Math.abs(sign)).toBe(1);
      for (const set of [train, tested]) {
        for (let mu = 0; mu < set.P; mu++) expect(set.x[mu * 9 + i] * set.y[mu]).toBe(sign);
      }
    }
    expect(new Set(train.y)).toEqual(new Set([1, -1]));
  });

  test('of two dimensions: N lines cut the plane into 2N sectors', () => {
    const { test: tested } = hiddenManifoldTask({ N: 6, D: 2, P: 1, test: 20_000 }, seed);
    const patterns = new Set<string>();
    for (let mu = 0; mu < tested.P; mu++) patterns.add(tested.x.subarray(6 * mu, 6 * mu + 6).join());
    expect(patterns.size).toBe(12);
  });

  test('correlations are (2/π) arcsin of the cosine of random directions', () => {
    const [N, D, P, seeds] = [40, 10, 8000, 4];
    const squares = { inputs: [] as number[], labels: [] as number[] };
    for (let trial = 0; trial < seeds; trial++) {
      const { test: tested } = hiddenManifoldTask({ N, D, P: 1, test: P }, { root: 3, trial });
      for (let j = 0; j < N; j++) {
        for (let i = -1; i < j; i++) {
          const square = correlation(tested, i, j) ** 2;
          // A correlation of P patterns is uncertain by (1 − ρ²)/P in the square.
          squares[i < 0 ? 'labels' : 'inputs'].push((square - 1 / P) / (1 - 1 / P));
        }
      }
    }
    // E ρ² and its deviation for D = 10 by quadrature (scipy): ∫ (2θ/π)² cos⁸θ dθ / ∫ cos⁸θ dθ.
    for (const values of Object.values(squares)) {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(Math.abs(mean - 0.044849407685)).toBeLessThan((4.5 * 0.06) / Math.sqrt(values.length));
    }
    expect(squares.inputs).toHaveLength((seeds * N * (N - 1)) / 2);
  });

  test('labels and inputs are balanced over teachers', () => {
    let label = 0;
    let input = 0;
    for (let trial = 0; trial < 200; trial++) {
      const { train } = hiddenManifoldTask({ N: 1, D: 7, P: 100, test: 1 }, { root: 4, trial });
      for (let mu = 0; mu < 100; mu++) {
        label += train.y[mu];
        input += train.x[mu];
      }
    }
    expect(Math.abs(label)).toBeLessThan(4.5 * Math.sqrt(20_000));
    expect(Math.abs(input)).toBeLessThan(4.5 * Math.sqrt(20_000));
  });

  test('more training patterns add to fewer, and change no test pattern', () => {
    const few = hiddenManifoldTask({ N: 12, D: 5, P: 20, test: 30 }, seed);
    const more = hiddenManifoldTask({ N: 12, D: 5, P: 25, test: 30 }, seed);
    expect(more.test).toEqual(few.test);
    expect([...more.train.x.subarray(0, 240)]).toEqual([...few.train.x]);
    expect([...more.train.y.subarray(0, 20)]).toEqual([...few.train.y]);
    expect(few.train.x.join()).not.toBe(few.test.x.subarray(0, 240).join());
    const next = hiddenManifoldTask({ N: 12, D: 5, P: 20, test: 30 }, { root: 3, trial: 1 });
    expect(next.train.x.join()).not.toBe(few.train.x.join());
  });
});

describe('the hidden manifold in ten classes', () => {
  const classes = 10;

  test('more patterns add to fewer, whatever is drawn at a time', () => {
    const draw = (P: number) => hiddenManifoldClasses({ N: 7, D: 5, P, test: 3, classes: 10 }, seed);
    const { train, test: tested } = draw(9);
    expect(train.x.every((value) => value !== 0)).toBe(true);
    for (const P of [1, 2, 3, 4, 5, 8]) {
      const fewer = draw(P);
      expect(fewer.train.x).toEqual(train.x.subarray(0, 7 * P));
      expect(fewer.train.labels).toEqual(train.labels.subarray(0, P));
      expect(fewer.test.x).toEqual(tested.x);
    }
  });

  test('of one dimension: the teacher knows two directions, and the inputs are monotone', () => {
    const { train, test: tested } = hiddenManifoldClasses({ N: 2, D: 1, P: 40, test: 60, classes }, seed);
    expect(new Set(train.labels).size).toBe(2);
    expect(new Set(tested.labels)).toEqual(new Set(train.labels));
    // x₀ = tanh(f₀ξ) and x₁ = tanh(f₁ξ): artanh of one is a fixed multiple of that of the other.
    const ratios = Array.from(
      { length: 40 },
      (_, mu) => Math.atanh(train.x[2 * mu]) / Math.atanh(train.x[2 * mu + 1]),
    );
    for (const ratio of ratios) expect(ratio / ratios[0]).toBeCloseTo(1, 4);
    for (let mu = 0; mu < 40; mu++) {
      expect(train.x[2 * mu] > 0 === train.x[0] > 0).toBe(train.labels[mu] === train.labels[0]);
    }
  });

  test('inputs have the second moment of tanh of a normal number, classes are alike over teachers', () => {
    const counts = new Float64Array(classes);
    let square = 0;
    const [N, D, P, seeds] = [30, 10, 100, 60];
    for (let trial = 0; trial < seeds; trial++) {
      const { train } = hiddenManifoldClasses({ N, D, P, test: 1, classes }, { root: 6, trial });
      for (const label of train.labels) counts[label]++;
      for (const x of train.x) square += x * x;
    }
    // E tanh²(Fξ/√D), |F|² ~ χ²(10), by quadrature (scipy).
    expect(square / (N * P * seeds)).toBeCloseTo(0.37768, 2);
    for (const count of counts) expect(Math.abs(count / (P * seeds) - 0.1)).toBeLessThan(0.03);
  });
});
