import type { TrialRecord } from '@mcover/record';
import { describe, expect, test } from 'vitest';
import { experimentsOf } from '../dist/summary/experiment.js';
import { described } from './descriptions.ts';
import {
  around,
  fig2a,
  fig2b,
  fig3,
  fig5,
  finished,
  mcover,
  ring,
  rsa,
  series,
  table3,
  widths,
} from './records.ts';

const only = (records: readonly TrialRecord[]) => experimentsOf(described(records))[0];
const labels = (records: readonly TrialRecord[]) => only(records).view.series.map(({ label }) => label);

describe('the experiments of the paper', () => {
  test('a table: the methods are the series, each a single group', () => {
    const { view, groups } = only(table3);
    expect(view.x).toBeUndefined();
    expect(view.dimensions).toEqual([]);
    expect(labels(table3)).toEqual(['vanilla SA', 'RSA', 'M-cover']);
    expect(groups.map(({ trials }) => trials.length)).toEqual([8, 8, 8]);
  });

  test('load by number of covers: M belongs to M-cover, and so to the series', () => {
    const { view } = only(fig2a);
    expect(view).toMatchObject({ x: 'alpha' });
    expect(view.facet).toBeUndefined();
    expect(labels(fig2a)).toEqual(['vanilla SA', 'M-cover, M = 3', 'M-cover, M = 5', 'M-cover, M = 7']);
    expect(view.series.map(({ points }) => points.map(({ x }) => x))).toEqual(
      Array(4).fill([1.2, 1.3, 1.4, 1.5, 1.6]),
    );
  });

  test('load by method: what only one method has needs no name', () => {
    expect(labels(fig2b)).toEqual(['vanilla SA', 'RSA', 'M-cover']);
  });

  test('kernel: σ along x, M the series, μ the panels', () => {
    const { view } = only(fig3);
    expect(view).toMatchObject({ x: 'kernel.sigma', facet: 'kernel.mu' });
    expect(labels(fig3)).toEqual(['M = 1', 'M = 3', 'M = 5']);
    const [one, three] = view.series;
    expect(one.points).toHaveLength(1);
    expect([one.points[0].x, one.points[0].facet]).toEqual([undefined, undefined]);
    expect(three.points.map(({ facet }) => facet).filter((mu) => mu === 1)).toHaveLength(5);
  });

  test('one cover, which no kernel changes, is compared at each of them, and claims of it hold there', () => {
    const { comparisons, claims } = only(fig3);
    expect(new Set(comparisons.map(({ reference }) => reference.label))).toEqual(new Set(['M = 1']));
    expect(comparisons).toHaveLength(30);
    expect(claims[0].pairs.map(({ subject }) => [subject.x, subject.facet])).toEqual(
      [0, 1, 2].flatMap((mu) => widths.map((sigma) => [sigma, mu])),
    );
  });

  test('what the paper has along an axis stays there with two values', () => {
    const two = fig2b.filter(({ spec }) => [1.2, 1.6].includes(spec.params.alpha as number));
    expect(only(two).view).toMatchObject({ x: 'alpha' });
    expect(only(two.map((record) => ({ ...record, experiment: 'mine' }))).view.x).toBeUndefined();
  });

  test('covers: μ and σ go with the ring', () => {
    expect(only(fig5).view).toMatchObject({ x: 'M' });
    expect(labels(fig5)).toEqual(['directed ring, μ = 2, σ = 1.5', 'uniform']);
  });
});

describe("a user's experiments", () => {
  const mine = { experiment: 'mine' };

  test('fig. 3 under another name is seen alike', () => {
    const renamed = fig3.map((record) => ({ ...record, experiment: 'mine' }));
    expect(only(renamed).view).toMatchObject({ x: 'kernel.sigma', facet: 'kernel.mu' });
  });

  test('a parameter that follows another is not a dimension', () => {
    const records = [21, 51, 101].flatMap((N) => [
      ...around({ ...mine, params: { N } }, 0.2),
      ...around({ ...mine, method: 'mcover', params: { ...mcover, N, S: N } }, 0.1),
    ]);
    const { view } = only(records);
    expect(view.dimensions.map(({ path }) => path)).toEqual(['N']);
    expect(view).toMatchObject({ x: 'N' });
    expect(labels(records)).toEqual(['vanilla SA', 'M-cover']);
  });

  test('a method without the parameter of the axis has a point without x', () => {
    const records = [
      ...around(mine, 0.2),
      ...around({ ...mine, method: 'rsa', params: rsa }, 0.15),
      ...[0.5, 1, 2].flatMap((sigma) =>
        around({ ...mine, method: 'mcover', params: { ...mcover, kernel: ring(2, sigma) } }, 0.1),
      ),
    ];
    const { view, comparisons } = only(records);
    expect(view).toMatchObject({ x: 'kernel.sigma' });
    expect(view.series.map(({ points }) => points.map(({ x }) => x))).toEqual([
      [undefined],
      [undefined],
      [0.5, 1, 2],
    ]);
    // Such methods are compared with each other once, and with the rest at each place.
    expect(comparisons.map(({ at, subject, reference }) => [at, subject.label, reference.label])).toEqual([
      ['', 'RSA', 'vanilla SA'],
      ['σ = 0.5', 'M-cover', 'vanilla SA'],
      ['σ = 0.5', 'M-cover', 'RSA'],
      ['σ = 1', 'M-cover', 'vanilla SA'],
      ['σ = 1', 'M-cover', 'RSA'],
      ['σ = 2', 'M-cover', 'vanilla SA'],
      ['σ = 2', 'M-cover', 'RSA'],
    ]);
  });

  test('three values, one a method, make no axis', () => {
    const records = [
      ...series({ ...mine, params: { alpha: 1.2 } }, [0.3, 0.31]),
      ...series({ ...mine, method: 'rsa', params: { ...rsa, alpha: 1.4 } }, [0.2, 0.21]),
      ...series({ ...mine, method: 'mcover', params: { ...mcover, alpha: 1.6 } }, [0.1, 0.11]),
    ];
    expect(only(records).view.x).toBeUndefined();
  });

  test('two values are rows of a table, and methods are compared at equal ones', () => {
    const records = [1.2, 1.6].flatMap((alpha) => [
      ...around({ ...mine, params: { alpha } }, 0.2),
      ...around({ ...mine, method: 'rsa', params: { ...rsa, alpha } }, 0.1),
    ]);
    const { view, comparisons } = only(records);
    expect(view.x).toBeUndefined();
    expect(labels(records)).toEqual([
      'vanilla SA, α = 1.2',
      'vanilla SA, α = 1.6',
      'RSA, α = 1.2',
      'RSA, α = 1.6',
    ]);
    expect(comparisons.map(({ at }) => at)).toEqual(['α = 1.2', 'α = 1.6']);
  });

  test('a matrix is one value of a parameter', () => {
    const kernels = [
      [
        [1, 0.5],
        [0.5, 1],
      ],
      [
        [1, 0.1],
        [0.1, 1],
      ],
    ];
    const records = kernels.flatMap((matrix) =>
      around({ ...mine, method: 'mcover', params: { M: 2, S: 3, kernel: { kind: 'matrix', matrix } } }, 0.1),
    );
    expect(labels(records)).toEqual(['Q = [[1,0.1],[0.1,1]]', 'Q = [[1,0.5],[0.5,1]]']);
  });

  test('a large matrix is told by its size and first numbers, and no two alike', () => {
    const kernels = [0.1, 0.2].map((last) => [
      [0.25, 0.7512345, 1, 0],
      [0.25, 0.25, 0.25, 0.25],
      [0.25, 0.25, 0.25, 0.25],
      [0.25, 0.25, 0.5 - last, last],
    ]);
    const records = kernels.flatMap((matrix) =>
      around({ ...mine, method: 'mcover', params: { M: 4, S: 3, kernel: { kind: 'matrix', matrix } } }, 0.1),
    );
    const [one, other] = labels(records);
    expect(one).toMatch(/^Q = 4 × 4 \(\.25 \.75 1 … #[0-9a-f]{4}\)$/);
    expect(other).toMatch(/^Q = 4 × 4 \(\.25 \.75 1 … #[0-9a-f]{4}\)$/);
    expect(one).not.toBe(other);
  });

  test('experiments of the paper come first, in its order', () => {
    const others = ['zeta', 'alpha'].map((experiment) => finished({ experiment }, 0.1));
    const ids = experimentsOf(described([...others, ...fig5, ...table3])).map(({ id }) => id);
    expect(ids).toEqual(['table3-perceptron', 'fig5-covers', 'alpha', 'zeta']);
  });
});
