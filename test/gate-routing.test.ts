import { expect, test } from 'vitest';
import { cellAt, gateOfDefect, summed, unrouted } from './gate-builds.ts';

test('a build without any defect makes the reference’s own records, which pass at once', () => {
  const { gate, worse, broken } = gateOfDefect('fig2b-load', cellAt('mcover', { alpha: 1.6 }), 2, {});
  expect(broken).toHaveLength(2);
  expect(gate.pairs.every(({ equal }) => equal)).toBe(true);
  expect(gate.pairs.length).toBeGreaterThan(100);
  expect(worse).toEqual([]);
});

test('a build that ignores the routing fails the quick gate', () => {
  const { worse } = gateOfDefect('fig2b-load', cellAt('mcover', { alpha: 1.6 }), 12, unrouted);
  expect(worse).toHaveLength(1);
});

test('a build that drops the factor 1/S fails the quick gate', () => {
  const cell = cellAt('mcover', { M: 5, S: 10, kernel: { kind: 'uniform' } });
  const { worse } = gateOfDefect('fig5-covers', cell, 12, summed);
  expect(worse).toHaveLength(1);
});
