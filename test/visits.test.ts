import { fileURLToPath } from 'node:url';
import { builtIn } from '@mcover/models';
import type { TrialSpec } from '@mcover/record';
import { readResults } from '@mcover/report';
import { expect, test } from 'vitest';
import { readingOf } from '../packages/harness/dist/journal/reading.js';
import { visits } from '../packages/harness/dist/visits.js';
import { experimentsOf } from '../packages/report/dist/summary/experiment.js';
import { resultsTable } from '../packages/report/dist/tables/results.js';

const kernel = { kind: 'uniform' };
const schedule = { from: 0.4, to: 0.1, step: 0.1 };
const annealed = { N: 10, alpha: 1.5, schedule, sweeps: 2, cost: 'linear' };
const product = 10 * 15;

const manifold = { name: 'hidden-manifold', D: 2, test: 10 };

const of = (method: string, params: object, model = 'perceptron'): TrialSpec => ({
  model,
  method,
  params: params as TrialSpec['params'],
  data: model === 'perceptron' ? { name: 'teacher-student' } : manifold,
  seed: { root: 1, trial: 0 },
});

test.each([
  ['vanilla', annealed, 4 * 2 * product],
  ['rsa', { ...annealed, M: 3, gamma: 1 }, 4 * 2 * 3 * product],
  ['independent', { ...annealed, M: 3 }, 4 * 2 * 3 * product],
  ['mcover', { ...annealed, M: 3, S: 5, kernel }, 4 * 2 * 3 * 5 * product],
  ['mcover', { ...annealed, M: 1, S: 5, kernel }, 4 * 2 * product],
])('an annealing by %s visits each pattern with each weight: %o', (method, params, expected) => {
  expect(visits.of(of(method, params), [{ iterations: 7 }])).toBe(expected);
});

const ste = { N: 10, alpha: 1.5, B: 5, epochs: 50, rate: 0.3, sharpness: 1, clip: 1, start: 0.1 };
const sbpi = { N: 10, alpha: 1.5, epochs: 50, metaplastic: 0.3 };

test.each([
  ['amp', { N: 10, alpha: 1.5, iterations: 50, tolerance: 0, damping: 0 }, 2],
  ['rbp', { N: 10, alpha: 1.5, iterations: 50, tolerance: 0, reinforcement: 0 }, 2],
  ['sbpi', sbpi, 1],
  ['sbpi-cover', { ...sbpi, M: 3, S: 5, kernel }, 3],
  ['ste', ste, 1],
  ['ste-cover', { ...ste, M: 3, S: 5, kernel }, 15],
])('%s makes its visits in each iteration that it took, on average', (method, params, each) => {
  expect(visits.of(of(method, params), [{ iterations: 4 }, {}, { iterations: 9 }])).toBe(
    6.5 * each * product,
  );
  expect(visits.of(of(method, params), [])).toBeUndefined();
});

const committee = {
  N: 8,
  K: 3,
  P: 20,
  classes: [0, 1],
  B: 10,
  epochs: 30,
  rate: 0.1,
  growth: 1,
  beta: 1,
  gamma: 1,
  minLoss: 0,
};
const trained = { widths: [4, 3, 2], P: 20, B: 10, rate: 0.1, activation: 'relu', noise: 0.1 };
const network = { ...trained, epochs: 30, momentum: 0 };
const copies = { ...network, M: 4, loss: 'sum' };
const random = { startEpochs: 5, startMomentum: 0, finalEpochs: 20, finalMomentum: 0, zeroed: 0 };
const size = 5 * 3 + 4 * 2;

test.each([
  ['sgd', committee, 1],
  ['rsgd', { ...committee, M: 4, attraction: 1, attractionGrowth: 1 }, 4],
  ['independent', { ...committee, M: 4 }, 4],
  ['mcover', { ...committee, M: 4, S: 5, kernel }, 4 * 5],
  ['mcover', { ...committee, M: 1, S: 5, kernel }, 1],
])(
  'committees of %s visit each pattern with each weight in the epochs that they took, on average',
  (method, params, each) => {
    const spec = of(method, params, 'committee');
    expect(visits.of(spec, [])).toBe(30 * 20 * 8 * 3 * each);
    expect(visits.of(spec, [{ epochs: 4 }, {}, { epochs: 9 }])).toBe(6.5 * 20 * 8 * 3 * each);
  },
);

test.each([
  ['sgd', network, 1],
  ['independent', copies, 4],
  ['mcover', { ...copies, S: 5, G: 1, kernel, mixing: 'empirical' }, 4],
  ['adversarial', { ...trained, ...random }, 1],
])('networks of %s visit each pattern with each weight in all epochs', (method, params, each) => {
  expect(visits.of(of(method, params, 'mlp'), [{ epochs: 30 }])).toBe(30 * 20 * size * each);
});

test("a kernel of one's own changes nothing; a model that the report does not know, and one that has none, have no visits", () => {
  const own = { ...annealed, M: 3, S: 5, kernel: { kind: 'lazy', p: 1 } };
  expect(visits.of(of('mcover', own), [])).toBe(4 * 2 * 3 * 5 * product);
  expect(visits.of(of('mcover', own, 'of-one-s-own'), [])).toBeUndefined();
  expect(builtIn.model('perceptron-patterns').visits).toBeUndefined();
});

test('the column is in tables that compare methods, and makes no picture', () => {
  const folder = fileURLToPath(new URL('../results/reference/smoke', import.meta.url));
  const experiments = experimentsOf({ ...readResults(folder, readingOf(folder)), covariates: [visits] });
  const titlesOf = (id: string) => {
    const found = experiments.find((one) => one.id === id)!;
    expect(found.scatters).toEqual([]);
    return resultsTable(found).columns.map(({ title }) => title);
  };
  expect(titlesOf('baselines-perceptron')).toContain('pattern visits');
  expect(titlesOf('fig3-kernel')).not.toContain('pattern visits');
});
