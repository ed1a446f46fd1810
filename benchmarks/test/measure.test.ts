import { describe, expect, it } from 'vitest';
import { difference, level, measure, ratio, type Task } from '../dist/measure.js';
import { measureAsync } from '../dist/measure-async.js';

/** Spins until so many milliseconds have gone by. */
function spinning(name: string, milliseconds: number, units = 1): Task & { runs: number } {
  return {
    name,
    units,
    runs: 0,
    run() {
      this.runs++;
      const end = performance.now() + milliseconds;
      while (performance.now() < end);
    },
    outcome() {
      return this.runs;
    },
  };
}

describe('measure', () => {
  it('gives nanoseconds per unit', () => {
    const { tasks } = measure([spinning('1 ms', 1), spinning('4 ms in 4000 units', 4, 4000)], {
      rounds: 7,
      budget: 5,
    });
    // Tasks never spin for less; how much a busy machine adds to it nobody knows, but not a thousandfold.
    expect(tasks[0].median).toBeGreaterThan(0.9e6);
    expect(tasks[1].median).toBeGreaterThan(0.9e3);
    expect(tasks[1].median).toBeLessThan(0.9e6);
    expect(tasks.map(({ samples }) => samples.length)).toEqual([7, 7]);
  });

  it('runs every task equally often where the budget is "once"', () => {
    const [slow, fast] = [spinning('slow', 2), spinning('fast', 0.01)];
    const { tasks } = measure([slow, fast], { rounds: 4, budget: 'once' });
    expect([slow.runs, fast.runs]).toEqual([5, 5]);
    expect(tasks.map(({ outcome }) => outcome)).toEqual([5, 5]);
  });

  it('runs a short task many times within a timed call', () => {
    const fast = spinning('fast', 0.001);
    const { tasks } = measure([fast], { rounds: 2, budget: 8 });
    expect(tasks[0].shortest).toBeGreaterThan(0.5);
    expect(tasks[0].median).toBeLessThan(0.5e6);
  });

  it('refuses a task whose outcome is no number', () => {
    const empty: Task = { name: 'nothing', units: 1, run() {}, outcome: () => Number.NaN };
    expect(() => measure([empty], { rounds: 1, budget: 'once' })).toThrow('nothing computed NaN');
  });
});

describe('measureAsync', () => {
  it('waits for each call, one a round after one unseen, and reports nanoseconds per unit', async () => {
    let runs = 0;
    const run = async () => {
      runs++;
      await new Promise((resolve) => setTimeout(resolve, 10));
    };
    const task = { name: 'waiting', units: 10, run, outcome: () => runs };
    const { tasks, slowness } = await measureAsync([task], 3);
    expect(runs).toBe(4);
    expect(tasks[0].samples).toHaveLength(3);
    // A timer may fire a little early, and late on a busy machine.
    expect(tasks[0].median).toBeGreaterThan(0.9e6);
    expect(tasks[0].shortest).toBeGreaterThan(9);
    expect(slowness).toHaveLength(3);
  });

  it('refuses a task whose outcome is no number', async () => {
    const empty = { name: 'nothing', units: 1, run() {}, outcome: () => Number.NaN };
    await expect(measureAsync([empty], 1)).rejects.toThrow('nothing computed NaN');
  });
});

describe('level', () => {
  it('takes out the slowness that all tasks share, and leaves what one of them has alone', () => {
    const { samples, slowness } = level([
      [10, 20, 10, 10, 10],
      [100, 200, 100, 130, 100],
      [7, 14, 7, 7, 7],
    ]);
    expect(slowness).toEqual([1, 2, 1, 1, 1]);
    expect(samples).toEqual([
      [10, 10, 10, 10, 10],
      [100, 100, 100, 130, 100],
      [7, 7, 7, 7, 7],
    ]);
  });
});

describe('ratio', () => {
  it('is the median of the ratios round by round', () => {
    const { median, interval, deviation } = ratio([2, 4, 6, 9, 10, 12], [1, 2, 3, 3, 5, 6]);
    expect(median).toBe(2);
    expect(interval).toEqual({ low: 2, high: 3 });
    expect(deviation).toBe(0);
  });

  it('has no interval for fewer than six rounds', () => {
    expect(ratio([2, 4, 6, 8, 10], [1, 2, 3, 4, 5]).interval).toBeUndefined();
  });
});

describe('difference', () => {
  it('is the median of the differences round by round', () => {
    const measured = { name: 'a', median: 0, deviation: 0, interval: undefined, shortest: 3, outcome: 1 };
    const a = { ...measured, samples: [5, 7, 6, 9, 10, 12] };
    const b = { ...measured, samples: [1, 2, 3, 3, 5, 7], shortest: 1 };
    const { samples, median, interval, shortest } = difference(a, b);
    expect(samples).toEqual([4, 5, 3, 6, 5, 5]);
    expect(median).toBe(5);
    expect(interval).toEqual({ low: 3, high: 6 });
    expect(shortest).toBe(3);
  });
});
