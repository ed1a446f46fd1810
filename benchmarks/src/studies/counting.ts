import type { Kernel } from '@mcover/core';
import { kernelTwist, minima } from '@mcover/core/internals';
import { processorTime } from '../clock.ts';
import { measure, type Task } from '../measure.ts';
import { rowOf } from '../row.ts';
import type { Study } from '../study.ts';
import { timeTable } from '../tables.ts';

const kernel: Kernel = { kind: 'directed-ring', mu: 2, sigma: 1.5 };

/** What is enumerated or counted exactly, in the browser as well. */
export const counting: Study = {
  id: 'counting',
  title: 'Exact twists and counts of minima',
  run({ short, log }) {
    log('counting: twists and minima');
    const twists = (short ? [4] : [5, 6]).map((M) => {
      let share = 0;
      const task: Task = {
        ...{ name: `twist of ${M} covers`, units: 1 },
        run() {
          share = kernelTwist(kernel, M);
        },
        outcome: () => share,
      };
      return { task, at: { M } };
    });
    const [r, m] = short ? [5, 100] : [50, 1000];
    let digits = 0;
    const count: Task = {
      ...{ name: `T(${r}, ${m})`, units: 1 },
      run() {
        digits = minima(r, m).toString().length;
      },
      outcome: () => digits,
    };
    const all = [...twists, { task: count, at: { r, m } }];
    const { tasks, slowness } = measure(
      all.map(({ task }) => task),
      { rounds: short ? 3 : 9, budget: 'once', now: processorTime },
    );
    const rows = tasks.map((task, i) => {
      const { at } = all[i];
      const series = 'M' in at ? 'kernelTwist' : 'T(r, m)';
      return rowOf(task, { series, subject: 'TypeScript', at, unit: 'number' });
    });
    return {
      method:
        'The twist of a directed ring, by enumeration of M! permutations in pairs; and the number T(r, m) of ways in which a network of r hidden units lies in one of m, in whole numbers of any length. Times are of the processor, on one thread.',
      rows,
      fits: [],
      ratios: [],
      tables: [timeTable('counting-times', rows)],
      figures: [],
      slowness: [slowness],
    };
  },
};
