import fs from 'node:fs';
import path from 'node:path';
import { parseJournal } from '@mcover/record';
import { describe, expect, test } from 'vitest';
import { essence, journal, mcover, temporary, write } from './support.ts';

/** A small experiment on images, line by line, so that a test can point at one of them. */
const votes = `{
  "id": "votes",
  "model": "committee",
  "data": { "name": "fashion-mnist" },
  "params": {
    "N": 784, "P": 50,
    "classes": [3, 4],
    "epochs": 2
  },
  "methods": [{ "method": "sgd" }],
  "trials": 1,
  "profiles": { "smoke": {} }
}
`;

/** Runs a command on an experiment file, with a folder of data; `out` is where results would go. */
async function attempt(command: string, text: string, data: string, ...options: string[]) {
  const folder = temporary();
  write(folder, 'votes.json', text);
  const args = [command, 'votes.json', '--profile', 'smoke', '--out', 'out', ...options];
  const ended = await mcover(args, folder, { MCOVER_DATA_DIR: data });
  const out = path.join(folder, 'out');
  return { ...ended, out, written: fs.existsSync(out) };
}

const read = (out: string) => parseJournal(fs.readFileSync(journal(out, 'votes'), 'utf8')).records;

const images = 'train-images-idx3-ubyte.gz';
const standIn = { name: 'hidden-manifold', D: 50, test: 2000, insteadOf: 'fashion-mnist' };

describe('a data set that is missing', () => {
  test('is told once, and its stand-in is in the records', async () => {
    const data = temporary();
    const planned = await attempt('plan', votes, data);
    expect(planned).toMatchObject({ code: 0, written: false });
    expect(planned.stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^SYNTHETIC DATA: the data set fashion-mnist is not in .*--require-data/),
    ]);
    const ran = await attempt('run', votes, data, '--trials', '2');
    expect(ran.code).toBe(0);
    expect(ran.stderr.match(/SYNTHETIC/g)).toHaveLength(1);
    expect(read(ran.out).map(({ spec }) => spec.data)).toEqual([standIn, standIn]);
  });

  test.each(['plan', 'run'])('with --require-data is a wrong input: %s', async (command) => {
    const ended = await attempt(command, votes, temporary(), '--require-data');
    expect(ended).toMatchObject({ code: 2, stdout: '', written: false });
    expect(ended.stderr).toMatch(/^the data set fashion-mnist is not in .*"mcover data fetch fashion-mnist"/);
  });
});

test.each(['plan', 'run'])('damaged data are a wrong input: %s', async (command) => {
  const data = temporary();
  fs.mkdirSync(path.join(data, 'fashion-mnist'));
  fs.writeFileSync(path.join(data, 'fashion-mnist', images), 'half');
  const ended = await attempt(command, votes, data);
  expect(ended).toMatchObject({ code: 2, stdout: '', written: false });
  expect(ended.stderr).toMatch(
    /^data set fashion-mnist: damaged: .*train-images.*: truncated: 4 of 26421880/,
  );
});

describe('a fault is told with its place, whether the data are there or not', () => {
  test.concurrent.each([
    ['P', '"P": 50', '"P": 12001', '6:15: /params/P: 12001 training images, but classes 3 and 4 hold 12000'],
    ['a class', '[3, 4]', '[3, 10]', '7:20: /params/classes/1: no images of class 10; classes: 0, 1, '],
    ['one class', '[3, 4]', '[3, 3]', '7:5: /params/classes: [3, 3] are not two different classes'],
    ['N', '"N": 784', '"N": 783', '6:5: /params/N: 783 inputs, but an image has 28 × 28 = 784 pixels'],
    ['data', '"fashion-mnist"', '"emnist"', '4:13: /data/name: "emnist" must be one of "fashion-mnist", "mn'],
  ])('%s', async (_, before, after, message) => {
    expect(votes).toContain(before);
    const ended = await attempt('run', votes.replace(before, after), temporary());
    expect(ended).toMatchObject({ code: 2, stdout: '', written: false });
    expect(ended.stderr).toContain(`votes.json:${message}`);
  });
});

const here = process.env.MCOVER_DATA_DIR ?? '';

describe.each([
  ['generated patterns', temporary, false],
  ['images', () => here, !fs.existsSync(path.join(here, 'fashion-mnist', images))],
])('Table 3 on %s', (_, dataOf, missing) => {
  test.skipIf(missing)('is the same with one thread and with two, and verified', async () => {
    const data = dataOf();
    const one = temporary();
    const two = temporary();
    const args = ['repro', '--profile', 'smoke', '--only', 'table3-committee', '--trials', '2'];
    for (const [out, workers] of [
      [one, '1'],
      [two, '2'],
    ]) {
      const ended = await mcover([...args, '--out', out, '--workers', workers], out, {
        MCOVER_DATA_DIR: data,
      });
      expect(ended.code).toBe(0);
    }
    const records = essence(journal(one, 'table3-committee'));
    expect(records).toHaveLength(5 * 2);
    expect(essence(journal(two, 'table3-committee'))).toEqual(records);
    const { code, stderr } = await mcover(['verify', path.dirname(journal(two, 'table3-committee'))]);
    // Nothing is wrong but what was left out: the other experiments, and trials of this one.
    const faults = stderr.trimEnd().split('\n');
    expect(faults.filter((fault) => !/(are|is) missing/.test(fault))).toEqual([]);
    expect(code).toBe(1);
    const kind = data === here ? { name: 'fashion-mnist', sha256: expect.any(String) } : standIn;
    for (const { spec } of records) {
      expect(spec).toMatchObject({ data: kind, arithmetic: expect.stringMatching(/^f(32|64)$/) });
    }
  });
});
