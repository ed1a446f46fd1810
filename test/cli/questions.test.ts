import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import { beforeAll, describe, expect, test } from 'vitest';
import { essence, journal, mcover, mine, parsed, temporary, write } from './support.ts';

/** What a user asks a folder of records: show, compare, export. */

let out: string;
let results: string;

beforeAll(async () => {
  out = temporary();
  const swept = mine.replace('"methods"', '"sweep": { "kernel.sigma": [1, 3] },\n  "methods"');
  const file = write(out, 'mine.json', swept);
  results = path.dirname(journal(out, 'mine'));
  await mcover(['run', file, '--profile', 'smoke', '--trials', '6', '--out', out]);
});

const json = async (...args: string[]) => JSON.parse((await mcover([...args, '--json'])).stdout);

describe('mcover show', () => {
  test('lists the cells of a folder with counts and means', async () => {
    const { code, stdout } = await mcover(['show', results]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^mine\nid +cell +n +mean generalization error +95 % +solved +pattern visits +time\n/,
    );
    expect(stdout).toMatch(
      /^[0-9a-f]{10} {2}M-cover, σ = 3 +6 +\d\.\d{4} {2}\[.*\] +\d\/6 +\d\.\d\de\+\d +[\d.]+ s$/m,
    );
    expect(stdout).toContain('18 trials in 3 cells of ');
    const { cells } = await json('show', results);
    expect(cells.map(({ label }: { label: string }) => label)).toEqual([
      'vanilla SA',
      'M-cover, σ = 1',
      'M-cover, σ = 3',
    ]);
    const vanilla = parsed(journal(out, 'mine')).records.filter(({ spec }) => spec.method === 'vanilla');
    const mean = vanilla.reduce((sum, { result }) => sum + Number(result!.generalizationError), 0) / 6;
    expect(cells[0]).toMatchObject({ n: 6, failed: 0, mean: expect.closeTo(mean, 12) });
    // Temperatures, weights, patterns: P = round(1.5 · 11).
    expect(cells[0].visits).toBe(4 * 11 * 17);
    const times = vanilla.map(({ provenance }) => provenance.durationMs / 1000).sort((a, b) => a - b);
    expect(cells[0].seconds).toBeCloseTo((times[2] + times[3]) / 2, 12);
  });

  test('a cell and a record by the first letters of their ids', async () => {
    const { cells } = await json('show', results);
    const cell = await mcover(['show', cells[2].id.slice(0, 12), results]);
    expect(cell.stdout).toMatch(/^cell [0-9a-f]{10} of mine: M-cover, σ = 3\n/);
    expect(cell.stdout).toMatch(/^kernel\.sigma +3$/m);
    const [{ id, spec }] = essence(journal(out, 'mine'));
    const record = await mcover(['show', id.slice(0, 12), results]);
    expect(record.stdout).toMatch(new RegExp(`^id +${id}$`, 'm'));
    expect(record.stdout).toMatch(new RegExp(`^seed\\.trial +${spec.seed.trial}$`, 'm'));
    for (const part of ['params.N', 'result.solved', 'provenance.commit'])
      expect(record.stdout).toContain(part);
    expect(await json('show', id.slice(0, 12), results)).toMatchObject({ id, spec });
  });

  test.each([
    ['an id that is none', ['00000000'], 'no cell or record of '],
    ['a word', ['table4'], '"table4" is neither a folder nor an id'],
  ])('%s is refused', async (_, args, message) => {
    const { code, stdout, stderr } = await mcover(['show', ...args, results]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

describe('mcover compare', () => {
  test('cells of one folder by conditions, paired by their seeds', async () => {
    const asked = ['compare', results, '--where', 'kernel.sigma=1', '--against', 'kernel.sigma=3'];
    const { code, stdout } = await mcover(asked);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^mine +M-cover, σ = 1 +M-cover, σ = 3 .* paired$/m);
    const { compared } = await json(...asked);
    expect(compared).toHaveLength(1);
    const [{ a, b, difference, interval, p, pHolm }] = compared;
    expect(difference).toBeCloseTo(a.mean - b.mean, 12);
    expect(interval.low).toBeLessThanOrEqual(difference);
    expect(p).toBe(pHolm);
  });

  test('methods, two cells by their ids, and two folders', async () => {
    const methods = await json('compare', results, '--where', 'method=mcover', '--against', 'method=vanilla');
    expect(methods.compared).toHaveLength(2);
    expect(methods.compared[0].pHolm).toBeGreaterThanOrEqual(methods.compared[0].p);
    const [a, b] = [methods.compared[0].a.id, methods.compared[0].b.id].map((id) => id.slice(0, 10));
    const ids = await json('compare', a, b, '--results', results);
    expect(ids.compared[0].difference).toBe(methods.compared[0].difference);
    const copy = path.join(temporary(), 'smoke');
    fs.cpSync(results, copy, { recursive: true });
    const folders = await json('compare', results, copy);
    expect(folders.compared).toHaveLength(3);
    for (const { difference, p } of folders.compared)
      expect({ difference, p }).toEqual({ difference: 0, p: 1 });
  });

  test.each([
    ['nothing to compare', [], 'the two sides are one'],
    ['an unknown parameter', ['--where', 'kernel.sgima=1', '--against', 'M=2'], 'nearest: "kernel.sigma"'],
    ['an unknown value', ['--where', 'kernel.sigma=2', '--against', 'M=2'], 'known: 1, 3'],
    ['an unknown id', ['abcdef0123', '--results', 'RESULTS'], 'no cell of '],
  ])('%s is refused', async (_, more, message) => {
    const { code, stderr } = await mcover([
      'compare',
      results,
      ...more.map((one) => one.replace('RESULTS', results)),
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  test('damaged lines are named, and nothing is said of the others', async () => {
    const copy = path.join(temporary(), 'smoke');
    fs.cpSync(results, copy, { recursive: true });
    fs.appendFileSync(path.join(copy, 'mine.ndjson'), '{"id":\n');
    const { code, stdout, stderr } = await mcover(['compare', results, copy]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('mine.ndjson:19: not JSON');
    expect((await mcover(['show', copy])).stdout).toContain('18 trials');
  });
});

describe('mcover export', () => {
  test('CSV and Parquet: one row a trial, the same in both', async () => {
    const file = path.join(out, 'trials.parquet');
    expect(await mcover(['export', results, '--parquet', '--out', file])).toMatchObject({
      code: 0,
      stdout: '',
    });
    const bytes = fs.readFileSync(file);
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
    const rows = await parquetReadObjects({ file: buffer });
    const { stdout } = await mcover(['export', results, '--csv']);
    const texts: Record<string, string>[] = parse(stdout, { columns: true });
    expect(texts).toHaveLength(18);
    const asText = (row: Record<string, unknown>) =>
      Object.fromEntries(Object.entries(row).map(([key, value]) => [key, String(value ?? '')]));
    expect(rows.map(asText)).toEqual(texts);
  });

  test('rliable: every algorithm has as many runs and tasks', async () => {
    const { stdout } = await mcover(['export', results, '--rliable']);
    const { mine } = JSON.parse(stdout);
    expect(Object.keys(mine.scores)).toEqual(['vanilla SA', 'M-cover, σ = 1', 'M-cover, σ = 3']);
    for (const matrix of Object.values<number[][]>(mine.scores))
      expect(matrix.map((run) => run.length)).toEqual(Array(6).fill(mine.tasks.length));
  });

  test('RO-Crate: beside the files, which it names; it is no record of the folder', async () => {
    expect((await mcover(['export', results, '--ro-crate'])).code).toBe(0);
    const crate = JSON.parse(fs.readFileSync(path.join(results, 'ro-crate-metadata.json'), 'utf8'));
    const files = crate['@graph'].filter((entity: { '@type': string }) => entity['@type'] === 'File');
    for (const { '@id': name, contentSize } of files)
      expect(fs.statSync(path.join(results, name)).size).toBe(Number(contentSize));
    expect(files).toHaveLength(2);
    expect((await mcover(['show', results])).stderr).toBe('');
  });

  test('one format at a time, and a folder that is there', async () => {
    expect(await mcover(['export', results])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('choose one'),
    });
    expect((await mcover(['export', path.join(out, 'nowhere'), '--csv'])).code).toBe(2);
  });
});
