import type { ShownCell, ShownExperiment } from '@mcover/explore';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstLook, panelsOf } from '../src/page/results/arrange.ts';
import { linear, logarithmic } from '../src/page/results/scale.ts';

const cell = (method: string, values: Record<string, number>): ShownCell => ({
  id: JSON.stringify([method, values]),
  label: method,
  method,
  name: method,
  values,
  written: Object.fromEntries(Object.entries(values).map(([path, value]) => [path, String(value)])),
  ...{ n: 2, failed: 0, mean: 0.1, shares: {}, first: [], files: [] },
});

const parameter = (path: string) => ({ path, symbol: path, label: path, logarithmic: false });

const experiment: ShownExperiment = {
  id: 'any',
  title: 'any',
  metric: { label: 'error', better: 'lower' },
  labels: {},
  parameters: ['alpha', 'M'].map(parameter),
  view: {},
  theory: [],
  cells: [1, 2, 3].flatMap((alpha) => [
    cell('vanilla', { alpha }),
    ...[3, 5].map((M) => cell('mcover', { alpha, M })),
  ]),
};

test('the axis is what has most values, and each line is a method at one M', () => {
  const look = firstLook(experiment);
  expect(look).toEqual({ x: 'alpha', facet: '', held: {} });
  const [{ lines }] = panelsOf(experiment, look);
  expect(lines.map(({ label, cells }) => [label, cells.length])).toEqual([
    ['vanilla', 3],
    ['mcover, M = 3', 3],
    ['mcover, M = 5', 3],
  ]);
});

test('whatever is chosen, each cell that is left is drawn once', () => {
  const paths = fc.constantFrom('', 'alpha', 'M');
  fc.assert(
    fc.property(paths, paths, fc.constantFrom('', 'vanilla', 'mcover'), (x, facet, method) => {
      const held: Record<string, string> = method ? { method } : {};
      const drawn = panelsOf(experiment, { x, facet, held }).flatMap(({ lines }) =>
        lines.flatMap(({ cells }) => cells),
      );
      const left = experiment.cells.filter(({ name }) => !method || name === method);
      expect(drawn.map(({ id }) => id).sort()).toEqual(left.map(({ id }) => id).sort());
    }),
  );
});

test('ends lie at the ends, ticks between them, round and in order', () => {
  const number = fc.double({ min: -1e6, max: 1e6, noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(number, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (low, wide) => {
      const scale = linear(low, low + wide, 10, 110, 5);
      expect(scale(low)).toBeCloseTo(10, 6);
      expect(scale(low + wide)).toBeCloseTo(110, 4);
      expect(scale.ticks.length).toBeGreaterThan(1);
      for (const tick of scale.ticks) expect(scale(tick)).toBeGreaterThan(10 - 1e-3);
      for (const tick of scale.ticks) expect(scale(tick)).toBeLessThan(110 + 1e-3);
      expect([...scale.ticks]).toEqual([...new Set(scale.ticks)].sort((a, b) => a - b));
    }),
  );
  const powers = logarithmic([1, 10, 100], 0, 100, 9);
  expect([powers(1), powers(10), powers(100)].map(Math.round)).toEqual([0, 50, 100]);
  expect(powers.ticks).toEqual([1, 10, 100]);
});
