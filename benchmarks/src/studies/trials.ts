import { type Engine, type Schedule, temperatures } from '@mcover/core';
import { runPerceptron, type ScriptParams } from '@mcover/models';
import { measure, ratio, type Task } from '../measure.ts';
import { kernel, paperSchedule, seed } from '../problem.ts';
import { rowOf } from '../row.ts';
import type { Ratio, Row, Study } from '../study.ts';
import { ratioTable, timeTable } from '../tables.ts';

const methods: readonly { name: string; coupling: ScriptParams }[] = [
  { name: 'vanilla', coupling: {} },
  { name: 'RSA', coupling: { M: 3, gamma: 1 } },
  { name: 'M-cover, S = 3', coupling: { M: 3, S: 3, kernel } },
  { name: 'M-cover, S = 10', coupling: { M: 3, S: 10, kernel } },
];

/** Whole trials, from the patterns to the readout: what an experiment's time is made of. */
export const trials: Study = {
  id: 'trials',
  title: 'Whole trials',
  run({ engines, short, log }) {
    const N = short ? 200 : 1000;
    const fastest = engines[engines.length - 1];
    const rows: Row[] = [];
    const ratios: Ratio[] = [];
    const slowness: number[][] = [];
    const time = (series: string, chosen: readonly Engine[], schedule: Schedule, rounds: number) => {
      log(`trials: ${series}`);
      const tasks = chosen.flatMap((engine) =>
        methods.map(({ name, coupling }) => {
          const params = { N, alpha: 1.58, schedule, ...coupling };
          return trialTask(`${engine.name} ${name}`, params, engine);
        }),
      );
      const measurement = measure(tasks, { rounds, budget: 'once' });
      slowness.push(measurement.slowness);
      measurement.tasks.forEach((task, i) => {
        const engine = chosen[Math.floor(i / methods.length)];
        const at = { method: methods[i % methods.length].name, N };
        rows.push(rowOf(task, { series, subject: engine.name, at, unit: 'trial' }));
        const plain = measurement.tasks[i % methods.length];
        if (task.outcome !== plain.outcome) {
          throw new Error(`${task.name} and ${plain.name} end at different errors: run the tests`);
        }
        if (engine === chosen[0]) return;
        ratios.push({
          slower: chosen[0].name,
          faster: engine.name,
          at,
          ...ratio(plain.samples, task.samples),
        });
      });
    };
    const brief: Schedule = short ? { from: 0.4, to: 0.1, step: 0.1 } : { from: 0.4, to: 0.02, step: 0.02 };
    const whole: Schedule = short ? { ...paperSchedule, step: 0.01 } : paperSchedule;
    time(`${count(brief)} temperatures`, engines, brief, short ? 3 : 6);
    // On the plain engine alone this takes hours.
    if (short || engines.length > 1) time(`${count(whole)} temperatures`, [fastest], whole, short ? 3 : 6);
    return {
      method: [
        `runPerceptron at N = ${N}, α = 1.58, M = 3, with the generation of data and routing and the readout, one seed throughout.`,
        'All engines run on a short schedule, where what a trial does besides annealing weighs more than in the paper’s; the fastest runs on the long one too.',
      ].join(' '),
      rows,
      fits: [],
      ratios,
      tables: [
        ...(ratios.length ? [ratioTable('trials-ratios', ratios)] : []),
        timeTable('trials-times', rows),
      ],
      figures: [],
      slowness,
    };
  },
};

function count(schedule: Schedule): number {
  return temperatures(schedule).length;
}

function trialTask(name: string, params: ScriptParams, engine: Engine): Task {
  let sum = 0;
  return {
    name,
    units: 1,
    run() {
      sum += runPerceptron(params, seed, engine).generalizationError;
    },
    outcome: () => sum,
  };
}
