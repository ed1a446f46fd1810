import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { essence, mcover, parsed, temporary, write } from './support.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const leaves = fs.readFileSync(path.join(root, 'examples', 'leaves.csv'), 'utf8');

/** Two inputs that tell the classes apart, and one that does not. */
const rows = Array.from({ length: 60 }, (_, i) => {
  const side = i % 2 === 0 ? 1 : -1;
  return [side * (1 + (i % 7)), (i * 13) % 11, side * (0.5 + (i % 5)), i % 2 === 0 ? '=1+1' : 'b|<i>'];
});
const csv = (of: readonly unknown[][]) => `u,noise,v,class\n${of.map((row) => row.join(',')).join('\n')}\n`;

const schedule = { step: 0.02, to: 0.02 };
const models = {
  mlp: { widths: ['inputs', 4, 'classes'], B: 10, epochs: 3, G: 1 },
  committee: { K: 3, epochs: 3, S: 2 },
  'perceptron-patterns': { S: 2, kernel: { kind: 'uniform' }, schedule },
};
type Name = keyof typeof models;

const methods = (model: Name) => [
  { method: model === 'perceptron-patterns' ? 'vanilla' : 'sgd' },
  { method: 'mcover', params: { M: 2 } },
];

function experiment(model: Name, change: object = {}): string {
  const data = { train: 'train.csv', test: { share: 0.25 }, label: 'class' };
  const params = models[model];
  const profiles = { smoke: {} };
  return JSON.stringify(
    {
      id: 'own',
      title: 'Rows',
      model,
      data,
      params,
      methods: methods(model),
      trials: 2,
      profiles,
      ...change,
    },
    null,
    2,
  );
}

/** A folder with an experiment and its files. */
function placed(model: Name, change: object = {}, files: Record<string, string> = {}): string {
  const folder = temporary();
  write(folder, 'own.json', experiment(model, change));
  for (const [name, text] of Object.entries({ 'train.csv': csv(rows), ...files })) write(folder, name, text);
  return folder;
}

const run = (folder: string, out: string, ...options: string[]) =>
  mcover(['run', 'own.json', '--profile', 'smoke', '--out', out, ...options], folder);
const results = (folder: string, out: string) => path.join(folder, out, 'results', 'smoke');
const journalOf = (folder: string, out: string) => path.join(results(folder, out), 'own.ndjson');

describe.each(Object.keys(models) as Name[])('own data and the %s', (model) => {
  test('planned, run by one thread and two, reported, verified, merged', { timeout: 300_000 }, async () => {
    const folder = placed(model);
    const planned = await mcover(['plan', 'own.json', '--profile', 'smoke', '--out', 'one'], folder);
    expect(planned).toMatchObject({
      code: 0,
      stderr: 'data train.csv: 60 rows of 3 inputs, "=1+1" 30, "b|<i>" 30; test share 0.25\n',
    });
    for (const [out, workers] of [
      ['one', '1'],
      ['two', '2'],
    ]) {
      const ran = await run(folder, out, '--workers', workers);
      expect([ran.code, ran.stderr]).toEqual([0, expect.not.stringContaining('SYNTHETIC')]);
    }
    const records = essence(journalOf(folder, 'one'));
    expect(records).toHaveLength(4);
    expect(essence(journalOf(folder, 'two'))).toEqual(records);
    for (const { spec } of records) {
      expect(spec.data).toEqual({
        name: 'files',
        trainFile: expect.stringMatching(/^[0-9a-f]{64}$/),
        share: 0.25,
        label: 'class',
        columns: 3,
        rows: [30, 30],
        inputs: model === 'mlp' ? 'standardised' : 'binarised',
      });
      // Of 30 rows of a class, 7.5 are nearest to 8.
      expect(spec.params).toMatchObject(model === 'mlp' ? { P: 44, widths: [3, 4, 2] } : { P: 44, N: 3 });
    }
    const report = fs.readFileSync(path.join(folder, 'one/report/smoke/REPORT.md'), 'utf8');
    expect(report).toMatch(
      /data = files, .*test share = 0\.25, label = class, .*rows of each class = 30 \+ 30/,
    );
    expect(report).not.toContain('SYNTHETIC');

    const verified = await mcover(['verify', results(folder, 'one'), '--rerun', '2'], folder);
    expect(verified).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2 trials run again: all agree'),
    });
    const merged = await mcover(['merge', 'one', 'two', '--out', 'all/deep'], folder);
    expect(merged.code).toBe(0);
    const again = await mcover(
      ['verify', path.join(folder, 'all/deep/results/smoke'), '--rerun', '1'],
      folder,
    );
    expect(again.code).toBe(0);

    // Other bytes are other trials, and those that are there cannot be run again.
    write(folder, 'train.csv', csv(rows.toReversed()));
    const changed = await mcover(['verify', results(folder, 'one'), '--rerun', '1'], folder);
    expect(changed).toMatchObject({ code: 2, stderr: expect.stringContaining('no more what they were') });
    expect((await run(folder, 'one')).code).toBe(0);
    expect(parsed(journalOf(folder, 'one')).records).toHaveLength(8);
  });
});

test('a test of its own, its classes by their names, and raw inputs', async () => {
  const signs = (count: number) =>
    Array.from({ length: count }, (_, i) => [i & 1 ? 1 : -1, i & 2 ? 1 : -1, i & 1]);
  const text = (of: number[][]) => `a,b,y\n${of.map((row) => row.join(',')).join('\n')}\n`;
  const data = { train: 'sub/a.csv', test: 'sub/b.csv', label: 2, inputs: 'raw' };
  const folder = placed('perceptron-patterns', {
    data,
    params: { S: 2, M: 2, kernel: { kind: 'uniform' }, schedule },
  });
  fs.mkdirSync(path.join(folder, 'sub'));
  write(folder, 'sub/a.csv', text(signs(12)));
  write(folder, 'sub/b.csv', text(signs(5)));
  expect((await run(folder, 'out')).code).toBe(0);
  // The first input is the class: N = 2 weights ±1 follow it, up to ties on the +1 side.
  for (const { spec, result } of parsed(journalOf(folder, 'out')).records) {
    expect(spec.data).toMatchObject({ rows: [6, 6], testRows: [3, 2], label: 2 });
    expect(spec.params).toMatchObject({ N: 2, P: 12, classes: [1, 0] });
    expect(result?.solved).toBe(result?.trainError === 0);
  }
});

test('an experiment that is extended names its files from where it lies', async () => {
  const folder = placed('mlp');
  fs.mkdirSync(path.join(folder, 'sub'));
  write(folder, 'sub/more.json', '{ "extends": "../own.json", "id": "more" }');
  const ran = await mcover(
    ['run', 'sub/more.json', '--profile', 'smoke', '--trials', '1', '--out', 'o'],
    folder,
  );
  expect(ran.code).toBe(0);
});

describe('a fault is told with its place', () => {
  const data = { train: 'train.csv', test: { share: 0.25 }, label: 'class' };
  const params = models.mlp;
  test.concurrent.each<[string, Name, object, RegExp]>([
    [
      'another N',
      'committee',
      { params: { N: 4, K: 3 } },
      /own\.json:\d+:5: \/params\/N: 4 inputs, but a row of the files has 3/,
    ],
    [
      'too large a P',
      'committee',
      { params: { P: 45, K: 3 } },
      /\/params\/P: 45 training rows; the files have 44/,
    ],
    [
      'another width',
      'mlp',
      { params: { ...params, widths: [4, 4, 2] } },
      /\/params\/widths\/0: 4 inputs, but a row of the f/,
    ],
    [
      'few logits',
      'mlp',
      { params: { ...params, widths: [3, 4, 1] } },
      /\/params\/widths\/2: 1 logits; 2 classes need as many/,
    ],
    [
      'a word among widths',
      'mlp',
      { params: { ...params, widths: ['classes', 4, 2] } },
      /\/params\/widths\/0: "classes" is not/,
    ],
    [
      'a class that is not there',
      'committee',
      { params: { classes: [0, 2], K: 3 } },
      /\/params\/classes\/1: no rows of class 2/,
    ],
    [
      'no file',
      'mlp',
      { data: { ...data, train: 'no.csv' } },
      /own\.json:5:3: \/data: no\.csv: cannot be read: ENOENT/,
    ],
    [
      'no label',
      'mlp',
      { data: { ...data, label: 'klass' } },
      /\/data: train\.csv: no column "klass" of labels; columns: "u"/,
    ],
    [
      'other inputs',
      'committee',
      { data: { ...data, inputs: 'standardised' } },
      /\/data: the model committee does not take "stan/,
    ],
    [
      'inputs that are not ±1',
      'committee',
      { data: { ...data, inputs: 'raw' } },
      /own\.json:5:3: \/data: input 2 of row 1 is 0; the/,
    ],
    [
      'no test',
      'mlp',
      { data: { train: 'train.csv', label: 'class' } },
      /own\.json:5:3: \/data: missing key "test"/,
    ],
    [
      'a share of all',
      'mlp',
      { data: { ...data, test: { share: 1 } } },
      /\/data\/test\/share: 1 must be < 1/,
    ],
    [
      'a share of nothing',
      'mlp',
      { data: { ...data, test: { share: 0.001 } } },
      /own\.json:5:3: \/data: no row is left for the test/,
    ],
    [
      'a name beside files',
      'mlp',
      { data: { ...data, name: 'mnist' } },
      /\/data\/name: unknown key "name"; allowed: train, test/,
    ],
    ['neither', 'mlp', { data: {} }, /own\.json:5:3: \/data: missing key "name"/],
    ['digests by hand', 'mlp', { data: { name: 'files', train2: 'x' } }, /\/data/],
  ])('%s', async (_, model, change, message) => {
    const folder = placed(model, change);
    const ended = await run(folder, 'out');
    expect([ended.code, ended.stdout, fs.existsSync(path.join(folder, 'out'))]).toEqual([2, '', false]);
    expect(ended.stderr).toMatch(message);
  });
});

test('docs/own-data.md: its experiment and its script do what it says', async () => {
  const page = fs.readFileSync(path.join(root, 'docs', 'own-data.md'), 'utf8');
  const [, json] = /```json\n([\s\S]*?)```/.exec(page)!;
  const [, script] = /```js\n([\s\S]*?)```/.exec(page)!;
  const folder = temporary();
  write(folder, 'leaves.json', json);
  write(folder, 'leaves.csv', leaves);
  const ran = await mcover(['run', 'leaves.json', '--out', 'out'], folder);
  expect(ran.code).toBe(0);
  const { records } = parsed(path.join(folder, 'out/results/quick/leaves.ndjson'));
  expect(records).toHaveLength(10);
  // Half of the leaves are of either kind: to guess is wrong for one in two.
  for (const { result } of records) expect(result?.testError).toBeLessThan(0.45);
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  fs.symlinkSync(path.join(root, 'examples'), path.join(folder, 'examples'));
  const module = write(folder, 'script.mjs', script);
  const printed = execFileSync(process.execPath, [module], { cwd: folder, encoding: 'utf8' });
  expect(printed).toMatch(/^\[ 'maple', 'oak' \] \{ testError: 0\.\d+, trainError: 0\.\d+, epochs: 40 \}/);
});
