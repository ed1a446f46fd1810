import { parquetOf, rliableOf, roCrate, tidyCsv, tidyOf } from '@mcover/report';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { described } from './descriptions.ts';
import { failed, fig2b, finished, mcover, series, table3 } from './records.ts';

const records = [...table3, failed({ trial: 8 }, '=HYPERLINK("http://x"), "quoted"\nand more')];
const tidy = tidyOf(records);

describe('one tidy row a trial', () => {
  test('has every parameter flat, under its path in the record', () => {
    expect(tidy.rows).toHaveLength(records.length);
    const [first] = tidy.rows;
    const row = Object.fromEntries(tidy.columns.map((column, i) => [column, first[i]]));
    const { id, spec } = records[0];
    expect(row).toMatchObject({
      experiment: 'table3-perceptron',
      id,
      method: 'vanilla',
      'seed.root': 1,
      'seed.trial': 0,
      'data.name': 'teacher-student',
      synthetic: false,
      'params.N': spec.params.N,
      'params.schedule.step': 1e-4,
      'params.kernel.sigma': undefined,
      'result.generalizationError': 0.187,
      'result.solved': false,
      'provenance.durationMs': 1500,
    });
  });

  test('is read back from CSV by another program, and no cell begins a formula', () => {
    const text = tidyCsv(tidy);
    const back: Record<string, string>[] = parse(text, { columns: true });
    expect(back).toHaveLength(records.length);
    expect(Object.keys(back[0])).toEqual(tidy.columns);
    for (const [i, row] of back.entries())
      for (const [k, column] of tidy.columns.entries()) {
        const value = tidy.rows[i][k];
        if (column !== 'failure.message') expect(row[column]).toBe(value === undefined ? '' : String(value));
      }
    expect(back.at(-1)!['failure.message']).toBe(`'=HYPERLINK("http://x"), "quoted"\nand more`);
    // A negative number is none.
    expect(text).not.toMatch(/(^|,)"?[=+@\t\r-](?!\d)/m);
  });

  test.each(['=1+1', '+1', '-1+1', '@SUM(A1)', '\tx', '\rx'])('a text %j is marked as one', (text) => {
    const [[, cell]] = parse(tidyCsv({ columns: ['a', 'b'], rows: [[-1.5, text]] }), { from: 2 });
    expect(cell).toBe(`'${text}`);
    expect(tidyCsv({ columns: ['a'], rows: [[-1.5]] })).toBe('a\n-1.5\n');
  });

  test('is read back from Parquet by another program, with its types', async () => {
    const { buffer, byteOffset, byteLength } = parquetOf(tidy);
    const file = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
    const back = await parquetReadObjects({ file });
    const expected = tidy.rows.map((row) =>
      Object.fromEntries(tidy.columns.map((column, i) => [column, row[i] ?? null])),
    );
    expect(back).toEqual(expected);
  });
});

describe('score matrices for rliable', () => {
  test('algorithm → runs × tasks, where more is better', () => {
    const { 'fig2b-load': load } = rliableOf(described(fig2b));
    expect(load.tasks).toEqual(['α = 1.2', 'α = 1.3', 'α = 1.4', 'α = 1.5', 'α = 1.6']);
    expect(Object.keys(load.scores)).toEqual(['vanilla SA', 'RSA', 'M-cover']);
    for (const matrix of Object.values(load.scores)) {
      expect(matrix).toHaveLength(8);
      for (const run of matrix) expect(run).toHaveLength(5);
    }
    // The first vanilla trial at α = 1.2: .3 − 3/300.
    expect(load.scores['vanilla SA'][0][0]).toBeCloseTo(-0.29, 12);
    expect(load).toMatchObject({ metric: 'generalizationError', sign: -1, leftOut: { cells: 0, trials: 0 } });
  });

  test('are full: what has no place in them is counted', () => {
    const alone = finished(
      { experiment: 'fig2b-load', method: 'mcover', params: { alpha: 1.9, ...mcover } },
      0,
    );
    const more = series({ experiment: 'fig2b-load', params: { alpha: 1.2 }, root: 2 }, [0.1, 0.2]);
    const { 'fig2b-load': load } = rliableOf(described([...fig2b, alone, ...more]));
    expect(load.tasks).toHaveLength(5);
    expect(load.leftOut).toEqual({ cells: 1, trials: 2 });
  });

  test('of one task keep its methods apart', () => {
    const { 'table3-perceptron': table } = rliableOf(described(table3));
    expect(table.tasks).toEqual(['all']);
    expect(table.scores.RSA).toEqual([[0], [0], [-0.151], [0], [-0.148], [0], [-0.157], [-0.162]]);
  });
});

test('a crate says what each file is and what made it', () => {
  const { records, descriptions } = described(table3);
  const files = [{ name: 'table3-perceptron.ndjson', bytes: 7, sha256: 'ab' }];
  const license = 'https://spdx.org/licenses/CC0-1.0';
  const crate = roCrate({
    name: 'quick',
    files,
    records,
    descriptions,
    date: '2026-01-01T00:00:00.000Z',
    license,
  });
  expect(crate['@context']).toBe('https://w3id.org/ro/crate/1.1/context');
  const byId = new Map(crate['@graph'].map((entity) => [entity['@id'], entity]));
  expect(byId.size).toBe(crate['@graph'].length);
  expect(byId.get('ro-crate-metadata.json')).toMatchObject({
    '@type': 'CreativeWork',
    about: { '@id': './' },
    conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' },
  });
  expect(byId.get('./')).toMatchObject({ '@type': 'Dataset', datePublished: '2026-01-01T00:00:00.000Z' });
  // Whatever is pointed to is there, the program of each action among it.
  const pointed = [...JSON.stringify(crate).matchAll(/\{"@id":"([^"]*)"\}/g)].map(([, id]) => id);
  expect(pointed.filter((id) => !byId.has(id) && id !== 'https://w3id.org/ro/crate/1.1')).toEqual([]);
  expect(pointed.length).toBeGreaterThan(4);
});
