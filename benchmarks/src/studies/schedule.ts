import { type AnnealingProblem, temperatures as scheduleOf } from '@mcover/core';
import { scheduleFigure } from '../figures/schedule.ts';
import { type Measured, measure, ratio, type Task } from '../measure.ts';
import { paperSchedule, problemOf } from '../problem.ts';
import { rowOf } from '../row.ts';
import type { Ratio, Row, Setting, Study } from '../study.ts';
import { ratioTable, timeTable } from '../tables.ts';

const M = 3;
const S = 10;

/** Cost of a proposal from the first temperature of the paper's schedule to the last, engine against engine. */
export const schedule: Study = {
  id: 'schedule',
  title: 'Cost of a proposal along the annealing schedule',
  run(setting) {
    const { engines, short, log } = setting;
    const [N, P] = short ? [200, 316] : [1000, 1580];
    const temperatures = short ? [0.4, 0.1, 0.01] : [0.4, 0.3, 0.2, 0.15, 0.1, 0.06, 0.03, 0.01];
    log(`schedule: annealing to ${temperatures.length} temperatures`);
    const problems = trajectory(problemOf({ N, P, M, S }), temperatures, setting);
    const tasks = engines.map((engine) =>
      problems.map((problem, i): Task => {
        const annealer = engine.annealer(problem);
        return {
          name: `${engine.name} T=${temperatures[i]}`,
          units: N * M,
          run: () => annealer.sweep(temperatures[i]),
          outcome: () => annealer.energy(),
        };
      }),
    );
    log('schedule: timing sweeps');
    const measurement = measure(tasks.flat(), { rounds: short ? 3 : 9, budget: 'once' });
    const measured = engines.map((_, e) =>
      measurement.tasks.slice(e * problems.length, (e + 1) * problems.length),
    );
    requireSameOutcomes(measured);

    const rows: Row[] = [];
    const ratios: Ratio[] = [];
    engines.forEach((engine, e) => {
      measured[e].forEach((task, i) => {
        const at = { T: temperatures[i], E: Number(task.outcome.toFixed(1)) };
        rows.push(rowOf(task, { series: 'sweep', subject: engine.name, at, unit: 'proposal' }));
      });
      if (e === 0) return;
      const against = { slower: engines[0].name, faster: engine.name };
      temperatures.forEach((T, i) => {
        ratios.push({ ...against, at: { T }, ...ratio(measured[0][i].samples, measured[e][i].samples) });
      });
      const [plain, fast] = [measured[0], measured[e]].map((own) => averageOver(temperatures, own));
      ratios.push({ ...against, at: { T: 'whole schedule' }, ...ratio(plain, fast) });
    });
    const sizes = `N = ${N}, P = ${P}, M = ${M}, S = ${S}, directed ring μ = 2, σ = 3`;
    return {
      method: [
        `Whole sweeps of M-cover at ${sizes}, from weights that were annealed to each temperature.`,
        'All engines make the same sweeps from the same weights, in turns, and must end at the same energy E (0 where every routed margin is right; proposals are then hardly ever accepted).',
        'The row of the whole schedule is the ratio of the means over T, uniform from the first temperature to the last, as the schedule is (trapezoids between the temperatures measured).',
      ].join(' '),
      rows,
      fits: [],
      ratios,
      tables: [
        ...(ratios.length ? [ratioTable('schedule-ratios', ratios)] : []),
        timeTable('schedule-times', rows),
      ],
      figures: [scheduleFigure(rows, sizes)],
      slowness: [measurement.slowness],
    };
  },
};

/** The problem with the weights that annealing has reached at each temperature. */
function trajectory(
  problem: AnnealingProblem,
  stops: readonly number[],
  { engines, short }: Setting,
): AnnealingProblem[] {
  const guide = engines[engines.length - 1];
  const annealer = guide.annealer(problem);
  // The plain engine alone takes minutes for the paper's schedule at this size.
  const coarse = short || engines.length === 1;
  const problems: AnnealingProblem[] = [];
  for (const T of scheduleOf(coarse ? { ...paperSchedule, step: 0.01 } : paperSchedule)) {
    annealer.sweep(T);
    if (stops.includes(T)) problems.push({ ...problem, weights: annealer.weights() });
  }
  return problems;
}

function requireSameOutcomes(measured: readonly Measured[][]): void {
  for (const own of measured) {
    own.forEach(({ name, outcome }, i) => {
      const plain = measured[0][i];
      if (outcome === plain.outcome) return;
      throw new Error(
        `${name} ended at the energy ${outcome}, ${plain.name} at ${plain.outcome}: run the tests`,
      );
    });
  }
}

/** Of every round, the mean over T by trapezoids. */
function averageOver(temperatures: readonly number[], tasks: readonly Measured[]): number[] {
  const whole = temperatures[0] - temperatures[temperatures.length - 1];
  return tasks[0].samples.map((_, round) => {
    let area = 0;
    for (let i = 1; i < tasks.length; i++) {
      const width = temperatures[i - 1] - temperatures[i];
      area += (width * (tasks[i - 1].samples[round] + tasks[i].samples[round])) / 2;
    }
    return area / whole;
  });
}
