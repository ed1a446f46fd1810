import { plan } from '@mcover/harness';
import { expect, test } from 'vitest';
import { temporary, writeExperiment } from './support.ts';

/** What an experiment has to decide, as it is read: which cells are compared, and what is refused. */

const experiment = {
  id: 'e',
  model: 'perceptron',
  data: { name: 'teacher-student' },
  params: { N: 11, M: 2, S: 2, schedule: { step: 0.1, to: 0.1 } },
  sweep: { alpha: [1, 1.5] },
  methods: [
    { method: 'rsa' },
    { method: 'vanilla' },
    { method: 'mcover', params: { kernel: { kind: 'uniform' } } },
    { method: 'mcover', params: { kernel: { kind: 'directed-ring', mu: 1, sigma: 1 } } },
  ],
  trials: 2,
  profiles: { smoke: { decide: { most: 40 } } },
};

async function asked(decide: object | undefined, decides = true) {
  const out = temporary();
  const files = [writeExperiment(out, 'e.json', { ...experiment, ...(decide && { decide }) })];
  const { job } = await plan({ files, profile: 'smoke', out, study: decides ? 'decide' : undefined });
  return { decision: job.descriptions.get('e')!.decide!, trials: job.wanted.get('e')! };
}

const uniform = { method: 'mcover', parameters: { 'kernel.kind': 'uniform' } };
const ring = { method: 'mcover', parameters: { 'kernel.kind': 'directed-ring' } };

// Each pair at both loads; a side without parameters is every cell of its method.
test.each<[string, unknown[], number, number]>([
  ['two methods', ['vanilla', 'rsa'], 2, 4],
  ['a method with both kernels', ['mcover', 'rsa'], 4, 6],
  ['one kernel', [uniform, 'vanilla'], 2, 4],
  ['a method with itself', [uniform, ring], 2, 4],
])('%s are compared where all else agrees', async (_, pair, pairs, cells) => {
  const { decision, trials } = await asked({ compare: [pair], difference: 0.1 });
  expect(decision).toMatchObject({ metric: 'generalizationError', range: { low: 0, high: 1 }, error: 0.05 });
  expect(decision.pairs).toHaveLength(pairs);
  // Cells that no comparison needs take no trials.
  expect(trials).toHaveLength(cells * 40);
});

test('a comparison that is named twice counts once; a flag lies between 0 and 1; plain runs keep their trials', async () => {
  const compare = [
    ['vanilla', 'rsa'],
    ['rsa', 'vanilla'],
  ];
  const { decision, trials } = await asked({ compare, difference: 0.1, metric: 'solved' }, false);
  expect(decision.pairs).toHaveLength(2);
  expect(decision).toMatchObject({ metric: 'solved', range: { low: 0, high: 1 } });
  expect(trials).toHaveLength(8 * 2);
});

const compare = [['mcover', 'rsa']];

test.each<[string, object | undefined, string]>([
  ['nothing is to be decided', undefined, '/decide: missing key "compare"'],
  ['no margin is given', { compare }, '/decide: missing key "difference"'],
  ['the margin is the whole range', { compare, difference: 1 }, '/decide/difference: 1 is as wide as'],
  ['a range runs backwards', { compare, difference: 0.1, range: [1, 0] }, '/decide/range: 1 is not below 0'],
  ['a metric is none', { compare, difference: 0.1, metric: 'solve' }, 'nearest: "solved"'],
  ['a metric has no range', { compare, difference: 0.1, metric: 'iterations' }, 'say "range": [low, high]'],
  ['a method is none', { compare: [['mcover', 'vanila']], difference: 0.1 }, 'nearest: "vanilla"'],
  ['a method meets itself alone', { compare: [['rsa', 'rsa']], difference: 0.1 }, 'name what differs, as in'],
])('%s: refused, with the place', async (_, decide, message) => {
  await expect(asked(decide)).rejects.toThrow(message);
});

test('an experiment without decisions is asked for them', async () => {
  const out = temporary();
  const files = [writeExperiment(out, 'e.json', { ...experiment, profiles: { smoke: {} } })];
  await expect(plan({ files, profile: 'smoke', out, study: 'decide' })).rejects.toThrow(
    'does not say what to decide',
  );
});
