import type { TrialRecord } from '@mcover/record';
import { describe, expect, test } from 'vitest';
import { column, phone } from '../dist/figures/caption.js';
import { dotFigure } from '../dist/figures/dots.js';
import { figureOf } from '../dist/figures/figure.js';
import { lineFigure } from '../dist/figures/line.js';
import { rowsOf } from '../dist/figures/row.js';
import { experimentsOf } from '../dist/summary/experiment.js';
import { described } from './descriptions.ts';
import { around, failed, fig2a, fig2b, fig3, fig5, mcover, ring, series, table3, widths } from './records.ts';

interface Layer {
  data?: { values: { x: number | null; mean: number; low: number; high: number; colour: string }[] };
  mark: { type: string };
  encoding: { x: { scale: { type: string; domain: number[] }; axis: { values: number[] } } };
}
interface Panel {
  title?: { text: string[] };
  layer: Layer[];
}
interface Line {
  data: NonNullable<Layer['data']>;
  vconcat: Panel[];
  facet: object;
  spec: Panel;
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
/** Paths of marks of a kind, group by group; groups without any are left out. */
const marks = (svg: string, role: string) =>
  [...svg.matchAll(new RegExp(`<g class="mark-${role} role-mark[^"]*"[^>]*>(.*?)</g>`, 'gs'))]
    .map(([, body]) => [...body.matchAll(/<(path|line|text)/g)].length)
    .filter(Boolean);

describe('lines', () => {
  test('trials, and a mean a place and series, with error bars as long as the BCa intervals', async () => {
    const svg = await svgOf(fig2a);
    const [experiment] = experimentsOf(described(fig2a));
    expect(svg).toContain('<title>Perceptron, error against load, by number of covers</title>');
    expect(texts(svg)).toEqual(
      expect.arrayContaining([
        'load α = P/N',
        'generalization error',
        'share solved',
        'published (hollow)',
        'vanilla SA',
        'M-cover, M = 3',
        'M-cover, M = 5',
        'M-cover, M = 7',
      ]),
    );
    const values = lineOf(fig2a).data.values;
    expect(values).toHaveLength(20);
    const [{ summary }] = experiment.view.series[0].points;
    expect(values[0]).toMatchObject({ x: 1.2, mean: summary.mean, ...summary.bcaInterval });
    // Eight trials and a mean a group; Table 3's vanilla and M-cover, hollow; five covers minus three, five times.
    expect(marks(svg, 'symbol')).toEqual([160, 20, 2, 5]);
  });

  test('no interval reaches below 0, and fewer than five trials have none', () => {
    const of = (errors: number[]) =>
      [1.2, 1.3, 1.4].flatMap((alpha) => series({ experiment: 'mine', params: { alpha } }, errors));
    const solved = lineOf(of([0, 0, 0, 0, 0, 0, 0.15])).data.values;
    expect(solved.map(({ low }) => low)).toEqual([0, 0, 0]);
    expect(lineOf(of([0, 0, 0, 0.15])).data.values).toEqual([]);
  });

  test('what the paper compares has its differences in a panel of their own', () => {
    const [experiment] = experimentsOf(described(fig2b));
    const panels = lineOf(fig2b).vconcat;
    expect(panels.map(({ title }) => title?.text)).toEqual([
      undefined,
      undefined,
      ['M-cover minus RSA: generalization error'],
    ]);
    const [{ pairs }] = experiment.claims;
    expect(pairs.map(({ difference }) => difference.toFixed(4))).toEqual(Array(5).fill('-0.0100'));
  });

  test('between whole numbers there is no line', () => {
    const lines = (records: Records) =>
      lineOf(records).vconcat[0].layer.filter(({ mark, data }) => mark.type === 'line' && !data);
    expect(lines(fig5)).toHaveLength(0);
    expect(lines(fig2a)).toHaveLength(1);
  });

  test('theory of the perceptron stands beside errors against the load, and only there', async () => {
    const svg = await svgOf(fig2b);
    expect(texts(svg)).toEqual(
      expect.arrayContaining(['information-theoretic threshold 1.245', 'AMP spinodal 1.4926']),
    );
    expect(texts(svg)).toContain('Bayes-optimal error');
    expect(await svgOf(fig5)).not.toContain('Bayes');
  });

  test("Table 3's numbers are drawn at their load, in the colour of the method's series", () => {
    const { data } = lineOf(fig2b).vconcat[0].layer.at(-1)! as Required<Layer>;
    expect(data.values.map(({ x, mean, low }) => [x, mean, Math.round(low * 1e4) / 1e4])).toEqual([
      [1.58, 0.1936, 0.1823],
      [1.58, 0.0539, 0.021],
      [1.58, 0.042, 0.0101],
    ]);
    expect(new Set(data.values.map(({ colour }) => colour)).size).toBe(3);
  });

  test('σ has a logarithmic axis with round ticks, and μ a panel each', async () => {
    const several = fig3.filter(({ spec }) => spec.params.M !== 1);
    const spec = lineOf(several);
    expect(spec.facet).toMatchObject({ field: 'panel', sort: ['μ = 0', 'μ = 1', 'μ = 2'] });
    const { x } = spec.spec.layer.at(-1)!.encoding;
    expect(x.scale.type).toBe('log');
    expect(x.scale.domain[0]).toBeLessThan(0.3);
    expect(x.scale.domain[1]).toBeGreaterThan(5);
    expect(x.axis.values).toEqual([0.5, 1, 2, 5]);
    const written = texts(await svgOf(several));
    expect(written).toEqual(
      expect.arrayContaining(['μ = 0', 'μ = 1', 'μ = 2', 'M = 3', 'M = 5', '0.5', '5']),
    );
  });

  test.each([
    ['as its author says', 'fig3-kernel', [[0, 1]]],
    ['as its trials show', 'mine', [0, 1, 2].flatMap((mu) => widths.map((sigma) => [mu, sigma]))],
  ])(
    'a sweep on which one series does not depend, %s, is a map of differences from it',
    async (_, experiment, places) => {
      const flat = fig3.filter(({ spec }) => spec.params.M !== 1);
      const one = places.flatMap(([mu, sigma]) =>
        around({ experiment, method: 'mcover', params: { M: 1, S: 10, kernel: ring(mu, sigma) } }, 0.2),
      );
      const svg = await svgOf([...flat.map((record) => ({ ...record, experiment })), ...one]);
      // M = 3 and 5: three shifts times five widths, each in .14 … .16 below .2 by a constant.
      expect(texts(svg).filter((text) => /^0\.\d{3}$/.test(text))).toHaveLength(30);
      expect(texts(svg)).toEqual(
        expect.arrayContaining(['M = 3: mean generalization error', 'M = 5: mean generalization error', 'μ']),
      );
      expect(texts(svg)).not.toContain('M = 1: mean generalization error');
    },
  );

  test('a method without the parameter of the axis is a level with a band', async () => {
    const records = [
      ...around({ experiment: 'mine' }, 0.2),
      ...[0.5, 1, 2].flatMap((sigma) =>
        around(
          { experiment: 'mine', method: 'mcover', params: { ...mcover, kernel: ring(2, sigma) } },
          0.1 + sigma / 100,
        ),
      ),
    ];
    const values = lineOf(records).data.values;
    expect(values.filter(({ x }) => x === null)).toHaveLength(1);
    const svg = await svgOf(records);
    expect(marks(svg, 'rect')).toEqual([1]);
    expect(marks(svg, 'symbol')).toEqual([24, 3]);
  });
});

describe('dots', () => {
  test('a dot a trial; mean and published number of each method', async () => {
    const svg = await svgOf(table3);
    expect(marks(svg, 'symbol')).toEqual([24, 3, 3]);
    expect(texts(svg)).toEqual(
      expect.arrayContaining([
        'share solved',
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
    expect(dotFigure(experiment, experiment.metric!)).toMatchObject({
      vconcat: [{ height: bottom }, {}],
    });
  });
});

test('the same records in any order give the same bytes', async () => {
  const shuffled = [...fig2b].sort((a, b) => (a.id < b.id ? -1 : 1));
  const svg = await svgOf(fig2b);
  await svgOf(fig2a);
  expect((await svgOf(shuffled)) === svg).toBe(true);
});

test.each([column, phone])('a figure is no wider than its column, and nearly as wide: %i', async (width) => {
  for (const records of [table3, fig2a, fig2b, fig3, fig5]) {
    const svg = await figureOf(experimentsOf(described(records))[0], width);
    const drawn = Number(/width="(\d+)"/.exec(svg!)![1]);
    expect(drawn).toBeLessThanOrEqual(width);
    expect(drawn).toBeGreaterThan(0.85 * width);
  }
});

test('every text is 13 pixels or larger', async () => {
  for (const records of [table3, fig2b, fig3]) {
    const sizes = [...(await svgOf(records)).matchAll(/font-size="([\d.]+)px"/g)].map(([, size]) =>
      Number(size),
    );
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(13);
  }
});

test('without a finished trial there is nothing to draw', async () => {
  expect(await figureOf(experimentsOf(described([failed({})]))[0])).toBeUndefined();
});
