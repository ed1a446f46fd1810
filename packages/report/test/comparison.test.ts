import type { TrialRecord } from '@mcover/record';
import {
  pairedPermutationTest,
  permutationTest,
  probabilityOfImprovement,
  tInterval,
  welchTest,
} from '@mcover/report';
import { expect, test } from 'vitest';
import { experimentsOf } from '../dist/summary/experiment.js';
import { described } from './descriptions.ts';
import { failed, fig2a, fig2b, finished, mcover, rsa, series, table3 } from './records.ts';

const comparisons = (records: readonly TrialRecord[]) => experimentsOf(described(records))[0].comparisons;

const x = [0, 0, 0.151, 0, 0.148, 0, 0.157, 0.162];
const y = [0.187, 0.205, 0.199, 0.214, 0.192, 0.181, 0.203, 0.21];

test('every pair of a table, the later method against the earlier, in pairs of equal seeds', () => {
  const all = comparisons(table3);
  expect(all.map(({ subject, reference }) => [subject.label, reference.label])).toEqual([
    ['RSA', 'vanilla SA'],
    ['M-cover', 'vanilla SA'],
    ['M-cover', 'RSA'],
  ]);
  const [first] = all;
  expect(first).toMatchObject({
    paired: true,
    interval: tInterval(x.map((value, i) => value - y[i])),
    improvement: probabilityOfImprovement(x, y),
    p: pairedPermutationTest(x, y),
    adjusted: 3 * first.p,
  });
  expect(first.p).toBe(2 / 2 ** 8);
});

test('unequal seeds are compared as independent samples', () => {
  const records = [
    ...series({ method: 'rsa', params: rsa }, x.slice(0, 5)),
    failed({ method: 'rsa', params: rsa, trial: 5 }),
    ...series({ root: 2 }, y),
  ];
  const [only] = comparisons(records);
  expect(only).toMatchObject({
    paired: false,
    interval: welchTest(x.slice(0, 5), y).interval,
    p: permutationTest(x.slice(0, 5), y),
  });
});

test('a single trial is not compared', () => {
  expect(comparisons([finished({}, 0.1), finished({ method: 'rsa', params: rsa }, 0.2)])).toEqual([]);
});

test('the order of the records does not matter', () => {
  const shuffled = [...table3].sort((a, b) => (a.id < b.id ? -1 : 1));
  expect(comparisons(shuffled)).toEqual(comparisons(table3));
});

test('all pairs while they are few, else only against the first series', () => {
  expect(comparisons(fig2b)).toHaveLength(15);
  const many = comparisons(fig2a);
  expect(many).toHaveLength(15);
  expect(new Set(many.map(({ reference }) => reference.label))).toEqual(new Set(['vanilla SA']));
  expect(new Set(many.map(({ at }) => at)).size).toBe(5);
});

test('the smallest possible p says what the trials can show', () => {
  const few = [
    ...series({}, [0.2, 0.21, 0.22]),
    ...series({ method: 'mcover', params: mcover }, [0.1, 0.11, 0.12]),
  ];
  expect(comparisons(few)[0]).toMatchObject({ p: 0.25, smallestP: 0.25 });
});
