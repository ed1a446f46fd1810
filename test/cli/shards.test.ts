import fs from 'node:fs';
import path from 'node:path';
import { journalLine, sealRecord, type TrialRecord } from '@mcover/record';
import { beforeAll, describe, expect, test } from 'vitest';
import { essence, journal, mcover, mine, parsed, temporary, turned, write } from './support.ts';

/** Eighteen trials of very different length, which two experiments share in part. */
const first = mine.replace('"trials": 2', '"sweep": { "N": [11, 21, 41] }, "trials": 3');
const second = first.replace('"mine"', '"yours"').replace('{ "method": "vanilla" }, ', '');

let files: string[];
let whole: string;

const run = (out: string, ...options: string[]) =>
  mcover(['run', ...files, '--profile', 'smoke', '--out', out, ...options]);
const merge = (...args: string[]) => mcover(['merge', ...args]);

beforeAll(async () => {
  const folder = temporary();
  files = [write(folder, 'mine.json', first), write(folder, 'yours.json', second)];
  whole = temporary();
  expect((await run(whole)).code).toBe(0);
});

test.each([1, 2, 3, 7])('%i shards, merged, equal the whole', async (count) => {
  const shards = Array.from({ length: count }, () => temporary());
  const ended = await Promise.all(shards.map((out, i) => run(out, '--shard', `${i + 1}/${count}`)));
  expect(ended.map(({ code }) => code)).toEqual(shards.map(() => 0));
  const made = shards.flatMap((out) => essence(journal(out, 'mine')).map(({ id }) => id));
  expect(new Set(made).size).toBe(made.length);
  const out = temporary();
  const merged = await merge(...shards, '--out', out);
  expect(merged).toMatchObject({ code: 0, stderr: '' });
  for (const experiment of ['mine', 'yours']) {
    expect(essence(journal(out, experiment))).toEqual(essence(journal(whole, experiment)));
  }
});

test('the traces of shards, merged, are those of the whole', async () => {
  const traces = (out: string) => {
    const text = fs.readFileSync(journal(out, 'mine').replace('.ndjson', '.trace.ndjson'), 'utf8');
    return text.trimEnd().split('\n').sort();
  };
  const [all, ...shards] = [temporary(), temporary(), temporary()];
  await run(all, '--trace', '2');
  for (const [i, out] of shards.entries()) await run(out, '--trace', '2', '--shard', `${i + 1}/2`);
  const out = temporary();
  // The second time there is nothing new.
  for (let time = 1; time <= 2; time++)
    expect(await merge(...shards, '--out', out)).toMatchObject({ code: 0, stderr: '' });
  expect(traces(out)).toEqual(traces(all));
  const coarse = temporary();
  await run(coarse, '--trace', '3');
  const { code, stderr } = await merge(all, coarse, '--out', temporary());
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/has two traces, in .*: every 2 and every 3 steps/),
  ]);
});

test('a merge with nothing new changes nothing, and leaves nothing to run', async () => {
  const out = temporary();
  for (let time = 1; time <= 2; time++) expect((await merge(whole, '--out', out)).code).toBe(0);
  const file = journal(out, 'mine');
  expect(fs.readFileSync(file, 'utf8')).toBe(fs.readFileSync(journal(whole, 'mine'), 'utf8'));
  expect((await run(out)).stderr).toContain('27 there, 0 trials to run');
});

test('a plan tells the part', async () => {
  const parts = await Promise.all(
    [1, 2].map(async (i) => {
      const args = ['plan', ...files, '--profile', 'smoke', '--out', whole, '--fresh', '--json'];
      return JSON.parse((await mcover([...args, '--shard', `${i}/2`])).stdout);
    }),
  );
  expect(parts.map(({ shard }) => shard)).toEqual(['1/2', '2/2']);
  const trials = parts.flatMap(({ experiments }) => experiments.map((row: { trials: number }) => row.trials));
  expect(trials.reduce((a, b) => a + b)).toBe(27);
});

test.each(['0/2', '3/2', '1'])('a wrong shard: %s', async (shard) => {
  const { code, stdout, stderr } = await run(temporary(), `--shard=${shard}`);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('Allowed: i/n with whole numbers');
});

describe('merge', () => {
  const records = (out = whole) => parsed(journal(out, 'mine')).records;

  /** An output folder with such lines as its only journal. */
  function folderOf(lines: readonly (TrialRecord | string)[]): string {
    const out = temporary();
    fs.mkdirSync(path.dirname(journal(out, 'mine')), { recursive: true });
    const text = lines.map((line) => (typeof line === 'string' ? line : journalLine(line))).join('');
    fs.writeFileSync(journal(out, 'mine'), text);
    return out;
  }

  const other = (record: TrialRecord) =>
    sealRecord(record.experiment, record.spec, { result: turned }, record.provenance);
  test('refuses two results of one trial, and writes nothing', async () => {
    const all = records();
    const out = path.join(temporary(), 'out');
    const { code, stderr } = await merge(folderOf(all), folderOf([other(all[4])]), '--out', out);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      new RegExp(`^trial ${all[4].id.slice(0, 12)} of mine has two results, in .*overlap -1`),
    );
    expect(stderr).toContain('nothing was merged');
    expect(fs.existsSync(out)).toBe(false);
  });

  test('refuses damaged lines, with their place', async () => {
    const out = path.join(temporary(), 'out');
    const damaged = folderOf([...records(), 'rubbish\n']);
    const { code, stderr } = await merge(folderOf(records()), damaged, '--out', out);
    expect(code).toBe(1);
    expect(stderr).toContain(`${journal(damaged, 'mine')}:${records().length + 1}: not JSON`);
    expect(fs.existsSync(out)).toBe(false);
  });

  test('tells what is missing', async () => {
    const out = temporary();
    const { code, stderr } = await merge(folderOf(records().slice(2)), '--out', out);
    expect(code).toBe(1);
    expect(stderr).toMatch(/mine\.ndjson: [12] of 3 trials of (vanilla|mcover) .* are missing/);
    expect(records(out)).toEqual(records().slice(2));
  });

  test('takes folders of journals as well', async () => {
    const out = temporary();
    const folder = path.dirname(journal(whole, 'mine'));
    expect((await merge(folder, '--out', path.join(out, 'results/smoke'), '--json')).code).toBe(0);
    expect(essence(journal(out, 'yours'))).toEqual(essence(journal(whole, 'yours')));
  });

  test.each<[string, () => string[], string]>([
    ['a folder that is not there', () => ['/nowhere', '--out', 'x'], 'there is no folder /nowhere'],
    ['empty folders', () => [temporary(), '--out', 'x'], 'none of the folders holds records'],
    [
      'folders of two kinds',
      () => [whole, path.dirname(journal(whole, 'mine')), '--out', 'x'],
      'name folders of one kind',
    ],
  ])('is a wrong call with %s', async (_, args, message) => {
    const { code, stdout, stderr } = await mcover(['merge', ...args()], temporary());
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});
