import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { TrialRecord } from '@mcover/record';
import { type Covariate, spearman, spearmanOf, writeReport } from '@mcover/report';
import { describe, expect, test } from 'vitest';
import { experimentsOf } from '../dist/summary/experiment.js';
import { resultsTable } from '../dist/tables/results.js';
import { described } from './descriptions.ts';
import { around, fig3, fig5, mcover, ring, table3 } from './records.ts';
import { write } from './write.ts';

describe('Spearman', () => {
  test('the example of scipy.stats.spearmanr, ends, ties', () => {
    expect(spearman([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])).toBeCloseTo(0.8207826816681233, 14);
    expect(spearman([1, 2, 3], [10, 20, 1000])).toBe(1);
    expect(spearman([1, 2, 3], [0.3, 0.2, -5])).toBe(-1);
    // Ranks 1.5, 1.5, 3, 4 and 1, 2, 3.5, 3.5 about 2.5: 4/√(4.5·4.5).
    expect(spearman([7, 7, 8, 9], [1, 2, 3, 3])).toBeCloseTo(4 / 4.5, 14);
  });

  test('has none where a side does not vary, and no interval of fewer than five pairs', () => {
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeUndefined();
    expect(spearman([1], [2])).toBeUndefined();
    expect(() => spearman([1, 2], [1])).toThrow('no pairs');
    expect(spearmanOf([1, 2, 3, 4], [1, 2, 3, 4])).toBeUndefined();
    expect(spearmanOf([1, 2, 3, 4, 5], [2, 2, 2, 2, 2])).toBeUndefined();
  });

  test('its interval holds it, is the same every time, and is narrower of more pairs', () => {
    const pairs = (n: number) => {
      const x = Array.from({ length: n }, (_, i) => i);
      return [x, x.map((i) => i + 0.6 * n * Math.sin(9 * i))] as const;
    };
    const [few, many] = [pairs(12), pairs(120)].map(([x, y]) => spearmanOf(x, y)!);
    for (const { rho, interval } of [few, many]) {
      expect(interval.low).toBeLessThan(rho);
      expect(interval.high).toBeGreaterThan(rho);
    }
    const width = ({ interval: { low, high } }: typeof few) => high - low;
    expect(width(many)).toBeLessThan(width(few) / 2);
    expect(spearmanOf(...pairs(12))).toEqual(few);
  });
});

/** A number of each ring; none of one cover. */
const skew: Covariate = {
  key: 'skew',
  symbol: 'skew',
  label: 'skew of the <kernel>',
  about: 'made up',
  parameter: 'kernel',
  write: (value) => value.toFixed(2),
  of({ params }) {
    const { kernel, M } = params as { kernel?: { mu?: number; sigma?: number }; M?: number };
    return kernel?.mu === undefined || M === 1 ? undefined : kernel.mu + kernel.sigma! / 10;
  },
};

const read = (records: readonly TrialRecord[]) =>
  experimentsOf({ ...described(records), covariates: [skew] })[0];

test('a column in tables whose cells have it, and in no other', () => {
  const { columns, rows } = resultsTable(read(fig3));
  const at = columns.findIndex(({ title }) => title === 'skew');
  expect(columns[at].keys).toEqual(['skew']);
  const M = columns.findIndex(({ title }) => title === 'M');
  for (const row of rows) expect(row[at] === undefined).toBe(row[M]!.text === '1');
  expect(rows.flatMap((row) => (row[at]?.text === '2.03' ? [row[at].raw] : []))).toEqual([[2.03], [2.03]]);
  const withoutKernels = table3.filter(({ spec }) => spec.method !== 'mcover');
  expect(resultsTable(read(withoutKernels)).columns.map(({ title }) => title)).not.toContain('skew');
});

describe('the scatter', () => {
  test('has a family for all that differs beside the kernel, and ranks within and over them', () => {
    const [{ families, correlation }] = read(fig3).scatters;
    expect(families.map(({ label, cells }) => [label, cells.length])).toEqual([
      ['M = 3', 15],
      ['M = 5', 15],
    ]);
    // The means rise with μ and fall with M.
    for (const family of families) expect(family.correlation!.rho).toBeGreaterThan(0.9);
    expect(correlation!.n).toBe(30);
    expect(correlation!.rho).toBeLessThan(families[0].correlation!.rho);
  });

  test('is there where three values are in one family: not where only M differs, nor for controls', () => {
    expect(read(fig5).scatters).toEqual([]);
    const of = (sigma: number, M = 3) =>
      around({ method: 'mcover', params: { ...mcover, M, kernel: ring(2, sigma) } }, 0.1 + sigma / 100);
    expect(read([...of(1), ...of(2)]).scatters).toEqual([]);
    expect(read([...of(1), ...of(2), ...of(3, 4)]).scatters).toEqual([]);
    const [{ families }] = read([...of(1), ...of(2), ...of(3)]).scatters;
    expect(families.map(({ label, cells }) => [label, cells.length])).toEqual([['M-cover', 3]]);
    const [some] = experimentsOf({
      ...described([...of(1), ...of(2), ...of(3)], {
        ...described(table3).descriptions.get('table3-perceptron')!,
        controls: [{ method: 'mcover', baseline: { 'kernel.sigma': 9 } }],
      }),
      covariates: [skew],
    });
    expect(some.scatters).toEqual([]);
  });

  test('is drawn under the figure, and told', async () => {
    const out = mkdtempSync(join(tmpdir(), 'mcover-scatter-'));
    try {
      const options = { ...described(fig3), covariates: [skew], rejected: [], out, write, profile: 'quick' };
      const files = (await writeReport(options)).map((file) => relative(out, file));
      expect(files).toContain('figures/fig3-kernel.skew.svg');
      const svg = readFileSync(join(out, 'figures/fig3-kernel.skew.svg'), 'utf8');
      expect(
        /<g class="mark-symbol role-mark[^"]*"[^>]*>(.*?)<\/g>/s.exec(svg)![1].match(/<path/g),
      ).toHaveLength(30);
      expect(svg).toContain('skew of the &lt;kernel&gt;');
      const text = readFileSync(join(out, 'REPORT.md'), 'utf8');
      const place = (part: string) => text.indexOf(part);
      expect(place('(figures/fig3-kernel.svg)')).toBeLessThan(place('(figures/fig3-kernel.skew.svg)'));
      expect(text).toMatch(
        /Spearman's rank correlation of the skew with the means: [−.\d]+ \[.*\] over 30 kernels; /,
      );
      expect(text).toContain('\n\nSkew: made up.\n\n');
      expect(text).toMatch(/ \[.*\] within M = 3 \(15\); .* within M = 5 \(15\)\./);
      expect(text).toContain('generalization error against skew of the \\<kernel\\>: M = 3, from ');
    } finally {
      rmSync(out, { recursive: true });
    }
  });
});
