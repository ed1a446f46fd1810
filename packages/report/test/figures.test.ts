import type { TrialRecord } from '@mcover/record';
import { describe, expect, test } from 'vitest';
import { dotFigure } from '../dist/figures/dots.js';
import { figureOf } from '../dist/figures/figure.js';
import { lineFigure } from '../dist/figures/line.js';
import { rowsOf } from '../dist/figures/row.js';
import { experimentsOf } from '../dist/summary/experiment.js';
import { described } from './descriptions.ts';
import { around, failed, fig2a, fig2b, fig3, fig5, mcover, ring, series, table3 } from './records.ts';

interface Layer {
  data: { values: { x: number | null; mean: number; low: number; high: number; colour: string }[] };
  encoding: { x: { scale: { type: string; domain: number[] }; axis: { values: number[] } } };
}
interface Line {
  data: Layer['data'];
  layer: Layer[];
  facet: object;
  spec: { layer: Layer[] };
}
type Records = readonly TrialRecord[];

const svgOf = async (records: Records) => (await figureOf(experimentsOf(described(records))[0]))!;
const lineOf = (records: Records) => {
  const [experiment] = experimentsOf(described(records));
  // The specification is plain data; its parts are looked at as such.
  return lineFigure(experiment, experiment.metric!, experiment.view.x!) as unknown as Line;
};

/** All texts of an SVG. */
const texts = (svg: string) => [...svg.matchAll(/<(?:text|tspan)\b[^>]*>([^<]+)</g)].map(([, text]) => text);
/** Paths of marks of a kind. */
const marks = (svg: string, role: string) =>
  [...svg.matchAll(new RegExp(`<g class="mark-${role} role-mark[^"]*"[^>]*>(.*?)</g>`, 'gs'))].map(
    ([, body]) => [...body.matchAll(/<(path|line|text)/g)].length,
  );

describe('lines', () => {
  test('one line and five marked points a series, error bars as long as the t intervals', async () => {
    const svg = await svgOf(fig2a);
    const [experiment] = experimentsOf(described(fig2a));
    expect(texts(svg)).toEqual(
      expect.arrayContaining([
        'Perceptron, error against load, by number of covers',
        'load α = P/N',
        'generalization error',
        'vanilla SA',
        'M-cover, M = 3',
        'M-cover, M = 5',
        'M-cover, M = 7',
        '1.2',
        '1.6',
      ]),
    );
    const values = lineOf(fig2a).data.values;
    expect(values).toHaveLength(20);
    const [{ summary }] = experiment.view.series[0].points;
    expect(values[0]).toMatchObject({ x: 1.2, mean: summary.mean, ...summary.tInterval });
    // Points of the groups; and those of Table 3, vanilla and M-cover, as hollow diamonds.
    expect(marks(svg, 'symbol')).toEqual([20, 2]);
  });

  test('theory of the perceptron stands beside errors against the load, and only there', async () => {
    const svg = await svgOf(fig2b);
    expect(texts(svg)).toEqual(
      expect.arrayContaining(['information-theoretic threshold 1.245', 'AMP spinodal 1.4926']),
    );
    expect(svg).toContain('Bayes-optimal error (dashed)');
    expect(await svgOf(fig5)).not.toContain('Bayes');
  });

  test("Table 3's numbers are drawn at their load, in the colour of the method's series", () => {
    const { layer } = lineOf(fig2b);
    const { data } = layer.at(-1)!;
    expect(data.values.map(({ x, mean, low }) => [x, mean, Math.round(low * 1e4) / 1e4])).toEqual([
      [1.58, 0.1936, 0.1823],
      [1.58, 0.0539, 0.021],
      [1.58, 0.042, 0.0101],
    ]);
    expect(new Set(data.values.map(({ colour }) => colour)).size).toBe(3);
  });

  test('σ has a logarithmic axis, labelled with the values taken, and μ a panel each', async () => {
    const spec = lineOf(fig3);
    expect(spec.facet).toMatchObject({ field: 'panel', sort: ['μ = 0', 'μ = 1', 'μ = 2'] });
    const { x } = spec.spec.layer.at(-1)!.encoding;
    expect(x.scale.type).toBe('log');
    expect(x.scale.domain[0]).toBeLessThan(0.3);
    expect(x.scale.domain[1]).toBeGreaterThan(5);
    expect(x.axis.values).toEqual([0.3, 0.5, 1, 2, 5]);
    const written = texts(await svgOf(fig3));
    expect(written).toEqual(
      expect.arrayContaining(['μ = 0', 'μ = 1', 'μ = 2', 'M = 1', 'M = 3', '0.3', '5']),
    );
    expect(written).toContain('N = 1000, α = 1.58, S = 10, directed ring');
  });

  test('labels of an axis are the values themselves', async () => {
    const records = [21, 101, 501].flatMap((N) => around({ experiment: 'sizes', params: { N } }, 0.2));
    expect(texts(await svgOf(records))).toEqual(expect.arrayContaining(['21', '101', '501']));
  });

  test('a method without the parameter of the axis is a level with a band', async () => {
    const records = [
      ...around({ experiment: 'mine' }, 0.2),
      ...[0.5, 1, 2].flatMap((sigma) =>
        around({ experiment: 'mine', method: 'mcover', params: { ...mcover, kernel: ring(2, sigma) } }, 0.1),
      ),
    ];
    const values = lineOf(records).data.values;
    expect(values.filter(({ x }) => x === null)).toHaveLength(1);
    const svg = await svgOf(records);
    expect(marks(svg, 'rect')).toEqual([1]);
    expect(marks(svg, 'symbol')).toEqual([3]);
  });
});

describe('dots', () => {
  test('a dot a trial; mean and published number of each method', async () => {
    const svg = await svgOf(table3);
    expect(marks(svg, 'symbol')).toEqual([24, 3, 3]);
    expect(texts(svg)).toEqual(
      expect.arrayContaining([
        'Perceptron at α = 1.58',
        'vanilla SA',
        'RSA',
        'M-cover',
        '8 trials, 0 solved',
        '8 trials, 4 solved',
        '8 trials, 6 solved',
        'generalization error',
      ]),
    );
  });

  test('equal values are stacked, distant ones are not, none is moved', () => {
    const [experiment] = experimentsOf(described(series({ experiment: 'mine' }, [0, 0.3, 0, 0.1, 0])));
    const [{ dots, top, mean, bottom }] = rowsOf(experiment, 500);
    expect(dots.map(({ x }) => x)).toEqual([0, 0, 0, 0.1, 0.3]);
    const [a, b, c, d, e] = dots.map(({ y }) => y);
    expect(a - b).toBeCloseTo(b - c, 10);
    expect(a - b).toBeGreaterThan(6);
    expect([d, e]).toEqual([a, a]);
    expect(c).toBeGreaterThan(top);
    expect(mean!.y).toBeGreaterThan(a);
    expect(bottom).toBeGreaterThan(mean!.y);
  });

  test('a hundred equal values still fit into their row', () => {
    const [experiment] = experimentsOf(described(series({ experiment: 'mine' }, Array(100).fill(0))));
    const [{ bottom, dots }] = rowsOf(experiment, 500);
    expect(bottom).toBeLessThan(160);
    expect(Math.min(...dots.map(({ y }) => y))).toBeGreaterThan(20);
    expect(dotFigure(experiment, experiment.metric!)).toMatchObject({ height: bottom });
  });
});

test('the same records in any order give the same bytes', async () => {
  const shuffled = [...fig2b].sort((a, b) => (a.id < b.id ? -1 : 1));
  const svg = await svgOf(fig2b);
  await svgOf(fig2a);
  expect((await svgOf(shuffled)) === svg).toBe(true);
});

test('a figure is no wider than a page', async () => {
  for (const records of [table3, fig2a, fig2b, fig3, fig5]) {
    const [, width] = /width="(\d+)"/.exec(await svgOf(records))!;
    expect(Number(width)).toBeLessThan(650);
  }
});

test('without a finished trial there is nothing to draw', async () => {
  expect(await figureOf(experimentsOf(described([failed({})]))[0])).toBeUndefined();
});
