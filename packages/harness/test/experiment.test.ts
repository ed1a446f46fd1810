import fs from 'node:fs';
import path from 'node:path';
import { builtIn } from '@mcover/models';
import { expect, test } from 'vitest';
import { chooseExperiments, paperFiles } from '../dist/config/catalogue.js';
import { cellsOf } from '../dist/config/cells.js';
import { readExperiment, withProfile } from '../dist/config/experiment.js';
import { namedData } from '../dist/data/resolve.js';
import { temporary, tiny, tinyCommittee, writeExperiment } from './support.ts';

function cells(content: unknown, profile = 'smoke') {
  const experiment = readExperiment(writeExperiment(temporary(), 'e.json', content));
  return cellsOf(withProfile(experiment, profile)).map(({ cell }) => cell);
}

test('a method takes the shared parameters that it knows, and every default', () => {
  const [vanilla, rsa, mcover] = cells(tiny);
  const schedule = { from: 0.4, to: 0.1, step: 0.1 };
  const shared = { N: 11, alpha: 1.5, cost: 'linear', schedule, sweeps: 1 };
  expect(vanilla).toEqual({
    model: 'perceptron',
    method: 'vanilla',
    data: { name: 'teacher-student' },
    params: shared,
  });
  expect(rsa.params).toEqual({ ...shared, M: 2, gamma: 1 });
  expect(mcover.params).toEqual({ ...shared, M: 2, S: 2, kernel: tiny.params.kernel });
});

test("a method's own parameters come over the shared ones", () => {
  const own = { M: 3, kernel: { sigma: 0.5 } };
  const [cell] = cells({ ...tiny, methods: [{ method: 'mcover', params: own }] });
  expect(cell.params).toMatchObject({ M: 3, S: 2, kernel: { kind: 'directed-ring', mu: 2, sigma: 0.5 } });
});

test('a sweep is every combination, for the methods that know its parameters', () => {
  const swept = cells({ ...tiny, sweep: { alpha: [1, 2], 'kernel.sigma': [0.5, 1, 2] } });
  const points = swept.map(({ method, params }) => {
    const { alpha, kernel } = params as { alpha: number; kernel?: { sigma: number } };
    return [method, alpha, kernel?.sigma];
  });
  expect(points).toEqual([
    ['vanilla', 1, undefined],
    ['vanilla', 2, undefined],
    ['rsa', 1, undefined],
    ['rsa', 2, undefined],
    ...[1, 2].flatMap((alpha) => [0.5, 1, 2].map((sigma) => ['mcover', alpha, sigma])),
  ]);
});

test('a sweep of a method is merged over the shared one', () => {
  const methods = [
    { method: 'vanilla', sweep: { alpha: null } },
    { method: 'rsa', sweep: { M: [2, 3] } },
  ];
  const swept = cells({ ...tiny, methods, sweep: { alpha: [1, 2] } });
  expect(swept.map(({ method, params }) => [method, params.alpha, params.M])).toEqual([
    ['vanilla', 1.5, undefined],
    ['rsa', 1, 2],
    ['rsa', 1, 3],
    ['rsa', 2, 2],
    ['rsa', 2, 3],
  ]);
});

test('whole objects can be swept', () => {
  const kernels = [{ kind: 'uniform' }, { kind: 'identity' }];
  const swept = cells({ ...tiny, methods: [{ method: 'mcover' }], sweep: { kernel: kernels } });
  expect(swept.map(({ params }) => params.kernel)).toEqual(kernels);
});

test('a profile is merged over the experiment', () => {
  const profiles = { smoke: { sweep: null, params: { N: 13 } }, paper: {} };
  const content = { ...tiny, methods: [{ method: 'vanilla' }], sweep: { alpha: [1, 2] }, profiles };
  expect(cells(content).map(({ params }) => [params.N, params.alpha])).toEqual([[13, 1.5]]);
  expect(cells(content, 'paper').map(({ params }) => [params.N, params.alpha])).toEqual([
    [11, 1],
    [11, 2],
  ]);
});

test('an experiment is merged over what it extends, through several files', () => {
  const folder = temporary();
  fs.mkdirSync(path.join(folder, 'base'));
  writeExperiment(folder, 'base/a.json', tiny);
  writeExperiment(folder, 'base/b.json', { extends: 'a.json', id: 'b', params: { N: 21 } });
  const file = writeExperiment(folder, 'c.json', {
    extends: 'base/b.json',
    id: 'c',
    profiles: { smoke: { params: { alpha: 2 } }, quick: {} },
  });
  const experiment = readExperiment(file);
  expect(experiment).toMatchObject({ id: 'c', profiles: ['smoke', 'quick'] });
  expect(cellsOf(withProfile(experiment, 'smoke'))[0].cell.params).toMatchObject({ N: 21, alpha: 2 });
  expect(cellsOf(withProfile(experiment, 'quick'))[0].cell.params).toMatchObject({ N: 21, alpha: 1.5 });
});

test('faults are told where their value was written, also in another file', () => {
  const folder = temporary();
  writeExperiment(folder, 'a.json', { ...tiny, params: { ...tiny.params, M: 0 } });
  const file = writeExperiment(folder, 'b.json', { extends: 'a.json', id: 'b' });
  expect(() => cellsOf(withProfile(readExperiment(file), 'smoke'))).toThrow(
    /a\.json:10:5: \/params\/M: 0 must be >= 1$/,
  );
});

test('only experiments that are asked for by name must have the profile', () => {
  const folder = temporary();
  const one = writeExperiment(folder, 'one.json', { ...tiny, id: 'one' });
  const two = writeExperiment(folder, 'two.json', { ...tiny, id: 'two', profiles: { paper: {} } });
  const ids = (profile: string, only?: string[]) =>
    chooseExperiments({ files: [one, two], named: false, profile, only }).map(({ id }) => id);
  expect(ids('smoke')).toEqual(['one']);
  expect(ids('paper')).toEqual(['two']);
  expect(ids('smoke', ['two'])).toEqual(['two']);
  expect(() => ids('quick')).toThrow('no experiment has a profile "quick"; profiles: smoke, paper');
  expect(() => ids('smoke', ['three', 'one'])).toThrow('no experiment "three"; known: one, two');
  expect(() => chooseExperiments({ files: [one, one], named: true, profile: 'smoke' })).toThrow(
    /also that of/,
  );
});

test.each(paperFiles().map((file) => [path.basename(file), file]))(
  '%s is sound in every profile',
  (_, file) => {
    const experiment = readExperiment(file);
    expect(`${experiment.id}.json`).toBe(path.basename(file));
    for (const profile of experiment.profiles) {
      expect(cellsOf(withProfile(experiment, profile)).length).toBeGreaterThan(0);
    }
  },
);

test("the paper's experiments have the paper's cells", () => {
  const count = Object.fromEntries(
    paperFiles().map((file) => {
      const experiment = readExperiment(file);
      return [experiment.id, cellsOf(withProfile(experiment, 'paper')).length];
    }),
  );
  expect(count).toMatchObject({
    'table3-perceptron': 4 * 2,
    'fig2a-load': 8 * 6,
    'fig2b-load': 8 * 6,
    'fig3-kernel': 4 * 8 * 4 + 1,
    'fig5-covers': 2 * 9,
    'table3-committee': 5,
    'fig2c-committee': 3,
    'fig4-committee-kernel': 3 * 8 * 2 + 1,
    'baselines-committee': 6 * 6 * 3 + 2 + 1 + 2,
    'table3-mlp': 5,
    'fig2d-mlp': 4,
    'mlp-kernel': 3 * 6,
    'baselines-perceptron': 9 * 7,
    'lifted-rules': 9,
  });
});

test.each<[string, object, object, RegExp]>([
  ['patterns', tiny, { N: 32767, alpha: 3 }, /alpha: the P = 98301 patterns take N·P = 3221028867 bytes/],
  ['patterns', tinyCommittee, { N: 1e5, P: 1e5 }, /P: 100000 patterns take N·P = 10000000000 bytes/],
  [
    'routes',
    tiny,
    { N: 20011, alpha: 0.1, M: 100, S: 20011 },
    /S: the problem takes \d{11,12} bytes of memory/,
  ],
  ['routes', tinyCommittee, { N: 1e4, K: 3, M: 8, S: 3e4 }, /S: the problem takes \d{11,12} bytes of memory/],
])('too many %s are refused before anything runs', (_, content, params, message) => {
  const all = { ...content, params: { ...(content as typeof tiny).params, ...params } };
  const node = withProfile(readExperiment(writeExperiment(temporary(), 'e.json', all)), 'smoke');
  const engine = { name: 'wasm', arithmetic: 'f32' } as const;
  expect(() => cellsOf(node, { resolve: namedData, engine, registry: builtIn, uses: [] })).toThrow(message);
});

test('a profile cannot lead out of the folder of results', () => {
  const file = writeExperiment(temporary(), 'e.json', { ...tiny, profiles: { '../../x': {} } });
  expect(() => readExperiment(file)).toThrow(/\/profiles: "\.\.\/\.\.\/x" must match pattern/);
});
