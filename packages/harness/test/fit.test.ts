import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { hiddenManifoldTask } from '@mcover/core';
import { fit, loadWeights, readData, run, saveWeights, UsageError } from '@mcover/harness';
import { annealed, Type } from '@mcover/models';
import { readSafetensors, specId, writeSafetensors } from '@mcover/record';
import { describe, expect, test } from 'vitest';
import { examplesOf, wrongIn } from '../../models/test/examples.ts';
import { temporary, tiny, tinyCommittee, tinyMlp, writeExperiment } from './support.ts';

const leaves = fileURLToPath(new URL('../../../examples/leaves.csv', import.meta.url));
const files = { train: leaves, test: { share: 0.25 }, label: 'kind' };
const own = {
  id: 'own',
  model: 'mlp',
  data: files,
  params: { widths: ['inputs', 8, 'classes'], P: 100, B: 20, epochs: 3, M: 3, G: 2 },
  methods: [{ method: 'sgd' }, { method: 'mcover' }],
  trials: 2,
  profiles: { smoke: {} },
};

test.each([
  ['a teacher', tiny],
  ['a drawn task', tinyCommittee],
  ['a drawn task of classes', tinyMlp],
  ['a file', own],
])('fit gives the specification and the result that a run records: %s', async (_, content) => {
  const folder = temporary();
  const out = path.join(folder, 'out');
  const asked = [writeExperiment(folder, 'e.json', content)];
  const { records } = await run({ files: asked, profile: 'smoke', workers: 2, out });
  expect(records.length).toBeGreaterThan(3);
  const data = 'name' in content.data ? content.data : await readData(files);
  for (const { id, spec, result } of records) {
    const { model, method, params, seed } = spec;
    const fitted = await fit(model, data, { params, method, seed });
    expect([specId(fitted.spec), fitted.result]).toEqual([id, result]);
  }
});

describe('many seeds on threads', () => {
  const params = own.params;

  test('give in their order what each gives alone, traces and weights too', async () => {
    const data = await readData(files);
    const fitted = await fit('mlp', data, { params, seeds: [3, 0, 3], seed: 5, threads: 2, trace: 2 });
    expect(fitted.map(({ spec }) => spec.seed)).toEqual([3, 0, 3].map((trial) => ({ root: 5, trial })));
    for (const one of fitted) {
      const alone = await fit('mlp', data, { params, seed: one.spec.seed, trace: 2 });
      const { result, trace, tensors, spec } = alone;
      expect(one).toMatchObject({ result, trace, tensors, spec });
      const X = Array.from({ length: 30 }, (_, i) => [5 + i / 10, 3, i % 5, 0.5]);
      expect(one.predict(X)).toEqual(alone.predict(X));
    }
  });

  test('share the memory of rows that a script gives', async () => {
    const X = Array.from({ length: 40 }, (_, i) => [i % 8, (i * 5) % 7, i % 2]);
    const y = X.map(([, , last]) => last === 1);
    const fitted = await fit('mlp', { X, y }, { params: { ...params, P: 20 }, seeds: 2, threads: 2 });
    expect(fitted.map(({ spec }) => spec.seed.trial)).toEqual([0, 1]);
    expect(new Set(fitted.flatMap(({ predict }) => predict(X)))).toEqual(new Set([true, false]));
  });

  test('a signal ends them', async () => {
    const data = await readData(files);
    const long = { params: { ...params, epochs: 1e6 }, seeds: 4, threads: 2 };
    await expect(fit('mlp', data, { ...long, signal: AbortSignal.timeout(300) })).rejects.toThrow(/timeout/);
  });

  test.each([
    ['onStep', { seeds: 2, onStep() {} }, /^onStep: is for a single trial/],
    ['threads without seeds', { threads: 2 }, /^threads: are for several trials/],
    ['no seeds', { seeds: 0 }, /^seeds: 0 is neither/],
    ['other seeds', { seeds: ['a'] }, /^seed\/trial: /],
    ['no threads', { seeds: 2, threads: 0 }, /^threads: 0 is no whole number/],
    ['no engine', { engine: 'abacus' }, /no engine "abacus"/],
    ['a GPU', { engine: 'gpu' }, /^engine: no GPU computes in a script/],
  ])('%s is an error that says so', async (_, options, message) => {
    const data = hiddenManifoldTask({ N: 9, D: 3, P: 20, test: 20 }, { root: 1, trial: 0 });
    await expect(fit('committee', data, options as never)).rejects.toThrow(message);
  });

  test('a trial that fails is an error that names it', async () => {
    const wild = { ...params, rate: 1e30 };
    await expect(fit('mlp', await readData(files), { params: wild, seeds: 2 })).rejects.toThrow(
      /^trial [01]: /,
    );
  });
});

describe('saved weights', () => {
  const fitted = async (stop = Infinity) =>
    fit('mlp', await readData(files), { params: own.params, onStep: ({ step }) => step < stop });
  const X = Array.from({ length: 30 }, (_, i) => [5 + i / 10, 3, i % 5, 0.5]);

  test('predict as before, with labels and scaling', async () => {
    const file = path.join(temporary(), 'new/x.safetensors');
    const one = await fitted(2);
    saveWeights(file, one);
    const { predict, tensors, spec } = await loadWeights(file);
    expect(predict(X)).toEqual(one.predict(X));
    expect(new Set(predict(X))).toEqual(new Set(['oak', 'maple']));
    expect([Object.keys(tensors).sort(), spec]).toEqual([Object.keys(one.tensors).sort(), one.spec]);
    const { metadata } = readSafetensors(fs.readFileSync(file));
    expect(metadata).toMatchObject({ format: 'mcover', stoppedAt: '2', id: specId(one.spec) });
  });

  test('of a run lack the scaling of files, and say so', async () => {
    const folder = temporary();
    const asked = [writeExperiment(folder, 'e.json', own)];
    await run({ files: asked, profile: 'smoke', workers: 2, out: folder, saveWeights: 'collapsed' });
    const weights = path.join(folder, 'results/smoke/weights');
    const [name] = fs.readdirSync(weights);
    const { predict } = await loadWeights(path.join(weights, name));
    expect(() => predict(X)).toThrow(/does not say how the rows were scaled/);
  });

  test.each([
    ['no JSON', '{', /"reading" cannot be used/],
    ['another shape', '{"labels":[null]}', /"reading" cannot be used/],
    ['unequal scaling', '{"scaling":{"inputs":"raw","centre":[1],"spread":[]}}', /not of one length/],
    ['a terminal’s commands', '"\u001b[31m"', /"reading" cannot be used: \P{Cc}*$/u],
  ])('with a reading of %s are refused', async (_, reading, message) => {
    const file = path.join(temporary(), 'x.safetensors');
    saveWeights(file, await fitted());
    const { tensors, metadata } = readSafetensors(fs.readFileSync(file));
    fs.writeFileSync(file, writeSafetensors(tensors, { ...metadata, reading }));
    const wrong = loadWeights(file);
    await expect(wrong).rejects.toThrow(message);
    await expect(wrong).rejects.toBeInstanceOf(UsageError);
  });

  test('of a kernel that is a function cannot be', async () => {
    const kernel = { kind: 'own', rows: (M: number) => Array.from({ length: M }, () => Array(M).fill(1)) };
    const params = { N: 11, alpha: 1, M: 3, kernel, schedule: { step: 0.1, to: 0.1 } };
    const file = path.join(temporary(), 'x.safetensors');
    const one = await fit('perceptron', undefined, { params });
    expect(() => saveWeights(file, one)).toThrow(/^kernel: is a function/);
    expect(fs.existsSync(file)).toBe(false);
  });

  test('of a model of one’s own are read with it', async () => {
    const model = annealed({
      ...{ name: 'up', params: { N: Type.Integer({ default: 5, task: true }) } },
      data: Type.Object({ name: Type.Literal('nothing') }),
      result: Type.Object({ up: Type.Number({ label: 'spins up', better: 'higher' }) }),
      weights: ({ N }) => N,
      task: () => ({}),
      base: () => ({ unit: 1, state: (s) => ({ delta: (i) => 2 * s[i], flip() {}, energy: () => 0 }) }),
      read: (W) => ({ up: W.length }),
      classes: (_, patterns) => Int8Array.from({ length: patterns.P }, () => 1),
    });
    const file = path.join(temporary(), 'x.safetensors');
    saveWeights(file, await fit(model, undefined, { params: { schedule: { step: 0.1, to: 0.1 } } }));
    expect((await loadWeights(file, model)).predict([[1, 1, 1, 1, 1]])).toEqual([1]);
    await expect(loadWeights(file)).rejects.toThrow(UsageError);
  });
});

test('the docstrings say what is', async () => {
  const examples = examplesOf(new URL('../src/', import.meta.url));
  const file = path.join(temporary(), 'x.safetensors');
  const scope = { fit, saveWeights, loadWeights, file };
  for (const name of ['fit', 'saveWeights', 'loadWeights']) {
    const example = examples.find((one) => one.name === name);
    expect(await wrongIn(example!, scope)).toEqual([]);
  }
});
