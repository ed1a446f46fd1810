import { sealRecord, type TrialSpec } from '@mcover/record';
import { expect, test } from 'vitest';
import { cellsOf } from '../dist/config/cells.js';
import { readExperiment, withProfile } from '../dist/config/experiment.js';
import { gaps } from '../dist/plan/completeness.js';
import { temporary, tinyCommittee, writeExperiment } from './support.ts';

const provenance = { engine: 'reference', runtime: 'x', commit: 'x', platform: 'x', durationMs: 5 };
const result = { testError: 0.5, trainError: 0.5, epochs: 3 };
const methods = [{ method: 'sgd' }, { method: 'mcover' }];
const file = writeExperiment(temporary(), 'e.json', { ...tinyCommittee, methods });
const cells = cellsOf(withProfile(readExperiment(file), 'smoke')).map(({ cell }) => cell);
const planned = { cells, trials: 0 };

/** Records of both cells for each of some trials. */
const records = (trials: readonly number[], others: Partial<TrialSpec> = {}, root = 1) =>
  trials.flatMap((trial) =>
    cells.map((cell) =>
      sealRecord('tiny-committee', { ...cell, ...others, seed: { root, trial } }, { result }, provenance),
    ),
  );

const standIn = { name: 'hidden-manifold', D: 3, test: 20, insteadOf: 'mnist' };

test('every cell has the same trials', () => {
  expect(gaps(records([0, 1]), planned)).toEqual([]);
  expect(gaps(records([0, 1]).slice(1), planned)).toEqual([
    expect.stringMatching(/^1 of 2 trials of sgd .* \(seed 1, .*"hidden-manifold".*, f64\) are missing$/),
  ]);
  expect(gaps(records([0]).slice(1), planned)).toHaveLength(1);
});

test('copies are gone through on their own', () => {
  const copies = records([0]).map(({ spec }) =>
    sealRecord('tiny-committee', { ...spec, seed: { ...spec.seed, copy: 1 } }, { result }, provenance),
  );
  expect(gaps([...records([0]), ...copies], planned)).toEqual([]);
  expect(gaps([...records([0]), ...copies.slice(1)], planned)).toEqual([
    expect.stringMatching(/^1 of 1 trials of sgd .* \(seed 1, copy 1, /),
  ]);
});

test.each<[string, Partial<TrialSpec>, RegExp]>([
  ['in another arithmetic', { arithmetic: 'f32' }, /, f32\) are missing$/],
  ['on other data', { data: standIn }, /"insteadOf":"mnist".*are missing$/],
])('what was begun %s is not filled up by the rest', (_, others, named) => {
  const other = records([0, 1], others);
  expect(gaps([...records([0, 1, 2]), ...other], planned)).toEqual([]);
  expect(gaps([...records([0, 1, 2]), ...other.slice(1)], planned)).toEqual([expect.stringMatching(named)]);
});

test('one seed, engine and data has the trials that are planned', () => {
  const five = { cells, trials: 5 };
  expect(gaps(records([0, 1, 2, 3, 4]), five)).toEqual([]);
  expect(gaps(records([0, 1, 2, 3, 4, 5]), five)).toEqual([]);
  expect(gaps([...records([0, 1, 2, 3, 4]), ...records([0], {}, 2)], five)).toEqual([]);
  expect(gaps([...records([0, 1]), ...records([0], {}, 2)], five)).toEqual(
    [/^3 of 5 trials of sgd .*seed 1/, /^3 of 5 trials of mcover .*seed 1/].map((line) =>
      expect.stringMatching(line),
    ),
  );
});
