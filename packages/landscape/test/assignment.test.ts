import { readFileSync } from 'node:fs';
import { assign } from '@mcover/landscape';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';

const sumOf = (similarity: ArrayLike<number>, columns: ArrayLike<number>) =>
  Array.from(columns).reduce((sum, column, row) => sum + similarity[row * columns.length + column], 0);

/** The largest sum over all assignments, by trying them. */
function best(similarity: readonly number[], n: number, row = 0, taken = 0): number {
  if (row === n) return 0;
  let most = -Infinity;
  for (let column = 0; column < n; column++) {
    if (taken & (1 << column)) continue;
    most = Math.max(most, similarity[row * n + column] + best(similarity, n, row + 1, taken | (1 << column)));
  }
  return most;
}

describe('an assignment has the largest sum', () => {
  const matrices = fc
    .integer({ min: 1, max: 7 })
    .chain((n) => fc.array(fc.integer({ min: -4, max: 4 }), { minLength: n * n, maxLength: n * n }));

  it('of all, with ties and negative numbers', () => {
    fc.assert(
      fc.property(matrices, (similarity) => {
        const n = Math.sqrt(similarity.length);
        const columns = assign(similarity, n);
        expect([...columns].toSorted((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
        expect(sumOf(similarity, columns)).toBe(best(similarity, n));
        expect([...assign(similarity, n)]).toEqual([...columns]);
      }),
      { numRuns: 300 },
    );
  });

  it('of eight rows, of one, and of none', () => {
    const eight = Array.from({ length: 64 }, (_, i) => ((i * i * 37 + 11 * i) % 101) / 101);
    expect(sumOf(eight, assign(eight, 8))).toBeCloseTo(best(eight, 8), 12);
    expect([...assign([-3], 1)]).toEqual([0]);
    expect([...assign([], 0)]).toEqual([]);
  });
});

describe("SciPy's linear_sum_assignment on 512×512 has the same sum", () => {
  const [n, d] = [512, 64];
  const numbers = (count: number, seed: number) =>
    Float64Array.from({ length: count }, (_, at) => {
      const i = at + seed;
      return ((i * i * 7919 + i * 104729) % 1000003) / 1000003;
    });
  const rows = (seed: number) => {
    const m = numbers(n * d, seed).map((x) => x - 0.5);
    return Array.from({ length: n }, (_, r) => {
      const row = m.subarray(r * d, (r + 1) * d);
      const size = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0));
      return row.map((x) => x / size);
    });
  };
  const [a, b] = [rows(1), rows(500_000)];
  const matched = a.map((_, r) => a[(5 * r) % n].map((x, i) => x + 0.5 * b[r][i]));
  const products = (right: Float64Array[]) =>
    Float64Array.from({ length: n * n }, (_, at) => {
      const [u, v] = [a[Math.floor(at / n)], right[at % n]];
      return u.reduce((sum, x, i) => sum + x * v[i], 0);
    });
  const sums: Record<string, number> = JSON.parse(
    readFileSync(new URL('golden/assignment.json', import.meta.url), 'utf8'),
  );

  test.each([
    ['uniform', () => numbers(n * n, 0)],
    ['cosines', () => products(b)],
    ['matched', () => products(matched)],
  ])('%s', (name, of) => {
    const similarity = of();
    expect(sumOf(similarity, assign(similarity, n)) / sums[name]).toBeCloseTo(1, 12);
  });
});

test.each([
  [[1, Number.NaN, 0, 1], 2, /^similarity\/1: NaN/],
  [[1, 0, 0, Infinity], 2, /^similarity\/3: Infinity/],
  [[1, 0, 0], 2, /^similarity: 3 numbers are not 2×2/],
])('%j is refused', (similarity, n, message) => {
  expect(() => assign(similarity, n)).toThrow(message);
});
