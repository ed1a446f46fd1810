import { gauge, gaussian, identityBank, initialSpins, stream, teacherStudent } from '@mcover/core';
import {
  messagePassing,
  type Solver,
  sbpiSolver,
  straightThroughSolver,
  tensorOf,
} from '@mcover/core/internals';
import { processorTime } from '../clock.ts';
import type { Companion } from '../companion.ts';
import { noCompiler, type SolversProblem, solversFromC } from '../from-c.ts';
import { type Measured, measure, ratio, type Task } from '../measure.ts';
import { seed } from '../problem.ts';
import { rowOf } from '../row.ts';
import type { Missing, Ratio, Row, Setting, Study } from '../study.ts';
import { ratioTable, timeTable } from '../tables.ts';

const ours = 'TypeScript';
const fromC = 'C';

/** What a line to the C program asks for (benchmarks/c/solvers.c). */
const asks = { amp: 0, processorTime: 1, sbpi: 2, ste: 3, mean: 4, hidden: 5, latent: 6 } as const;

/** Largest difference of a message or a latent weight: those of C come from its own exp, tanh and erfc. */
const tolerance = 1e-9;

/** What one would run in the place of annealing, beside the same in C, which must end at the same numbers. */
export const solvers: Study = {
  id: 'solvers',
  title: 'Solvers of the perceptron beside C',
  run(setting) {
    setting.log('solvers: beside C');
    const problem = problemOf(setting);
    const { N, P, B } = problem;
    const companion = startC(problem);
    const each = solversOf(problem);
    const times = setting.short ? 3 : 20;
    const { tasks, slowness } = measure(
      each.flatMap((solver) => [
        taskOf(`${solver.series} by ${ours}`, times, () => solver.run(times)),
        ...(companion
          ? [taskOf(`${solver.series} by ${fromC}`, times, () => companion.run(asks[solver.ask], times))]
          : []),
      ]),
      {
        rounds: setting.short ? 3 : 25,
        // Solvers go on from where they stand: all of them as far.
        budget: 'once',
        now: () => processorTime() + (companion?.run(asks.processorTime, 1) ?? 0),
      },
    );
    if (companion) for (const solver of each) compare(solver, companion);
    companion?.end();
    const place = ({ series, unit }: Timed, subject: string) => ({ series, subject, at: { N, P }, unit });
    const subjects = companion ? [ours, fromC] : [ours];
    const rows: Row[] = each.flatMap((solver, i) =>
      subjects.map((subject, j) => rowOf(tasks[i * subjects.length + j], place(solver, subject))),
    );
    const missing: Missing[] = companion
      ? []
      : each.map((solver) => ({ ...place(solver, fromC), reason: noCompiler }));
    const ratios: Ratio[] = companion
      ? each.map(({ series }, i) => ({
          ...{ slower: ours, faster: fromC, at: { what: series, N, P } },
          ...ratioOf(tasks[2 * i], tasks[2 * i + 1]),
        }))
      : [];
    return {
      method: [
        `A teacher–student perceptron of ${N} weights and ${P} patterns. AMP begins anew every ${times} iterations; SBPI and straight-through descent (batches of ${B}) go on from where they stand, one cover each.`,
        'The C program (benchmarks/c/solvers.c) is compiled with -O3 -march=native. It takes the same steps with popcounts of 64 bits, vectors as the compiler finds them, and exp, tanh and erfc of its library.',
        `In the end all messages and latent weights must agree to ${tolerance}, and all hidden integers exactly.`,
        'Times are of the processor, on one thread each, in turns.',
      ].join(' '),
      rows,
      missing,
      fits: [],
      ratios,
      tables: [
        ...(ratios.length ? [ratioTable('solvers-ratios', ratios)] : []),
        timeTable('solvers-times', rows, missing),
      ],
      figures: [],
      slowness: [slowness],
    };
  },
};

const ratioOf = (a: Measured, b: Measured) => ratio(a.samples, b.samples);

function problemOf({ short }: Setting): SolversProblem {
  const [N, P, B] = short ? [200, 300, 100] : [1000, 1580, 100];
  const { x, y } = teacherStudent(N, P, seed);
  const start = stream(seed, 'benchmark latent', { N });
  return {
    ...{ N, P, B, G: gauge(x, y), y },
    hidden: initialSpins(N, 1, seed),
    order: stream(seed, 'benchmark order', { N }),
    latent: Float64Array.from({ length: N }, () => 0.1 * gaussian(start)),
    batches: stream(seed, 'benchmark batches', { P }),
  };
}

function startC(problem: SolversProblem): Companion | undefined {
  try {
    return solversFromC(problem);
  } catch {
    return undefined;
  }
}

/** A solver as both have it. */
interface Timed {
  readonly series: string;
  readonly unit: string;
  readonly ask: 'amp' | 'sbpi' | 'ste';
  /** Iterates so often. Gives a number of what it has come to. */
  run(times: number): number;
  /** Where it stands, what the C program is asked for each number of that, and how far apart they may be. */
  state(): ArrayLike<number>;
  readonly entry: number;
  readonly tolerance: number;
}

function solversOf(problem: SolversProblem): Timed[] {
  const { N, B, order, latent, batches } = problem;
  const bank = identityBank(N, 1);
  const { messages, iterate } = messagePassing(problem);
  const pace = { reinforcement: 0, damping: 0 };
  const sbpi = sbpiSolver(problem, {
    ...{ bank, metaplastic: 0.3333, start: problem.hidden, random: order },
    channels: stream(seed, 'benchmark channels', { N }),
  });
  const knobs = { B, rate: 0.3, sharpness: 1, clip: 1 };
  const ste = straightThroughSolver(problem, { bank, ...knobs, start: latent, random: batches });
  const advance = (solver: Solver, seen: string) => (times: number) => {
    for (let time = 0; time < times; time++) solver.advance();
    return solver.observe()[seen];
  };
  return [
    {
      ...{ series: 'AMP iteration', unit: 'iteration', ask: 'amp', entry: asks.mean, tolerance },
      run(times) {
        for (const values of Object.values(messages)) values.fill(0);
        let moved = 0;
        for (let time = 0; time < times; time++) moved = iterate(pace);
        return moved;
      },
      state: () => messages.m,
    },
    {
      ...{ series: 'SBPI epoch', unit: 'epoch', ask: 'sbpi', entry: asks.hidden, tolerance: 0 },
      run: advance(sbpi, 'errors'),
      state: () => tensorOf(sbpi.snapshot(), 'hidden', N, Int32Array),
    },
    {
      ...{ series: 'STE epoch', unit: 'epoch', ask: 'ste', entry: asks.latent, tolerance },
      run: advance(ste, 'latent'),
      state: () => tensorOf(ste.snapshot(), 'latent', N, Float64Array),
    },
  ];
}

/** @throws Error where the program in C has come to something else. */
function compare({ series, entry, tolerance, state }: Timed, companion: Companion): void {
  const own = state();
  for (let i = 0; i < own.length; i++) {
    const apart = Math.abs(own[i] - companion.run(entry, i));
    if (!(apart <= tolerance))
      throw new Error(`${series}: number ${i} is ${apart} from that of C; run the tests`);
  }
}

function taskOf(name: string, units: number, run: () => number): Task {
  let outcome = Number.NaN;
  return {
    ...{ name, units },
    run() {
      outcome = run();
    },
    outcome: () => outcome,
  };
}
