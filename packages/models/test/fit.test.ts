import {
  type BinaryTask,
  hiddenManifoldClasses,
  hiddenManifoldTask,
  InputError,
  referenceEngine,
} from '@mcover/core';
import { annealed, builtIn, fit, runOn, runPerceptron, Type } from '@mcover/models';
import { wasmEngine } from '@mcover/wasm';
import { describe, expect, test } from 'vitest';

const seed = { root: 3, trial: 2 };
const schedule = { from: 0.4, to: 0.05, step: 0.05 };

/** Three inputs, the last of which tells the class. */
const X = Array.from({ length: 40 }, (_, i) => [i % 8, (i * 5) % 7, i % 2]);
const y = X.map(([, , last]) => (last ? 'odd' : 'even'));
const network = { widths: ['inputs', 4, 'classes'], epochs: 12, B: 8, M: 3, S: 3, G: 1 };

const binary = hiddenManifoldTask({ N: 21, D: 5, P: 40, test: 100 }, seed);
const several = hiddenManifoldClasses({ N: 20, D: 5, P: 100, test: 50, classes: 10 }, seed);

describe('a task in memory gives the numbers of the trial on it', () => {
  test.each([
    ['committee', binary, { K: 3, epochs: 5 }, { N: 21, P: 40 }],
    ['committee', binary, { K: 3, epochs: 5, M: 3, S: 2, kernel: { kind: 'uniform' } }, { N: 21, P: 40 }],
    ['binary-committee', binary, { K: 3, schedule }, { N: 21, P: 40 }],
    ['perceptron-patterns', binary, { schedule, M: 3, gamma: 1 }, { N: 21, P: 40 }],
    ['mlp', several, { widths: [20, 8, 10], epochs: 2, B: 10 }, { P: 100 }],
  ] as const)('%s', async (name, task, params, sizes) => {
    const model = builtIn.model(name);
    for (const engine of [wasmEngine, referenceEngine]) {
      const { result } = await fit(model, task, { params, seed, engine });
      expect(result).toEqual(runOn(model, { ...params, ...sizes }, task, seed, engine));
    }
  });

  test('and the perceptron draws its own', async () => {
    const params = { N: 21, alpha: 1, schedule };
    const { result } = await fit('perceptron', undefined, { params, seed });
    expect(result).toEqual(runPerceptron(params, seed, wasmEngine));
  });
});

describe('predict', () => {
  const shareOf = (told: unknown[], labels: ArrayLike<unknown>) =>
    told.filter((label, at) => label !== labels[at]).length / told.length;

  test('is wrong as often as the result says, in the labels of the task', async () => {
    const params = { K: 3, epochs: 5 };
    const { result, predict } = await fit('committee', binary, { params });
    expect(shareOf(predict(binary.test.x), binary.test.y)).toBe(result.testError);
    const other = await fit('mlp', several, { params: { widths: [20, 8, 10], epochs: 4, B: 10 } });
    expect(shareOf(other.predict(several.test.x), several.test.labels)).toBe(other.result.testError);
  });

  test.each([
    ['texts', 'odd', 'even'],
    ['numbers', 10, 9],
    ['booleans', true, false],
  ])('gives %s back as the caller wrote them, and scales rows', async (_, odd, even) => {
    const labels = X.map(([, , last]) => (last ? odd : even));
    const test = { X, y: labels };
    const { result, predict } = await fit('mlp', { X, y: labels, test }, { params: network });
    expect(shareOf(predict(X), labels)).toBe(result.testError);
    expect(result.testError).toBe(0);
    expect(predict(Float64Array.from(X.flat()))).toEqual(predict(X));
    expect(predict([])).toEqual([]);
    expect(() => predict([[1, 2]])).toThrow('X: row 1 has 2 inputs instead of 3');
  });

  test('of two among three classes keeps their names', async () => {
    const three = X.map((_, i) => 'abc'[i % 3]);
    const params = { K: 3, epochs: 5, classes: [2, 0] };
    const { predict } = await fit('committee', { X, y: three }, { params });
    expect(new Set(predict(X))).toEqual(new Set(['a', 'c']));
  });
});

test('rows in an array, in one typed array, and with numbers for labels are the same trial', async () => {
  const flat = await fit('mlp', { X: Float32Array.from(X.flat()), y }, { params: network, seed });
  const rows = await fit('mlp', { X, y }, { params: network, seed });
  expect([flat.result, flat.spec]).toEqual([rows.result, rows.spec]);
});

test('steps are told, looked into, and change nothing; the trial ends where one says false', async () => {
  const steps: number[] = [];
  const options = { params: network, seed, trace: 5 };
  const whole = await fit('mlp', { X, y }, options);
  const seen = await fit(
    'mlp',
    { X, y },
    {
      ...options,
      onStep({ step, observe, tensors }) {
        steps.push(step);
        expect(observe()).toHaveProperty('loss');
        expect(Object.keys(tensors())).toContain('layers.0.weight');
      },
    },
  );
  expect([seen.result, seen.trace, seen.tensors]).toEqual([whole.result, whole.trace, whole.tensors]);
  expect([steps, whole.trace?.step]).toEqual([Array.from({ length: 12 }, (_, i) => i + 1), [0, 5, 10, 12]]);
  const short = await fit('mlp', { X, y }, { ...options, onStep: async ({ step }) => step < 7 });
  expect([short.result.epochs, short.trace?.step, short.stoppedAt]).toEqual([7, [0, 5, 7], 7]);
  expect(whole.stoppedAt).toBeUndefined();
});

test('a signal ends it with its reason, while it runs as well', async () => {
  const options = { params: { ...network, epochs: 1e6 } };
  const reason = new Error('enough');
  await expect(fit('mlp', { X, y }, { ...options, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  const later = new AbortController();
  setTimeout(() => later.abort(reason), 100);
  await expect(fit('mlp', { X, y }, { ...options, signal: later.signal })).rejects.toBe(reason);
});

test('a model of one’s own', async () => {
  const model = annealed({
    name: 'field',
    params: { N: Type.Integer({ default: 9, task: true }) },
    data: Type.Object({ name: Type.Literal('nothing') }),
    result: Type.Object({ up: Type.Number({ label: 'share of spins up', better: 'higher' }) }),
    weights: ({ N }) => N,
    task: () => ({}),
    base: () => ({
      unit: 1,
      state(spins) {
        const s = Int8Array.from(spins);
        return {
          delta: (i) => 2 * s[i],
          flip: (i) => {
            s[i] = -s[i];
          },
          energy: () => -s.reduce((sum, spin) => sum + spin, 0),
        };
      },
    }),
    read: (W) => ({ up: W.filter((w) => w > 0).length / W.length }),
  });
  const { result, predict, spec } = await fit(model, undefined, { params: { schedule } });
  expect([result, spec.data]).toEqual([{ up: 1 }, { name: 'nothing' }]);
  expect(() => predict([[1]])).toThrow('the model field tells no classes');
  await expect(fit(model, { X, y })).rejects.toThrow('data: the field does not learn from rows');
});

describe('what is wrong is an InputError with its path', () => {
  const short = X.slice(1);
  test.each([
    ['no data', undefined, 'data: missing'],
    ['a data set', { name: 'mnist' }, 'data: the files of mnist are read by an experiment'],
    ['no rows', { X: 1, y }, 'X: no rows'],
    ['no labels', { X }, 'y: no labels'],
    ['fewer rows than labels', { X: short, y }, 'X: 39 rows, but 40 labels'],
    ['typed rows that are not equal', { X: new Float32Array(81), y }, 'X: 81 numbers are no 40 equal rows'],
    ['rows of two lengths', { X: [[1, 2], [1], ...X.slice(2)], y }, 'X: row 2 has 1 inputs instead of 2'],
    ['NaN', { X: [[1, Number.NaN, 1], ...short], y }, 'X: input 2 of row 1 is NaN'],
    ['beyond singles', { X: [[1, 1e300, 1], ...short], y }, 'X: input 2 of row 1 is 1e+300'],
    ['a text for an input', { X: [[1, '2', 1], ...short], y }, 'X: input 2 of row 1 is 2, no finite'],
    ['one class', { X, y: y.map(() => 1) }, 'y: all labels are alike'],
    ['a missing label', { X, y: [null, ...y.slice(1)] }, 'y: the label of row 1 is null'],
    [
      'too many classes',
      { X: new Int8Array(300), y: Array.from({ length: 300 }, (_, i) => i) },
      'y: 300 classes',
    ],
    ['another class in the test', { X, y, test: { X, y: X.map(() => 'x') } }, 'test/y: row 1 is of a class'],
    ['another width in the test', { X, y, test: { X: X.map(() => [1]), y } }, 'test/X: 1 inputs in a row'],
    ['another scaling', { X, y, inputs: 'squared' }, 'data/inputs: the mlp does not take "squared"'],
    ['a share beyond all', { X, y, test: { share: 2 } }, 'share: '],
  ])('%s', async (_, data, message) => {
    const wrong = fit('mlp', data as never, { params: network });
    await expect(wrong).rejects.toThrow(message);
    await expect(wrong).rejects.toBeInstanceOf(InputError);
  });

  test.each([
    ['trace', { trace: 0 }, 'trace: 0 is no whole number'],
    ['seed', { seed: 1.5 }, 'seed/root: '],
    ['engine', { engine: 'wasm' }, 'engine: is none'],
    ['params', { params: { N: 5 } }, 'N: the mlp has no such parameter'],
  ])('%s', async (_, options, message) => {
    await expect(fit('mlp', { X, y }, options as never)).rejects.toThrow(message);
  });

  test('rows for a model that draws its own, and a model that is none', async () => {
    await expect(fit('perceptron', binary as BinaryTask)).rejects.toThrow('data: the perceptron does not');
    await expect(fit({} as never, { X, y })).rejects.toThrow(InputError);
  });
});
