import { builtIn, filled, type Model, Registry } from '@mcover/models';
import { type Result, recordProblems, sealRecord, type TrialSpec } from '@mcover/record';
import { expect, it } from 'vitest';

const schedule = { step: 0.1, to: 0.1 };
const files = {
  ...{ name: 'files', trainFile: 'a'.repeat(64), columns: 5, rows: [30, 40, 50] },
  ...{ testFile: 'b'.repeat(64), testRows: [3, 4, 6], inputs: 'binarised' },
};
const drawn = { name: 'hidden-manifold', D: 3, test: 20 };

/** A small trial of a model. */
const trials: Readonly<Record<string, [model: string, params: object, data: TrialSpec['data']]>> = {
  perceptron: ['perceptron', { N: 10, alpha: 0.75, schedule }, { name: 'teacher-student' }],
  covers: ['perceptron', { N: 10, alpha: 0.75, M: 3, gamma: 1, schedule }, { name: 'teacher-student' }],
  patterns: ['perceptron-patterns', { N: 9, P: 8, schedule }, drawn],
  binary: ['binary-committee', { N: 9, K: 3, P: 8, schedule }, drawn],
  committee: ['committee', { N: 9, K: 3, P: 8, epochs: 10 }, drawn],
  stubborn: ['committee', { N: 9, K: 3, P: 8, epochs: 10, minLoss: 0 }, drawn],
  files: ['committee', { N: 5, K: 3, P: 8, epochs: 10, classes: [2, 0] }, files],
  images: ['committee', { K: 3, P: 8, epochs: 10 }, { name: 'mnist', ...{ sha256: 'c'.repeat(64) } }],
  mlp: ['mlp', { widths: [9, 5, 10], P: 8, epochs: 10 }, drawn],
};

function contradiction(name: string, result: Result): string | undefined {
  const [model, given, data] = trials[name];
  const { method, params } = filled(builtIn.model(model), { ...given });
  const spec: TrialSpec = {
    ...{ model, method, data, params, seed: { root: 1, trial: 0 } },
    ...(builtIn.model(model).arithmetic && { arithmetic: 'f64' }),
  };
  const provenance = { engine: 'x', runtime: 'x', commit: 'x', platform: 'x', durationMs: 1 };
  const [problem] = recordProblems(sealRecord('e', spec, { result }, provenance), builtIn);
  if (!problem) return undefined;
  expect(problem.pointer).toBe('/result');
  const [, text] = /^it cannot be: (.*) \(trial [0-9a-f]{12}\)$/.exec(problem.message) ?? [];
  return text;
}

const arccos = (R: number) => Math.acos(R) / Math.PI;
const solved = { generalizationError: 0, overlap: 1, trainError: 0, solved: true };
const lost = { generalizationError: 0.5, overlap: 0, trainError: 0.375, solved: false };
const errors = { trainError: 0.125, testError: 0.35 };

it.each<[string, Result]>([
  ['perceptron', solved],
  ['perceptron', lost],
  ['perceptron', { ...lost, generalizationError: 1, overlap: -1, trainError: 1 }],
  // 3/√10 of N = 10 weights: no overlap of weights ±1.
  ['covers', { ...lost, generalizationError: arccos(0.5), overlap: 0.5 }],
  ['patterns', { ...errors, solved: false }],
  ['patterns', { testError: 0.35, trainError: 0, solved: true }],
  ['binary', errors],
  ['committee', { ...errors, epochs: 10 }],
  // The loss of a copy was below the least one.
  ['committee', { ...errors, epochs: 1 }],
  ['stubborn', { ...errors, epochs: 10 }],
  ['stubborn', { ...errors, trainError: 0, epochs: 3 }],
  // Of nine test rows in the two classes.
  ['files', { ...errors, testError: 5 / 9, epochs: 10 }],
  ['images', { ...errors, testError: 1 / 1999, epochs: 10 }],
  ['mlp', { ...errors, epochs: 10 }],
])('%s: %o can be', (name, result) => {
  expect(contradiction(name, result)).toBeUndefined();
});

it.each<[string, Result, string]>([
  [
    'perceptron',
    { ...solved, generalizationError: 0.5 },
    'the generalization error 0.5 is not 0, arccos(R)/π of the overlap R = 1',
  ],
  [
    'perceptron',
    { ...lost, generalizationError: 0.5 + 2 ** -53 },
    'the generalization error 0.5000000000000001 is not 0.5, arccos(R)/π of the overlap R = 0',
  ],
  ['perceptron', { ...lost, solved: true }, 'solved is true, but the overlap R is 0'],
  ['perceptron', { ...solved, solved: false }, 'solved is false, but the overlap R is 1'],
  ['perceptron', { ...solved, trainError: 0.125 }, 'solved is true, but the train error is 0.125'],
  ['perceptron', { ...lost, trainError: 0.3 }, 'the train error 0.3 is no whole number of 8 patterns'],
  [
    'perceptron',
    { ...lost, generalizationError: arccos(0.5), overlap: 0.5 },
    'the overlap R = 0.5 is none of 10 weights ±1, 1 − 2d/10',
  ],
  ['covers', { ...lost, trainError: 0.3 }, 'the train error 0.3 is no whole number of 8 patterns'],
  ['patterns', { ...errors, solved: true }, 'solved is true, but the train error is 0.125'],
  ['patterns', { ...errors, trainError: 0, solved: false }, 'solved is false, but the train error is 0'],
  [
    'patterns',
    { ...errors, testError: 0.36, solved: false },
    'the test error 0.36 is no whole number of 20 patterns',
  ],
  ['binary', { ...errors, trainError: 0.1 }, 'the train error 0.1 is no whole number of 8 patterns'],
  ['committee', { ...errors, epochs: 11 }, '11 epochs were run, but 10 is the most'],
  [
    'stubborn',
    { ...errors, epochs: 9 },
    'training stopped after 9 of 10 epochs, but the train error is 0.125',
  ],
  ['files', { ...errors, epochs: 10 }, 'the test error 0.35 is no whole number of 9 patterns'],
  [
    'images',
    { ...errors, trainError: 0.1, epochs: 10 },
    'the train error 0.1 is no whole number of 8 patterns',
  ],
  ['mlp', { ...errors, epochs: 9 }, '9 epochs were run, but all are 10'],
  [
    'mlp',
    { ...errors, testError: 0.351, epochs: 10 },
    'the test error 0.351 is no whole number of 20 patterns',
  ],
])('%s: %o cannot be', (name, result, text) => {
  expect(contradiction(name, result)).toBe(text);
});

it('of a model of one’s own, its author says what cannot be', () => {
  const perceptron = builtIn.model('perceptron');
  const own: Model = { ...perceptron, name: 'own', contradiction: () => 'it is mine' };
  const silent: Model = { ...own, name: 'silent', contradiction: undefined as never };
  const registry = new Registry([{ models: [own, silent] }]);
  const of = (model: string) => registry.find(model, 'vanilla')!.contradiction!(specOf(model), solved);
  const specOf = (model: string): TrialSpec => ({
    ...{ model, method: 'vanilla', data: { name: 'teacher-student' }, seed: { root: 1, trial: 0 } },
    params: filled(perceptron, { N: 9, alpha: 1 }).params,
  });
  expect([of('own'), of('silent')]).toEqual(['it is mine', undefined]);
});
