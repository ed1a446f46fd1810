import type { ShownCell, ShownExperiment } from '@mcover/explore';
import { errorRange, horizontal, inDark, Notations, vertical } from '@mcover/report/look';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstLook, heldCells, panelsOf } from '../src/page/results/arrange.ts';
import { readLook, writeLook } from '../src/page/results/look.ts';
import { inksOf } from '../src/page/results/marks.ts';
import { scaleOf } from '../src/page/results/scale.ts';

const cell = (method: string, values: Record<string, number>): ShownCell => ({
  id: JSON.stringify([method, values]),
  label: method,
  method,
  name: method,
  control: false,
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
  methods: { vanilla: {}, rsa: {}, mcover: {} },
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

test('a look that is written into the address is read again', () => {
  const paths = ['', 'alpha', 'M'];
  const held = fc.record(
    {
      method: fc.constantFrom('vanilla', 'mcover'),
      M: fc.constantFrom('3', '5'),
      alpha: fc.constantFrom('1', '3'),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.constantFrom(...paths), held, (x, facet, held) => {
      const look = { x, facet: facet === x ? '' : facet, held: { ...held } };
      const query = new URLSearchParams(writeLook(experiment, look)).toString();
      expect(readLook(experiment, query)).toEqual(look);
    }),
  );
  expect(writeLook(experiment, firstLook(experiment))).toEqual({});
});

test('what an address asks for that an experiment does not have is left out', () => {
  const asked = 'along=method&panels=__proto__&only.M=4&only.alpha=%3Cimg&only.method=sgd&only.N=3';
  expect(readLook(experiment, asked)).toEqual(firstLook(experiment));
  expect(readLook(experiment, 'along=M&panels=M')).toEqual({ x: 'M', facet: '', held: {} });
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

test('panels say their value, or that their cells have none', () => {
  const titles = panelsOf(experiment, { x: 'alpha', facet: 'M', held: {} }).map(({ title }) => title);
  expect(titles).toEqual(['without M', 'M = 3', 'M = 5']);
});

test.each([
  ['M', '', 6],
  ['', 'M', 6],
  ['alpha', '', 3],
])('a filter ends where its parameter becomes the axis or the panels: %s, %s', (x, facet, left) => {
  const routed = heldCells(experiment, { x, facet, held: { method: 'mcover', M: '3' } });
  expect(routed).toHaveLength(left);
});

test('a level of the axis and the panels is in each panel, whatever its own place', () => {
  const kernels = [1, 2].flatMap((sigma) => [0, 3].map((mu) => ({ sigma, mu })));
  const cells = [
    cell('mcover', { M: 1, sigma: 1, mu: 0 }),
    ...kernels.map((kernel) => cell('mcover', { M: 3, ...kernel })),
  ];
  const swept: ShownExperiment = {
    ...experiment,
    parameters: ['M', 'sigma', 'mu'].map(parameter),
    view: { x: 'sigma', facet: 'mu', level: { M: 1 } },
    cells,
  };
  const linesOf = (facet: string) =>
    panelsOf(swept, { x: 'sigma', facet, held: {} }).map(({ lines }) =>
      lines.map(({ label, level, cells }) => [label, level, cells.length]),
    );
  const lines = [
    ['mcover, M = 1', true, 1],
    ['mcover, M = 3', false, 2],
  ];
  expect(linesOf('mu')).toEqual([lines, lines]);
  // Its place means something where the number of covers makes the panels.
  expect(linesOf('M').map(([[, level]]) => level)).toEqual([false, false]);
});

test('lines have the inks that the report gives the methods, wherever they are', () => {
  const panels = panelsOf(experiment, firstLook(experiment));
  const [light, dark] = [false, true].map((mode) => inksOf(panels, experiment, mode));
  expect(light.get('vanilla')).toEqual({ colour: '#555555', shape: 'circle' });
  expect(new Set([...light.values()].map(({ shape }) => shape))).toEqual(new Set(['circle', 'diamond']));
  expect(new Set([...light.values()].map(({ colour }) => colour)).size).toBe(3);
  for (const [label, { colour }] of light) expect(dark.get(label)!.colour).toBe(inDark(colour));
});

test('axes are those of the report: ends within, ticks between them, in order and apart', () => {
  const number = fc.double({ min: -1e6, max: 1e6, noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(number, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (low, wide) => {
      const axis = vertical({ label: 'error' }, errorRange([low, low + wide]));
      const scale = scaleOf(axis, 300, 10, 40);
      for (const end of [low, low + wide]) expect(scale(end)).toBeGreaterThan(10 - 1e-3);
      for (const end of [low, low + wide]) expect(scale(end)).toBeLessThan(300 + 1e-3);
      expect(scale.ticks.length).toBeGreaterThan(1);
      for (const tick of scale.ticks) expect(Math.abs(scale(tick) - 155)).toBeLessThan(145.01);
      expect([...scale.ticks]).toEqual([...new Set(scale.ticks)].sort((a, b) => a - b));
    }),
  );
  const notations = new Notations([{ ...parameter('sigma'), logarithmic: true }, parameter('M')]);
  const powers = scaleOf(horizontal('sigma', [0.3, 0.5, 1, 2, 5], notations), 0, 600, 60);
  expect(powers.ticks).toEqual([0.5, 1, 2, 5]);
  expect(scaleOf(horizontal('M', [1, 2, 3], notations), 0, 600, 60).ticks).toEqual([1, 2, 3]);
});
