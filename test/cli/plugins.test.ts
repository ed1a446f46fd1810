import { execSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256, type TrialRecord } from '@mcover/record';
import { beforeEach, describe, expect, test } from 'vitest';
import { alone, essence, journal, mcover, mine, parsed, temporary, write } from './support.ts';

/** Models, kernels and rules of one's own, as modules beside an experiment, in a folder that has the packages. */

const installed = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** N spins that gain by pointing up; what is left of them that do not. */
const field = `
import { annealed, Type } from '@mcover/models';
export const model = annealed({
  name: 'field',
  params: { N: Type.Integer({ minimum: 1, default: 20, symbol: 'N', task: true }) },
  data: Type.Object({ name: Type.Literal('none') }),
  result: Type.Object({ down: Type.Number({ label: 'share of spins down', better: 'lower' }) }),
  weights: ({ N }) => N,
  task: () => undefined,
  base: () => ({
    unit: 1,
    state(spins) {
      const s = Int8Array.from(spins);
      return {
        delta: (i) => 2 * s[i],
        flip: (i) => { s[i] = -s[i]; },
        energy: () => -s.reduce((sum, one) => sum + one, 0),
      };
    },
  }),
  read: (W) => ({ down: W.filter((w) => w < 0).length / W.length }),
});
`;

/** The same model with other functions. */
const fieldWith = (change: string) => `
import { model as field } from './field.mjs';
export const model = { ...field, ${change} };
`;

const kernel = `
import { Type } from '@mcover/models';
export const kernel = {
  kind: 'lazy',
  params: { p: Type.Number({ minimum: 0, exclusiveMaximum: 1, symbol: 'p', label: 'share p of steps' }) },
  rows: ({ p }, M) =>
    Array.from({ length: M }, (_, a) => Array.from({ length: M }, (_, b) => (a === b ? 1 - p : p))),
};
`;

/** Flips whatever does not cost anything. */
const rule = `
export const rule = {
  kind: 'greedy',
  of: () => ({
    anneal: ({ state, bank, unit }) => ({
      sweep() {
        state.weights.forEach((_, site) => { if (state.delta(site) <= 0) state.flip(site); });
      },
      weights: () => Int8Array.from(state.weights),
      energy: () => (state.energy() / bank.S) * unit,
    }),
  }),
};
`;

const experiment = (change: object = {}) =>
  JSON.stringify({
    id: 'own',
    uses: './field.mjs',
    model: 'field',
    data: { name: 'none' },
    params: { M: 3, S: 3, kernel: { kind: 'uniform' }, schedule: { from: 2, to: 0.5, step: 0.5 } },
    methods: [{ method: 'vanilla' }, { method: 'rsa' }, { method: 'mcover' }],
    trials: 2,
    profiles: { smoke: {} },
    ...change,
  });

let folder: string;

beforeEach(() => {
  folder = temporary();
  fs.symlinkSync(installed, path.join(folder, 'node_modules'));
  write(folder, 'field.mjs', field);
  write(folder, 'own.json', experiment());
  write(folder, 'mine.json', mine);
});

const run = (files: string[], ...options: string[]) =>
  mcover(['run', ...files, '--profile', 'smoke', '--out', 'out', ...options], folder);
const own = () => journal(path.join(folder, 'out'), 'own');
const verify = (...options: string[]) => mcover(['verify', path.dirname(own()), ...options], folder);
const records = (): TrialRecord[] => parsed(own()).records;
const ids = () => records().map(({ id }) => id);
const digestOf = (name: string) => sha256(fs.readFileSync(path.join(folder, name)));

describe('a model of one’s own', () => {
  test('runs, is reported by its own words, and is named by the digest of its module', async () => {
    const { code, stderr } = await run(['own.json']);
    expect({ code, failed: /failed/.test(stderr) }).toEqual({ code: 0, failed: false });
    expect(records()).toHaveLength(6);
    for (const { spec, result, provenance } of records()) {
      expect(spec.uses).toEqual([digestOf('field.mjs')]);
      expect(spec.params).toMatchObject({ N: 20, sweeps: 1 });
      expect(result?.down).toBeGreaterThanOrEqual(0);
      expect(provenance.engine).toBe('reference');
    }
    const report = fs.readFileSync(path.join(folder, 'out/report/smoke/REPORT.md'), 'utf8');
    expect(report).toContain('share of spins down');
    expect(report).toMatch(/\| M-cover .*\| 2 \|/);
    const merged = await mcover(['merge', 'out', '--out', 'merged'], folder);
    expect(merged).toMatchObject({ code: 0, stderr: '' });
    expect(essence(journal(path.join(folder, 'merged'), 'own'))).toEqual(essence(own()));
  });

  test('gives the same records again, by one thread and by two', async () => {
    await run(['own.json'], '--workers', '1');
    const before = essence(own());
    await run(['own.json'], '--workers', '2', '--fresh');
    expect(essence(own())).toEqual(before);
    expect(await verify('--rerun', '6')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('6 trials run again: all agree'),
    });
  });

  test('that is changed is another: its trials have other ids, and the old ones cannot be run again', async () => {
    await run(['own.json']);
    const before = ids();
    fs.appendFileSync(path.join(folder, 'field.mjs'), '// changed\n');
    expect((await verify()).code).toBe(0);
    const { code, stdout, stderr } = await verify('--rerun', '3');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      `the trials of own are made of files that are no more what they were: ${path.join(folder, 'field.mjs')}\n`,
    );
    expect((await run(['own.json'])).code).toBe(0);
    const after = ids().filter((id) => !before.includes(id));
    // Those of before stay where they are; what they looked like, nothing here tells any more.
    const { records, rejected, unknown } = parsed(own());
    expect([records.length, after.length, rejected.length, unknown.length]).toEqual([6, 6, 0, 6]);
  });

  test('whose data file is changed is another', async () => {
    write(folder, 'data.csv', '1,2\n');
    write(folder, 'own.json', experiment({ uses: ['./field.mjs', './data.csv'] }));
    await run(['own.json']);
    const before = ids();
    expect(records()[0].spec.uses).toEqual([digestOf('field.mjs'), digestOf('data.csv')].sort());
    write(folder, 'data.csv', '1,3\n');
    await run(['own.json'], '--fresh');
    expect(ids().some((id) => before.includes(id))).toBe(false);
  });

  test('what it prints does not stand among the answers', async () => {
    write(
      folder,
      'field.mjs',
      `console.log('loading');\nprocess.stdout.write('raw\\n');\n${field.replace('read: (W) =>', "read: (W) => console.log('reading') ?? (process.stdout.write('rare'), undefined) ??")}`,
    );
    const { code, stdout, stderr } = await run(['own.json'], '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).experiments).toMatchObject([{ experiment: 'own', ran: 6 }]);
    expect(stderr).toContain('loading');
    expect(stderr).toContain('reading');
    expect(stderr).toContain('raw');
    expect(stderr).toContain('rare');
  });
});

describe('a kernel and a rule of one’s own', () => {
  test('serve a model of the program', async () => {
    write(folder, 'kernel.mjs', kernel);
    write(folder, 'rule.mjs', rule);
    const lazy = { kind: 'lazy', p: 0.25 };
    write(
      folder,
      'own.json',
      JSON.stringify({
        ...JSON.parse(mine),
        id: 'own',
        uses: ['./kernel.mjs', './rule.mjs'],
        params: { ...JSON.parse(mine).params, kernel: lazy, rule: { kind: 'greedy' } },
      }),
    );
    const { code, stderr } = await run(['own.json']);
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.not.stringContaining('failed') });
    const [vanilla, routed] = ['vanilla', 'mcover'].map((method) =>
      records().filter(({ spec }) => spec.method === method),
    );
    expect([vanilla.length, routed.length]).toEqual([2, 2]);
    for (const { spec } of routed)
      expect(spec.params).toMatchObject({ kernel: lazy, rule: { kind: 'greedy' } });
    for (const { provenance } of records()) expect(provenance.engine).toBe('reference');
    expect((await verify('--rerun', '4')).code).toBe(0);
  });

  test('move no trial of another experiment: ids are those without them', async () => {
    await run(['mine.json'], '--out', 'alone');
    write(folder, 'kernel.mjs', kernel);
    write(folder, 'own.json', experiment({ uses: ['./field.mjs', './kernel.mjs'] }));
    expect((await run(['mine.json', 'own.json'])).code).toBe(0);
    expect(essence(journal(path.join(folder, 'out'), 'mine'))).toEqual(
      essence(journal(path.join(folder, 'alone'), 'mine')),
    );
    for (const { spec } of parsed(journal(path.join(folder, 'out'), 'mine')).records)
      expect(spec).not.toHaveProperty('uses');
  });
});

describe('a module that is of no use is told in a line that names it, and nothing is written', () => {
  const half = "import { annealed, Type } from '@mcover/models';";
  test.concurrent.each<[string, string, string]>([
    ['throws', "throw new Error('bad\\nday');", 'the module cannot be loaded: bad\\nday'],
    ['is no JavaScript', 'export const x = (;', 'the module cannot be loaded: Unexpected token'],
    [
      'imports what is not there',
      "import 'nowhere';",
      "the module cannot be loaded: Cannot find package 'nowhere'",
    ],
    ['loops', 'for (;;);', 'not loaded within 10 s; does the module wait or loop?'],
    ['waits for nothing', 'await new Promise(() => {});', 'the thread ended before the module was loaded'],
    ['ends its process', 'process.exit(0);', 'the thread ended before the module was loaded'],
    ['exports nothing', 'export const modell = 1;', 'nothing is exported as "model", "kernel" or "rule"'],
    [
      'exports a number',
      'export const model = 5;',
      'model: 5 is no model; "annealed" or "trained" makes one',
    ],
    [
      'lacks a function',
      `${half} export const model = annealed({ name: 'field' });`,
      'weights: the model field lacks',
    ],
    ['lacks the rows', "export const kernel = { kind: 'k' };", 'rows: "k" lacks this function'],
    [
      'has a rule without a name',
      'export const rule = { of() {} };',
      'kind: a kernel or rule lacks its name',
    ],
    [
      'takes the name of a model',
      `${field.replace("'field'", "'perceptron'")}`,
      'there is a model "perceptron" already',
    ],
    ['takes the name of a kernel', kernel.replace("'lazy'", "'uniform'"), 'kind: "uniform" is there already'],
    [
      'has a schema that is none',
      field.replace("label: 'share of spins down'", 'minimum: []'),
      'the module cannot be used: ',
    ],
    [
      'has no idea of its time',
      fieldWith('seconds: () => Number.NaN'),
      'takes NaN seconds; allowed: positive numbers',
    ],
  ])('it %s', async (_, text, message) => {
    const where = temporary();
    fs.symlinkSync(installed, path.join(where, 'node_modules'));
    write(where, 'field.mjs', field);
    write(where, 'bad.mjs', text);
    write(where, 'own.json', experiment({ uses: './bad.mjs' }));
    const args = ['run', 'own.json', '--profile', 'smoke', '--out', 'out'];
    const { code, stdout, stderr } = await mcover(args, where);
    expect(stderr).toContain(`${path.join(where, 'bad.mjs')}: `);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(fs.existsSync(path.join(where, 'out'))).toBe(false);
  });

  test('it lies where the packages are not found, which the message helps with', async () => {
    const where = temporary();
    write(where, 'field.mjs', field);
    write(where, 'own.json', experiment());
    const args = ['run', 'own.json', '--profile', 'smoke', '--out', 'out'];
    const lost = await alone(args, where);
    expect(lost.code).toBe(2);
    expect(lost.stderr).toContain(`Cannot find package '@mcover/models'`);
    const [, remedy] = /folder above it: (ln -s .*)\n$/.exec(lost.stderr)!;
    execSync(remedy, { cwd: where });
    expect(await alone(args, where)).toMatchObject({ code: 0 });
  });

  test('it is not there', async () => {
    write(folder, 'own.json', experiment({ uses: './nowhere.mjs' }));
    const { code, stdout, stderr } = await run(['own.json']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^cannot read .*nowhere\.mjs, which the experiment uses: ENOENT.*\n$/);
    expect(fs.existsSync(path.join(folder, 'out'))).toBe(false);
  });

  test('a check that fails is told with its place', async () => {
    write(folder, 'bad.mjs', fieldWith("check() { throw new TypeError('no idea'); }"));
    write(folder, 'own.json', experiment({ uses: './bad.mjs' }));
    const { code, stderr } = await run(['own.json']);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^own\.json:1:\d+: the check of the field failed: no idea\n$/),
    });
  });
});

describe('a model that fails in a trial takes no other trial with it', () => {
  const looping = 'begin: () => { for (;;); }';
  const ending = (result: string) => `begin(setting, task, engine) {
    const running = field.begin(setting, task, engine);
    return Object.assign(running, { result: () => (${result}) });
  }`;
  test.concurrent.each<[string, string, string, string[]]>([
    ['throws', "begin() { throw new RangeError('too far'); }", 'RangeError: too far', []],
    [
      'loops',
      looping,
      'TimeLimit: no result within 6 s; --time-limit SECONDS gives it longer',
      ['--time-limit', '6'],
    ],
    ['ends its thread', 'begin: () => process.exit(3)', 'ThreadError: ', []],
    [
      'ends with no number',
      ending('{ down: Number.NaN }'),
      'not what it says: /down: NaN is not of type number',
      [],
    ],
    [
      'ends with more than a record holds',
      `result: { ...field.result, properties: { ...field.result.properties,
         curve: { type: 'array', items: { type: 'number' }, label: 'c', along: { label: 'i' } } } },
       ${ending('{ down: 0, curve: Array(300_000).fill(0.25) }')}`,
      'the result takes 1.5 MB as text, and a record at most 1.0; give curves fewer points',
      [],
    ],
    [
      'ends with a text',
      ending("{ down: 'all' }"),
      'not what it says: /down: "all" is not of type number',
      [],
    ],
    ['ends with nothing', ending('{}'), 'not what it says: : missing key "down"', []],
  ])('it %s', async (_, change, message, options) => {
    const where = temporary();
    fs.symlinkSync(installed, path.join(where, 'node_modules'));
    write(where, 'field.mjs', field);
    write(where, 'bad.mjs', fieldWith(change));
    write(where, 'mine.json', mine);
    write(where, 'own.json', experiment({ uses: './bad.mjs', methods: [{ method: 'vanilla' }] }));
    const args = ['run', 'own.json', 'mine.json', '--profile', 'smoke', '--out', 'out', ...options];
    const { code, stdout, stderr } = await mcover(args, where);
    expect(code).toBe(1);
    const failures = stderr.split('\n').filter((line) => line.startsWith('failed: own: vanilla, trial '));
    expect(failures).toHaveLength(2);
    for (const failure of failures) expect(failure).toContain(message);
    expect(stdout).toMatch(/own +0\/2\nmine +4\/4/);
    const out = path.join(where, 'out');
    expect(essence(journal(out, 'mine'))).toHaveLength(4);
    expect(parsed(journal(out, 'own')).records.map(({ failure }) => failure?.kind)).toEqual([
      expect.any(String),
      expect.any(String),
    ]);
  });
});
