import { gatePlain } from '@mcover/report';
import { expect, test } from 'vitest';
import { fasterGrowth, fewerDestinations, misread } from './gate-builds.ts';

/**
 * Builds that no test of twenty trials a cell tells from the right one, though all cells that they can change do change:
 * those of more than one cover, and all committees.
 */
test.each([
  { name: 'S − 1 destinations', build: fewerDestinations, trials: 2, cells: 73, changed: 23 },
  { name: 'a growth of 1.03 for 1.02', build: fasterGrowth, trials: 1, cells: 20, changed: 20 },
])('a build of $name is in the headline, and fails where records are to be equal', (one) => {
  const { build, trials, cells, changed } = one;
  const judged = misread(build, trials);
  const lenient = judged(false);
  expect(lenient.passed).toBe(true);
  expect(lenient.verdicts).toHaveLength(cells);
  const headline = `No cell became worse. The program computes something else in ${changed} cells.`;
  expect(gatePlain(lenient)).toContain(`mcover gate: passed\n\n${headline}`);
  const exact = judged(true);
  expect(exact.passed).toBe(false);
  const text = gatePlain(exact);
  expect(text).toContain(`mcover gate: FAILED\n\n${headline}`);
  const told = new RegExp(
    `: changed: \\d of ${trials} trials? that the reference has came out differently$`,
    'gm',
  );
  expect(text.match(told)).toHaveLength(changed);
});

test('a build that reads right passes', () => {
  const right = misread({ ...fewerDestinations, read: (params) => params }, 1)(true);
  expect(right.passed).toBe(true);
  expect(right.verdicts.every(({ standing }) => standing === 'equal')).toBe(true);
});
