import { sealRecord, type TrialRecord, type TrialSpec } from '@mcover/record';
import { expect, test } from 'vitest';
import { drawTrials } from '../dist/plan/again.js';
import { difference } from '../dist/plan/agreement.js';
import { join } from '../dist/plan/join.js';
import { temporary, tinyCommittee, trials } from './support.ts';

const provenance = { engine: 'reference', runtime: 'x', commit: 'x', platform: 'x', durationMs: 5 };
const solved = { generalizationError: 0, overlap: 1, trainError: 0, solved: true };

const spec = (trial: number): TrialSpec => ({
  model: 'perceptron',
  method: 'vanilla',
  data: { name: 'teacher-student' },
  params: { N: 11, alpha: 1.5, cost: 'linear', schedule: { from: 0.4, to: 0.1, step: 0.1 }, sweeps: 1 },
  seed: { root: 1, trial },
});
const record = (trial: number, result = solved) => sealRecord('e', spec(trial), { result }, provenance);
const failed = (trial: number) =>
  sealRecord('e', spec(trial), { failure: { kind: 'TimeLimit', message: 'slow' } }, provenance);
const joined = (...parts: TrialRecord[][]) =>
  join(parts.map((records, i) => ({ file: `f${i}`, experiment: 'e', records })));

test('each trial is there once, in the order in which it came', () => {
  const { experiments, conflicts } = joined([record(2), record(0)], [record(0), record(1)]);
  expect(experiments.get('e')).toEqual([record(2), record(0), record(1)]);
  expect(conflicts).toEqual([]);
});

test('a result counts instead of a failure, in any order, and a failure where there is no result', () => {
  expect(joined([failed(0), failed(1)], [record(0)]).experiments.get('e')).toEqual([record(0), failed(1)]);
  expect(joined([record(0)], [failed(0), failed(1)]).experiments.get('e')).toEqual([record(0), failed(1)]);
});

test('two results of one trial are a conflict, which names both files', () => {
  const { conflicts } = joined([record(0), record(1)], [record(0, { ...solved, overlap: 0.5 })]);
  const id = record(0).id.slice(0, 12);
  expect(conflicts).toEqual([
    expect.stringMatching(
      new RegExp(`^trial ${id} of e has two results, in f0 and f1: .*overlap 1,.*overlap 0.5`),
    ),
  ]);
});

test('experiments keep their own records of a trial', () => {
  const other = sealRecord('other', spec(0), { result: { ...solved, overlap: 0.5 } }, provenance);
  const { experiments, conflicts } = join([
    { file: 'a', experiment: 'e', records: [record(0)] },
    { file: 'b', experiment: 'other', records: [other] },
  ]);
  expect([...experiments.keys()]).toEqual(['e', 'other']);
  expect(conflicts).toEqual([]);
});

test('results differ by one bit, but for those of a library or device, which have a tolerance', () => {
  const one = { testError: 0.07, trainError: 0, epochs: 12 };
  const bit = { ...one, testError: 0.07 + 2 ** -56 };
  const near = { testError: 0.0749, trainError: 0.004, epochs: 12 };
  const far = { ...one, testError: 0.0751 };
  expect(bit.testError).not.toBe(one.testError);
  for (const arithmetic of ['f32', 'f64']) {
    const exact = { ...spec(0), arithmetic } as TrialSpec;
    expect(difference(exact, one, { ...one })).toBeUndefined();
    expect(difference(exact, one, bit)).toContain('against');
  }
  for (const arithmetic of ['blas', 'gpu']) {
    const loose = { ...spec(0), arithmetic } as unknown as TrialSpec;
    expect(difference(loose, one, near)).toBeUndefined();
    expect(difference(loose, one, far)).toMatch(/^testError 0.07 against 0.0751: further apart than 0.005/);
    expect(difference(loose, one, { ...one, testError: Number.NaN })).toContain('NaN');
    expect(difference(loose, one, { ...one, epochs: 13 })).toContain('epochs 12 against 13');
  }
});

test('trials are drawn at random without repetition, the same for the same seed', async () => {
  const records = Array.from({ length: 50 }, (_, trial) => record(trial));
  const folder = temporary();
  const draw = async (count: number, root: number) =>
    (await drawTrials(folder, [...records, failed(50)], count, root)).map(({ id }) => id);
  expect(new Set(await draw(50, 1)).size).toBe(50);
  expect(await draw(99, 1)).toHaveLength(50);
  expect(await draw(5, 1)).toEqual(await draw(5, 1));
  expect(await draw(5, 2)).not.toEqual(await draw(5, 1));
  // Each of fifty is one of five in a tenth of the draws: 100 ± 4 standard deviations of 1000.
  const counts = new Map<string, number>();
  for (let root = 0; root < 1000; root++)
    for (const id of await draw(5, root)) counts.set(id, (counts.get(id) ?? 0) + 1);
  expect(Math.min(...counts.values())).toBeGreaterThan(62);
  expect(Math.max(...counts.values())).toBeLessThan(138);
});

test('a trial of two experiments is run again once, for both', async () => {
  const other = sealRecord('other', spec(0), { result: solved }, provenance);
  const drawn = await drawTrials(temporary(), [record(0), other], 5, 1);
  expect(drawn).toMatchObject([{ engine: 'wasm', experiments: ['e', 'other'], uses: [] }]);
});

test('a trial is run again in its own arithmetic, whatever the engine that is best here', async () => {
  const committee = trials({ ...tinyCommittee, methods: [{ method: 'sgd' }], trials: 1 });
  const result = { testError: 0.5, trainError: 0.5, epochs: 3 };
  const made = committee.map(({ spec }) => sealRecord('e', spec, { result }, provenance));
  const [again] = await drawTrials(temporary(), made, 1, 1);
  expect([again.spec.arithmetic, again.engine]).toEqual(['f64', 'reference']);
});

test('trials of files that nobody names any more cannot be run again', async () => {
  const own = { ...spec(0), uses: ['0'.repeat(64)] };
  const made = [sealRecord('e', own, { result: solved }, provenance)];
  const folder = temporary();
  await expect(drawTrials(folder, made, 1, 1)).rejects.toThrow(
    `the trials of e are made of files that are no more what they were: none is named beside the journal in ${folder}`,
  );
});
