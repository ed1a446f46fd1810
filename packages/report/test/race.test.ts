import { type RaceRule, raceOf } from '@mcover/report';
import { describe, expect, test } from 'vitest';

const rule: RaceRule = { range: { low: 0, high: 1 }, error: 0.05, batch: 10, most: 100, budget: 1000 };
const all = (value: number, n = 100) => new Array<number>(n).fill(value);

describe('a race', () => {
  test('drops who is shown to be worse, and ends with the best', () => {
    const race = raceOf([1, 1, 1], [all(0.9), all(0.1), all(0.8)], rule);
    expect(race).toMatchObject({ left: [1], over: true });
    // What a candidate costs after it has dropped out is not spent.
    expect(race.spent).toBeLessThanOrEqual(3 * race.n);
  });

  test('keeps who is as good, in the order of means and then of places', () => {
    expect(raceOf([1, 1], [all(0.5), all(0.49)], rule)).toEqual({
      n: 100,
      spent: 200,
      left: [1, 0],
      worse: 0,
      over: true,
    });
  });

  test('ends before a batch that its budget does not allow, at the cost of each candidate', () => {
    const values = [all(0.5), all(0.5)];
    expect(raceOf([1, 9], values, { ...rule, budget: 299 })).toMatchObject({ n: 20, spent: 200, over: true });
    expect(raceOf([1, 9], values, { ...rule, budget: 300 })).toMatchObject({ n: 30, spent: 300, over: true });
  });

  test('waits for whole batches of all that are left, and of them alone', () => {
    expect(raceOf([1, 1], [all(0.5, 30), all(0.5, 29)], rule)).toMatchObject({ n: 20, over: false });
    const decided = raceOf([1, 1, 1], [all(0.1, 60), all(0.1, 60), all(1, 40)], rule);
    expect(decided).toMatchObject({ n: 60, left: [0, 1], worse: 1, over: false });
  });

  test('of eight halves them after each third of its budget, by their means', () => {
    const values = Array.from({ length: 8 }, (_, i) => all(0.5 + i / 1000));
    const race = raceOf(all(1, 8), values, { ...rule, budget: 240, batch: 1 });
    // 10 trials of 8, 20 of 4, and 40 of 2: each 80 trials.
    expect(race).toEqual({ n: 70, spent: 240, left: [0, 1], worse: 0, over: true });
  });

  test('of one candidate is over before it begins', () => {
    expect(raceOf([5], [[]], rule)).toEqual({ n: 0, spent: 0, left: [0], worse: 0, over: true });
  });
});
