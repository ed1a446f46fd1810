import { type AnnealingProblem, type Engine, type Schedule, temperatures } from '@mcover/core';
import { processorTime } from '../clock.ts';
import type { Companion } from '../companion.ts';
import { annealingFromC, noCompiler } from '../from-c.ts';
import { measure, ratio, type Task } from '../measure.ts';
import { paperSchedule, problemOf } from '../problem.ts';
import { rowOf } from '../row.ts';
import type { Row, Study, StudyResult } from '../study.ts';
import { ratioTable, timeTable } from '../tables.ts';

const fromC = 'C';

/** What a line to the C program asks for (benchmarks/c/annealing.c). */
const asks = { anneal: 0, processorTime: 1 } as const;

/** The paper's whole schedule beside the same in C, which must make the same proposals and end at the same weights. */
export const annealing: Study = {
  id: 'annealing',
  title: 'A whole schedule beside C',
  run({ engines, short, log }) {
    const sizes = { N: short ? 200 : 1000, P: short ? 316 : 1580, M: 3, S: 10 };
    const schedule: Schedule = short ? { ...paperSchedule, step: 0.01 } : paperSchedule;
    const engine = engines[engines.length - 1];
    const place = (subject: string): Pick<Row, 'series' | 'subject' | 'at' | 'unit'> => ({
      ...{
        series: `${temperatures(schedule).length} temperatures`,
        subject,
        at: { ...sizes },
        unit: 'schedule',
      },
    });
    log('annealing: whole schedules');
    const problem = problemOf(sizes);
    const companion = startC(problem, schedule);
    const subjects = [engine.name, ...(companion ? [fromC] : [])];
    const { tasks, slowness } = measure(
      [inEngine(engine, problem, schedule), ...(companion ? [inC(companion)] : [])],
      {
        rounds: short ? 3 : 9,
        budget: 'once',
        now: () => processorTime() + (companion?.run(asks.processorTime, 1) ?? 0),
      },
    );
    companion?.end();
    const [ours, theirs] = tasks;
    if (theirs && ours.outcome !== theirs.outcome) {
      throw new Error(`${ours.name} and ${theirs.name} part: run the tests`);
    }
    const rows = tasks.map((task, i) => rowOf(task, place(subjects[i])));
    const missing = companion ? [] : [{ ...place(fromC), reason: noCompiler }];
    const ratios: StudyResult['ratios'] = theirs
      ? [{ slower: engine.name, faster: fromC, at: { ...sizes }, ...ratio(ours.samples, theirs.samples) }]
      : [];
    return {
      method: [
        'M-cover annealed over all temperatures from its random initial weights, one sweep each: the thresholds of every temperature, the shuffles, the proposals and the flips.',
        'The C program (benchmarks/c/annealing.c) is compiled with -O3 -march=native; it counts in vectors of 512 bits with AVX-512’s popcounts where the processor has them. It draws the same words, and must accept as many proposals in every sweep and end at the same weights.',
        'Times are of the processor, on one thread each, in turns.',
      ].join(' '),
      rows,
      missing,
      fits: [],
      ratios,
      tables: [
        ...(ratios.length ? [ratioTable('annealing-ratios', ratios)] : []),
        timeTable('annealing-times', rows, missing),
      ],
      figures: [],
      slowness: [slowness],
    };
  },
};

function startC(problem: AnnealingProblem, schedule: Schedule): Companion | undefined {
  try {
    return annealingFromC(problem, schedule);
  } catch {
    return undefined;
  }
}

function inEngine(engine: Engine, problem: AnnealingProblem, schedule: Schedule): Task {
  const each = temperatures(schedule);
  let trace = 0;
  return {
    name: `annealing by ${engine.name}`,
    units: 1,
    run() {
      const annealer = engine.annealer(problem);
      trace = 0;
      // As the C program does: accepted proposals of every sweep, then the weights.
      for (const T of each) trace = after(trace, annealer.sweep(T) ?? 0);
      trace = annealer.weights().reduce(after, trace);
    },
    outcome: () => trace >>> 0,
  };
}

function after(trace: number, value: number): number {
  return (Math.imul(trace, 31) + value) | 0;
}

function inC(companion: Companion): Task {
  let trace = Number.NaN;
  return {
    name: `annealing by ${fromC}`,
    units: 1,
    run() {
      trace = companion.run(asks.anneal, 1);
    },
    outcome: () => trace,
  };
}
