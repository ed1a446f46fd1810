import { referenceEngine } from '@mcover/core';
import { type PerceptronParams, runPerceptron } from '@mcover/core/internals';
import { openThread, perceptronTrials } from '@mcover/gpu';
import { expect, it } from 'vitest';

it.each([
  ['vanilla', 1, {}],
  ['replicated', 1, { M: 3, gamma: 1 }],
  ['M-cover', 2, { M: 3, S: 2, kernel: { kind: 'uniform' as const } }],
])('%s trials of a batch are those that run alone', async (_name, sweeps, coupling) => {
  const params: PerceptronParams = {
    N: 61,
    alpha: 1.7,
    cost: 'linear',
    schedule: { from: 0.4, to: 0.05, step: 0.05 },
    sweeps,
    ...coupling,
  };
  const seeds = [0, 1, 2, 3].map((trial) => ({ root: 3, trial }));
  const thread = openThread();
  const anneal: Parameters<typeof perceptronTrials>[0]['anneal'] = async (problems, temperatures) => ({
    annealed: await thread.anneal(problems, temperatures),
    by: thread.info,
  });
  const { results, by } = await perceptronTrials({ anneal }, params, seeds);
  expect(results).toEqual(seeds.map((seed) => runPerceptron(params, seed, referenceEngine)));
  expect(new Set(results.map(({ overlap }) => overlap)).size).toBeGreaterThan(1);
  expect(by.backend).toBe('thread');
});
