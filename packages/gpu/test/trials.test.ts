import { collapse, referenceEngine, temperatures } from '@mcover/core';
import { openThread } from '@mcover/gpu';
import { builtIn, filled, runPerceptron } from '@mcover/models';
import { expect, it } from 'vitest';

const perceptron = builtIn.model('perceptron');

it.each([
  ['vanilla', {}],
  ['rsa', { M: 3, gamma: 1 }],
  ['mcover', { sweeps: 2, M: 3, S: 2, kernel: { kind: 'uniform' } }],
])('%s trials of a batch are those that run alone', async (method, coupling) => {
  const given = { N: 61, alpha: 1.7, schedule: { from: 0.4, to: 0.05, step: 0.05 }, ...coupling };
  const { params } = filled(perceptron, given, method);
  const seeds = [0, 1, 2, 3].map((trial) => ({ root: 3, trial }));
  const trials = seeds.map((seed) => {
    const spec = { model: 'perceptron', method, params, data: { name: 'teacher-student' }, seed };
    return perceptron.annealing!(spec, perceptron.task(spec, undefined));
  });
  const [{ schedule, sweeps }] = trials;
  const all = [...temperatures(schedule)].flatMap((T) => new Array<number>(sweeps).fill(T));
  const annealed = await openThread().anneal(
    trials.map(({ problem }) => problem),
    Float64Array.from(all),
  );
  const results = annealed.map(({ weights }, i) =>
    trials[i].read(collapse(weights, trials[i].problem.bank.M)),
  );
  expect(results).toEqual(seeds.map((seed) => runPerceptron(given, seed, referenceEngine)));
  expect(new Set(results.map(({ overlap }) => overlap)).size).toBeGreaterThan(1);
});
