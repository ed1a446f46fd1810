import type { LocalRunning, Tensors, Trace, TrialResult } from '@mcover/core';
import { builtIn, filled } from '@mcover/models';
import { expect, test } from 'vitest';
import { type Attendance, attended, type Telling } from '../dist/lanes/attended.js';
import { engineOf, engineStates } from '../dist/lanes/engines.js';

const manifold = { name: 'hidden-manifold', D: 5, test: 50 };
const routed = { M: 3, S: 2, kernel: { kind: 'directed-ring', mu: 1, sigma: 1 } };

/** Small trials of each model, alone and routed. */
const trials = [
  {
    model: 'perceptron',
    data: { name: 'teacher-student' },
    params: { N: 41, alpha: 1.4, schedule: { from: 0.4, to: 0.05, step: 0.05 } },
  },
  { model: 'committee', data: manifold, params: { N: 30, K: 3, P: 40, B: 7, epochs: 6 } },
  { model: 'mlp', data: manifold, params: { widths: [20, 12, 10], P: 60, B: 16, epochs: 5 } },
];

const engines = engineStates().flatMap(({ name, unavailable }) => (unavailable ? [] : [name]));

const table = trials.flatMap(({ model, data, params }) =>
  [params, { ...params, ...routed }].flatMap((own) =>
    engines
      .filter((name) => builtIn.model(model).engines.includes(name))
      .map((name) => {
        const setting = filled(builtIn.model(model), own);
        const spec = { ...setting, model, data, seed: { root: 3, trial: 0 } };
        const begin = (from?: Tensors) => builtIn.start(spec, engineOf(name), undefined, from);
        return { title: `${model}, ${setting.method}, on ${name}`, begin };
      }),
  ),
);

interface End {
  result: TrialResult;
  trace: Trace | undefined;
  told: Telling[];
}

function run(begin: (from?: Tensors) => LocalRunning, attendance: Partial<Attendance> = {}): End {
  const told: Telling[] = [];
  const tell = (telling: Telling) => told.push(telling);
  const { running, trace } = attended(begin, { computer: 'this', ...attendance, tell });
  return { result: running.result(), trace, told };
}

const checkpointsOf = ({ told }: End) =>
  told.flatMap((telling) => (telling.kind === 'checkpoint' ? [telling.bytes] : []));

test.each(table)('$title goes on from every checkpoint to the same end', ({ begin }) => {
  const calm = run(begin);
  const whole = run(begin, { checkpoint: 0, every: () => 2 });
  expect(whole.result).toEqual(calm.result);
  const checkpoints = checkpointsOf(whole);
  expect(checkpoints.length).toBeGreaterThan(3);
  for (const from of checkpoints) {
    const { result, trace, told } = run(begin, { from, every: () => 2 });
    expect(told).toEqual([]);
    expect(result).toEqual(calm.result);
    expect(trace).toEqual(whole.trace);
  }
});

const everySecond = { every: (_steps: number) => 2 };

const refused: [string, Partial<Attendance>, Partial<Attendance>, string][] = [
  ['another engine', {}, { computer: 'that' }, 'it was made by this, and that computes now'],
  ['another trace', everySecond, { every: () => 3 }, 'it lacks the trace that is wanted now'],
  ['no trace', {}, everySecond, 'it lacks the trace that is wanted now'],
];

test.each(refused)('a checkpoint of %s is not gone on with', (_, before, now, reason) => {
  const [{ begin }] = table;
  const [from] = checkpointsOf(run(begin, { checkpoint: 0, ...before }));
  const { result, told } = run(begin, { from, ...now });
  expect(told).toEqual([{ kind: 'refused', reason }]);
  expect(result).toEqual(run(begin).result);
});

test('what is no checkpoint, or one of another trial, is not gone on with', () => {
  const [{ begin }] = table;
  const other = table.find(({ title }) => title.startsWith('mlp'))!.begin;
  const [of] = checkpointsOf(run(other, { checkpoint: 0 }));
  for (const [from, reason] of [
    [new ArrayBuffer(3), /3 bytes are too few/],
    [of, /^the snapshot has no array "weights" of 41 numbers$/],
  ] as const) {
    const { result, told } = run(begin, { from });
    expect(told).toEqual([{ kind: 'refused', reason: expect.stringMatching(reason) }]);
    expect(result).toEqual(run(begin).result);
  }
});
