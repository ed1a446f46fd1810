import { describe, expect, it } from 'vitest';
import { fitTable, ratioTable, timeTable, writeTime } from '../dist/tables.js';

describe('writeTime', () => {
  it.each([
    [0.5, '0.500 ns'],
    [12.34, '12.3 ns'],
    [999.4, '999 ns'],
    [999.6, '1.00 µs'],
    [3512, '3.51 µs'],
    [2.5e8, '250 ms'],
    [1.864e9, '1.86 s'],
    [4e12, '4000 s'],
  ])('writes %d ns as %s', (ns, text) => expect(writeTime(ns)).toBe(text));
});

describe('tables', () => {
  it('say whether an exponent is what was expected', () => {
    const fit = (exponent: number) => ({
      series: 'S',
      subject: 'reference',
      against: 'S',
      exponent,
      factor: 1,
      ...{
        interval: { low: exponent - 0.01, high: exponent + 0.01 },
        expected: { exponent: 1, tolerance: 0.1 },
      },
    });
    const { rows } = fitTable('x', [fit(1.09), fit(0.89), { ...fit(-0.5), expected: undefined }]);
    expect(rows.map((cells) => cells.map((cell) => cell?.text))).toEqual([
      ['S', 'reference', '1.090', '1.080 … 1.100', '1 ± 0.1', 'yes'],
      ['S', 'reference', '0.890', '0.880 … 0.900', '1 ± 0.1', 'no'],
      ['S', 'reference', '−0.500', '−0.510 … −0.490', undefined, undefined],
    ]);
  });

  it('have a column for every coordinate of any row', () => {
    const row = {
      series: 'a',
      subject: 'b',
      unit: 'c',
      median: 1500,
      interval: undefined,
      deviation: 0.02,
      shortest: 1,
    };
    const table = timeTable('x', [
      { ...row, at: { N: 3 } },
      { ...row, at: { method: 'RSA' } },
    ]);
    expect(table.columns.map(({ title, align }) => [title, align]).slice(2, 4)).toEqual([
      ['N', 'right'],
      ['method', 'left'],
    ]);
    expect(table.rows.map((cells) => cells.map((cell) => cell?.text))).toEqual([
      ['a', 'b', '3', undefined, 'c', '1.50 µs', undefined, '2.0 %'],
      ['a', 'b', undefined, 'RSA', 'c', '1.50 µs', undefined, '2.0 %'],
    ]);
    for (const { columns, rows } of [table]) {
      for (const cells of rows) {
        cells.forEach((cell, i) => {
          if (cell) expect(cell.raw).toHaveLength(columns[i].keys.length);
        });
      }
    }
  });

  it('say what was not measured, and why', () => {
    const missing = { series: 'a', subject: 'blas', at: { M: 5 }, unit: 'step', reason: 'no library' };
    const { columns, rows } = timeTable('x', [], [missing]);
    expect(rows.map((cells) => cells.map((cell) => cell?.text))).toEqual([
      ['a', 'blas', '5', 'step', 'not measured: no library', undefined, undefined],
    ]);
    expect(columns).toHaveLength(7);
  });

  it('write ratios with their places', () => {
    const { rows } = ratioTable('x', [
      {
        slower: 'reference',
        faster: 'wasm',
        at: { T: 0.4 },
        median: 61.27,
        interval: { low: 60.04, high: 62.96 },
      },
    ]);
    expect(rows[0].map((cell) => cell?.text)).toEqual(['0.4', 'reference', 'wasm', '61.3', '60.0 … 63.0']);
  });
});
