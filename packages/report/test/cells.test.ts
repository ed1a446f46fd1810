import { cellJson, cellsOf, compareCells, compareTrials, conditionOf, select } from '@mcover/report';
import { describe, expect, test } from 'vitest';
import { described } from './descriptions.ts';
import { failed, fig2a, fig3, finished, mcover, rsa, series, table3 } from './records.ts';

const cells = cellsOf(described([...table3, ...fig3]));
const where = (...texts: string[]) => select(cells, texts.map(conditionOf));
const free = (...texts: string[]) => new Set(texts);

describe('cells', () => {
  test('have the statistics of their trials, and a name', () => {
    const [vanilla] = cells;
    expect(cellJson(vanilla)).toMatchObject({
      experiment: 'table3-perceptron',
      label: 'vanilla SA',
      parameters: { N: 1000, alpha: 1.58, 'schedule.from': 0.4 },
      metric: 'generalizationError',
      better: 'lower',
      n: 8,
      failed: 0,
      // (.187 + .205 + .199 + .214 + .192 + .181 + .203 + .21) / 8
      mean: expect.closeTo(0.198875, 12),
      shares: { solved: { count: 0, n: 8 } },
    });
    expect(where('experiment=fig3-kernel', 'M=3', 'kernel.mu=2').map(({ label }) => label)).toEqual(
      [0.3, 0.5, 1, 2, 5].map((sigma) => `M-cover, M = 3, μ = 2, σ = ${sigma}`),
    );
  });

  test('are called by the specification alone: not by seed, order or machine', () => {
    const ids = (records: typeof table3) => cellsOf(described(records)).map(({ id }) => id);
    const elsewhere = table3.filter(({ spec }) => spec.seed.trial > 3).reverse();
    expect(ids(elsewhere)).toEqual(ids(table3));
    expect(new Set(cells.map(({ id }) => id)).size).toBe(3 + 31);
  });
});

describe('conditions', () => {
  test('take one of several values, a method by its name or its label, and keys as experiment files have them', () => {
    expect(where('kernel.sigma=1,2.0', 'M=3', 'kernel.mu=0')).toHaveLength(2);
    expect(where('params.kernel.sigma=1')).toEqual(where('kernel.sigma=1'));
    expect(where('method=RSA')).toEqual(where('method=rsa'));
  });

  test.each([
    [
      'kernel.sgima=1',
      /^kernel\.sgima=1: no cell has such a parameter; nearest: "kernel\.sigma"; known: experiment, method, /,
    ],
    ['kernel.sigma=4', /^kernel\.sigma=4: no cell has this value; .*known: 0\.3, 0\.5, 1, 2, 3, 5$/],
    ['sigma', /^sigma: is no condition; write one as /],
    ['=1', /is no condition/],
  ])('%s is refused with what there is', (text, message) => {
    expect(() => where(text)).toThrow(message);
  });
});

describe('two samples', () => {
  const trials = (values: number[], root = 1) => values.map((value, i) => ({ seed: `${root}/${i}`, value }));

  test('of equal seeds in pairs: differences −1, −2, −3', () => {
    const { deviations, ...known } = compareTrials(trials([1, 2, 3]), trials([2, 4, 6]));
    expect(deviations).toEqual([1]);
    expect(known).toMatchObject({
      paired: true,
      difference: -2,
      // Student's t of two degrees of freedom: 4.302653 at 97.5 %.
      interval: { low: expect.closeTo(-2 - 4.302653 / Math.sqrt(3), 5), high: expect.closeTo(0.484138, 5) },
      // 3 + 2.5 + 2 of nine pairs.
      improvement: 7.5 / 9,
      // Two of the eight choices of signs are as far from 0.
      p: 2 / 8,
      smallestP: 2 / 8,
    });
  });

  test('of other seeds by themselves: two of the six divisions are as far apart', () => {
    const difference = compareTrials(trials([1, 2]), trials([5, 6], 2), 'higher');
    expect(difference).toMatchObject({ paired: false, difference: -4, improvement: 0, p: 2 / 6 });
  });
});

describe('cells against cells', () => {
  test('agree in all that both have but what is free', () => {
    const { compared, alone } = compareCells(
      where('kernel.sigma=1', 'M=3,5'),
      where('kernel.sigma=5'),
      free('kernel.sigma'),
    );
    expect(compared).toHaveLength(6);
    expect(alone).toEqual([]);
    for (const { a, b } of compared) {
      expect({ ...a.group.parameters, 'kernel.sigma': 5 }).toEqual(b.group.parameters);
    }
    expect(Math.max(...compared.map(({ p, adjusted }) => adjusted / p))).toBeLessThanOrEqual(6);
  });

  test('of two methods have what one of them lacks beside', () => {
    const { compared } = compareCells(where('method=mcover', 'N=1000'), where('method=rsa'), free('method'));
    expect(compared.map(({ a, b }) => [a.label, b.label])).toEqual([['M-cover', 'RSA']]);
    expect(compared[0]).toMatchObject({
      paired: true,
      sameTask: true,
      difference: expect.closeTo(-0.03925, 12),
    });
  });

  test('say who has no counterpart, and who has too few trials', () => {
    const loads = cellsOf(described(fig2a));
    const [low, high] = ['alpha=1.2', 'alpha=1.3'].map((text) => select(loads, [conditionOf(text)]));
    expect(compareCells(low, high)).toMatchObject({ compared: [], alone: [...low, ...high] });
    const few = cellsOf(
      described([
        ...series({ params: rsa, method: 'rsa' }, [0.1, 0.2]),
        finished({}, 0.1),
        failed({ trial: 1 }),
      ]),
    );
    const { compared, tooFew } = compareCells([few[0]], [few[1]], free('method'));
    expect(compared).toEqual([]);
    expect(tooFew.map(({ label }) => label)).toEqual(['vanilla SA']);
  });

  test('with other metrics have no difference', () => {
    const [a] = cellsOf(described(series({ method: 'mcover', params: mcover }, [0.1, 0.2])));
    const b = {
      ...a,
      terms: { ...a.terms, metric: { key: 'testError', label: '', better: 'lower' as const } },
    };
    expect(compareCells([a], [b]).alone).toHaveLength(2);
  });
});
