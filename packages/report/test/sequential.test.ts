import { cellId, type Decision, sealRecord, type TrialRecord } from '@mcover/record';
import {
  cellStudies,
  expectedTrials,
  type Interval,
  type StudyRule,
  sequenceInterval,
  studyOf,
} from '@mcover/report';
import { describe, expect, test } from 'vitest';
import { bimodal, normal } from './samples.ts';

const unit = { range: { low: 0, high: 1 }, error: 0.05 };

/** The lower bound by its definition: the first of a grid of means against which the pots have not won 2/error. */
function plainBound(sample: readonly number[], error: number): number {
  const won = (mean: number) => {
    let capital = 0;
    for (let k = 0; k < 12; k++) {
      const stake = 2 ** -k;
      const factors = sample.map((x) => 1 - stake + (stake * x) / mean);
      capital += factors.reduce((product, factor) => product * factor, 1 / ((k + 1) * (k + 2)));
    }
    return capital >= 2 / error;
  };
  const steps = 20_000;
  let i = 0;
  while (won((i + 1) / steps)) i++;
  return i / steps;
}

describe('the interval that may be looked at after every trial', () => {
  test.each<[string, readonly number[]]>([
    ['bimodal errors', bimodal],
    ['normal errors', normal],
    ['coins', [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 0, 1, 1]],
    ['equal values', new Array(40).fill(0.3)],
    ['zeros', new Array(40).fill(0)],
  ])('is that of a plain search over means: %s', (_, sample) => {
    const { low, high } = sequenceInterval(sample, unit);
    expect(low).toBeGreaterThanOrEqual(plainBound(sample, 0.05) - 1e-5);
    expect(low).toBeLessThanOrEqual(plainBound(sample, 0.05) + 1 / 20_000);
    const mirrored = plainBound(
      sample.map((x) => 1 - x),
      0.05,
    );
    expect(1 - high).toBeGreaterThanOrEqual(mirrored - 1e-5);
    expect(1 - high).toBeLessThanOrEqual(mirrored + 1 / 20_000);
  });

  // Every sequence of ten coins, each with its probability: no simulation.
  test.each([0.5, 0.3, 0.1])(
    'misses the mean of coins of %d with probability .05 at most, at any time',
    (p) => {
      const missed = (coins: number[], before: Interval): number => {
        const interval = coins.length > 0 ? sequenceInterval(coins, unit, before) : before;
        if (interval.low > p || interval.high < p) return 1;
        if (coins.length === 10) return 0;
        return p * missed([...coins, 1], interval) + (1 - p) * missed([...coins, 0], interval);
      };
      const probability = missed([], unit.range);
      expect(probability).toBeLessThanOrEqual(0.05);
      // A bound that is never wrong says nothing.
      expect(probability).toBeGreaterThan(0);
    },
  );

  test('moves and grows with its values, and does not depend on their order', () => {
    const { low, high } = sequenceInterval(bimodal, unit);
    const wide = { range: { low: -3, high: 5 }, error: 0.05 };
    const moved = sequenceInterval(bimodal.map((x) => 8 * x - 3).reverse(), wide);
    expect(moved.low).toBeCloseTo(8 * low - 3, 4);
    expect(moved.high).toBeCloseTo(8 * high - 3, 4);
  });

  test('of values that came three times each is that of three times as many', () => {
    const thrice = sequenceInterval([...normal, ...normal, ...normal], unit);
    const said = sequenceInterval(normal, unit, unit.range, 3);
    expect(said.low).toBeCloseTo(thrice.low, 5);
    expect(said.high).toBeCloseTo(thrice.high, 5);
  });

  test('refuses what it cannot speak of', () => {
    expect(() => sequenceInterval([], unit)).toThrow('empty');
    expect(() => sequenceInterval([0.5, -0.1], unit)).toThrow('-0.1 is not between 0 and 1');
    expect(() => sequenceInterval([Number.NaN], unit)).toThrow('NaN');
  });
});

const rule: StudyRule = {
  range: { low: -1, high: 1 },
  error: 0.05,
  difference: 0.05,
  batch: 10,
  most: 205,
};
const all = (value: number, n = 205) => new Array<number>(n).fill(value);

describe('a study', () => {
  test.each<[string, readonly number[], string, string | undefined]>([
    ['a clear difference below', all(-0.5), 'lower', 'lower'],
    ['a clear difference above', all(0.5), 'higher', 'higher'],
    ['no difference', all(0), 'equal', undefined],
    ['too few trials', all(0, 50), 'open', undefined],
    ['differences that swing', all(0).map((_, i) => (i % 2 === 0 ? 1 : -1)), 'open', undefined],
  ])('of %s is decided so', (_, differences, finding, side) => {
    expect(studyOf(differences, rule)).toMatchObject({ finding, side });
  });

  test('that finds a side and the margin in one look is equal, and says the side', () => {
    const seen = studyOf(all(-0.03, 400), { ...rule, batch: 400, most: 400 });
    expect(seen).toMatchObject({ finding: 'equal', side: 'lower' });
  });

  test('looks after whole batches and at the end, and not beyond its decision', () => {
    const sizes = (differences: readonly number[]) => studyOf(differences, rule).looks.map(({ n }) => n);
    const swinging = all(0, 300).map((_, i) => (i % 2 === 0 ? 1 : -1));
    expect(sizes(swinging.slice(0, 29))).toEqual([10, 20]);
    expect(sizes(swinging)).toEqual([...Array.from({ length: 20 }, (_, i) => 10 * (i + 1)), 205]);
    const { looks, ...found } = studyOf([...all(-0.5), ...all(1)], rule);
    expect(studyOf(all(-0.5), rule)).toEqual({ looks, ...found });
    expect(looks.at(-1)!.n).toBeLessThan(205);
  });

  test('has an interval that only narrows', () => {
    const { looks } = studyOf([...all(0.1, 100), ...all(-0.1, 100)], { ...rule, difference: 0.001 });
    for (const [i, { low, high }] of looks.entries()) {
      expect(low).toBeGreaterThanOrEqual(looks[i - 1]?.low ?? -1);
      expect(high).toBeLessThanOrEqual(looks[i - 1]?.high ?? 1);
    }
  });

  test('that is open says how many trials would decide it', () => {
    const short = { ...rule, most: 20 };
    const expected = expectedTrials(all(0, 20), short)!;
    expect(studyOf(all(0, 2000), { ...rule, most: expected, batch: expected }).finding).toBe('equal');
    expect(studyOf(all(0, 2000), { ...rule, most: Math.floor(0.95 * expected), batch: 1000 }).finding).toBe(
      'open',
    );
    expect(expectedTrials(all(0, 9), short)).toBeUndefined();
  });
});

describe('the studies of cells', () => {
  const provenance = { engine: 'reference', runtime: 'x', commit: 'x', platform: 'x', durationMs: 5 };
  const recordOf = (method: string, trial: number, error: number, root = 1): TrialRecord =>
    sealRecord(
      'e',
      { model: 'm', method, data: { name: 'd' }, params: {}, seed: { root, trial } },
      { result: { error } },
      provenance,
    );
  const cell = (method: string) => cellId(recordOf(method, 0, 0).spec);
  const decision: Decision = {
    pairs: [
      [cell('a'), cell('b')],
      [cell('b'), cell('a')],
    ],
    metric: 'error',
    range: { low: 0, high: 1 },
    difference: 0.05,
    error: 0.05,
    most: 100,
    batch: 10,
  };
  const records = (n: number) =>
    Array.from({ length: n }, (_, trial) => [recordOf('a', trial, 0.1), recordOf('b', trial, 0.6)]).flat();

  test('pair trials by their seeds, in whatever order they come, at a share of the error each', () => {
    const [first, second] = cellStudies(records(40).reverse(), decision);
    expect(first).toMatchObject({ finding: 'lower', n: 40, a: cell('a') });
    expect(second).toMatchObject({ finding: 'higher' });
    const alone = studyOf(all(-0.5, 40), { ...decision, range: { low: -1, high: 1 }, error: 0.025 });
    expect(first.looks).toEqual(alone.looks);
  });

  test('end at the first trial that is missing, and take one root seed', () => {
    const gap = records(40).filter(({ spec: { method, seed } }) => method === 'a' || seed.trial !== 5);
    const [first] = cellStudies([...gap, recordOf('b', 5, 0.6, 2)], decision);
    expect(first).toMatchObject({ finding: 'open', n: 5, looks: [] });
  });

  test('decide nothing with a value that the range has no place for', () => {
    const [first] = cellStudies([...records(3), recordOf('a', 3, 2), recordOf('b', 3, 1)], decision);
    expect(first).toMatchObject({ finding: 'open', outside: '1/3', looks: [] });
  });
});
