import { kernelMatrix, type PermutationSampler, sampleBank, stream } from '@mcover/core';
import { mostExactCovers, PermanentLaw, TranspositionChain } from '@mcover/core/internals';
import { fitPowerLaw } from '../fit.ts';
import { measure, type Task } from '../measure.ts';
import { kernel, seed } from '../problem.ts';
import { rowOf } from '../row.ts';
import type { Fit, Row, Study } from '../study.ts';
import { fitTable, timeTable } from '../tables.ts';

/** A task with where it stands in the study. */
interface Timed {
  task: Task;
  place: Pick<Row, 'series' | 'subject' | 'at' | 'unit'>;
  /** Of the power law that the series is fitted by; undefined where it is not in the fit. */
  size: number | undefined;
}

const exactCovers = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, mostExactCovers];
const chainCovers = [mostExactCovers + 1, 32];
/** Of the tables in the fit. A smaller one, built again and again, is learnt by heart by the branch predictor. */
const fewestFittedCovers = 12;

const permutation = 'permutation';
const table = 'table of P_Q';
const bank = 'bank';

/** What routing costs before a trial: the law of permutations, its samples, and a whole bank. */
export const routing: Study = {
  id: 'routing',
  title: 'The permutation sampler and the bank',
  run({ short, log }) {
    log('routing: samplers, tables, banks');
    const timed = [
      ...exactCovers.map(sampleTask),
      ...chainCovers.map(sampleTask),
      ...tableTasks(),
      ...bankTasks(),
    ];
    const plan = short ? { rounds: 3, budget: 4 } : { rounds: 15, budget: 24 };
    const { tasks, slowness } = measure(
      timed.map(({ task }) => task),
      plan,
    );
    const rows = tasks.map((task, i) => rowOf(task, timed[i].place));
    const fit = (series: string, against: string, tolerance?: number): Fit => {
      const points = timed.flatMap(({ place, size }, i) =>
        place.series === series && size !== undefined ? [{ size, time: tasks[i].median }] : [],
      );
      const expected = tolerance === undefined ? undefined : { exponent: 1, tolerance };
      return { series, subject: subjectOf(timed, series), against, expected, ...fitPowerLaw(points) };
    };
    const fits = [fit(permutation, 'M'), fit(table, 'M·2^M', 0.1), fit(bank, 'S·N', 0.1)];
    return {
      method: [
        'Directed ring, μ = 2, σ = 3. A permutation is one sample of P_Q, exact for M ≤ 16, and the next of the Metropolis chain beyond; the chain’s burn-in is not timed.',
        `The table of P_Q is built once per kernel, and fitted against M·2^M from M = ${fewestFittedCovers} on: a smaller one, built again and again, goes several times faster because the processor’s branch predictor learns it by heart. A bank is sampleBank at N = 1000, M = 3, with its table.`,
        'Permutations are fitted against M where they are exact, without a promise.',
      ].join(' '),
      rows,
      fits,
      ratios: [],
      tables: [fitTable('routing-exponents', fits), timeTable('routing-times', rows)],
      figures: [],
      slowness: [slowness],
    };
  },
};

function subjectOf(timed: readonly Timed[], series: string): string {
  return timed.find(({ place, size }) => place.series === series && size !== undefined)!.place.subject;
}

function sampleTask(M: number): Timed {
  const Q = kernelMatrix(kernel, M);
  const exact = M <= mostExactCovers;
  const sampler: PermutationSampler = exact ? new PermanentLaw(Q, M) : new TranspositionChain(Q, M);
  const random = stream(seed, 'benchmark permutations', { M });
  const rho = new Uint8Array(M);
  let sum = 0;
  const task: Task = {
    name: `permutation of ${M}`,
    units: 1,
    run() {
      sampler.sample(random, rho);
      sum += rho[0];
    },
    outcome: () => sum,
  };
  const place = { series: permutation, subject: exact ? 'exact' : 'chain', at: { M }, unit: 'permutation' };
  return { task, place, size: exact ? M : undefined };
}

function tableTasks(): Timed[] {
  return exactCovers.map((M) => {
    const Q = kernelMatrix(kernel, M);
    let sum = 0;
    const task: Task = {
      name: `table for ${M}`,
      units: 1,
      run() {
        sum += new PermanentLaw(Q, M).permanent;
      },
      outcome: () => sum,
    };
    const place = { series: table, subject: 'exact', at: { M }, unit: 'table' };
    return { task, place, size: M >= fewestFittedCovers ? M * 2 ** M : undefined };
  });
}

function bankTasks(): Timed[] {
  const [N, M] = [1000, 3];
  return [10, 20, 50, 100, 200].map((S) => {
    const random = stream(seed, 'benchmark banks', { S });
    let sum = 0;
    const task: Task = {
      name: `bank for S=${S}`,
      units: 1,
      run() {
        sum += sampleBank({ N, M, S, kernel }, random).inverses[S * N * M - 1];
      },
      outcome: () => sum,
    };
    const place = { series: bank, subject: 'sampleBank', at: { M, N, S }, unit: 'bank' };
    return { task, place, size: S * N };
  });
}
