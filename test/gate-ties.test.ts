import { expect, test } from 'vitest';
import { cellAt, gateOfDefect, heatedAttraction, tiesZeroed } from './gate-builds.ts';

test('a build whose replicas attract each other by γ/M times β fails the quick gate', () => {
  const { worse } = gateOfDefect('fig2b-load', cellAt('rsa', { alpha: 1.8 }), 8, heatedAttraction);
  expect(worse).toHaveLength(1);
});

test('a build that zeroes the labels of ties fails the quick gate, by the share solved', () => {
  const { worse, broken } = gateOfDefect('fig2b-load', cellAt('rsa', { alpha: 1.8 }), 8, tiesZeroed);
  expect(worse).toHaveLength(1);
  const solved = worse[0].tested.find(({ flag }) => flag?.key === 'solved')!;
  expect(solved.worse.adjusted).toBeLessThan(0.01);
  // The trials stop in a cluster of weights around the teacher, at an error of about .012.
  const errors = broken.map(({ result }) => result!.generalizationError as number);
  expect(Math.max(...errors)).toBeLessThan(0.03);
  expect(Math.min(...errors)).toBeGreaterThan(0);
});
