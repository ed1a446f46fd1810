import { type AnnealingProblem, choose, coverOf, type Engine, Margins, stream } from '@mcover/core';
import { below } from '@mcover/core/internals';
import { type ScalingCaption, scalingFigure } from '../figures/scaling.ts';
import { fitPowerLaw } from '../fit.ts';
import { measure, type Task } from '../measure.ts';
import { problemOf, type Sizes, seed } from '../problem.ts';
import { rowOf } from '../row.ts';
import type { Fit, Row, Setting, Study } from '../study.ts';
import { fitTable, timeTable } from '../tables.ts';

/** A series of problems in which one size grows. */
interface Series {
  name: string;
  /** The size that grows. */
  axis: 'S' | 'N' | 'P';
  sizes: Sizes[];
  /** Of the plain engine's update. */
  expected: { exponent: number; tolerance: number };
}

const M = 3;
/** Most columns of G that a series of updates reads, so that G need not fit a cache when N grows. */
const mostColumns = 256;
/** Updates of a task before its sites come again. */
const sitesDrawn = 4096;
const updatesPerRun = 16;
/** Of the other engines' sweeps: so hot that they accept about half of all proposals, whatever the sizes. */
const temperature = 10;

/**
 * Every problem reads more than 48 KiB and less than 1 MiB: between usual caches of the first and second level.
 * And it has 12 000 margins or more: the plain engine branches on their signs, and where there are fewer, the
 * processor's branch predictor learns them by heart, the better the larger N is (a margin changes its sign less
 * often), so that its memory would be measured instead of the method.
 */
const everySeries: readonly Series[] = [
  {
    name: 'S at fixed N and P',
    axis: 'S',
    sizes: [4, 6, 8, 12, 16, 24, 32, 48, 64].map((S) => ({ N: 256, P: 1024, M, S })),
    expected: { exponent: 1, tolerance: 0.1 },
  },
  {
    name: 'N at fixed S and P',
    axis: 'N',
    sizes: [256, 512, 1024, 2048, 4096, 8192].map((N) => ({ N, P: 1024, M, S: 16 })),
    expected: { exponent: 0, tolerance: 0.1 },
  },
  {
    name: 'N in the full lift (S = N)',
    axis: 'N',
    sizes: [32, 48, 64, 96, 128, 192, 256].map((N) => ({ N, P: 256, M, S: N })),
    expected: { exponent: 1, tolerance: 0.1 },
  },
  {
    name: 'P at fixed N and S',
    axis: 'P',
    sizes: [256, 384, 512, 768, 1024, 1536, 2048].map((P) => ({ N: 256, P, M, S: 16 })),
    expected: { exponent: 1, tolerance: 0.15 },
  },
];

/** Table 2 of the paper: an update costs O(PS) with a sampled bank and O(PN) in the full lift. */
export const scaling: Study = {
  id: 'scaling',
  title: 'Cost of an update against S, N and P',
  run(setting) {
    const rows: Row[] = [];
    const fits: Fit[] = [];
    const slowness: number[][] = [];
    for (const series of everySeries) {
      setting.log(`scaling: ${series.name}`);
      const measured = runSeries(series, setting);
      rows.push(...measured.rows);
      fits.push(...measured.fits);
      slowness.push(measured.slowness);
    }
    return {
      method: [
        'One update of the plain engine is ΔE and the flip of one weight copy, delta and flip of the cover of the plain margins, with no early rejection, at sites from a list drawn before.',
        `It reads S·M·P margins of 2 bytes, at most ${mostColumns} columns of G with P bytes each, and the routes of those columns: between 48 KiB and 1 MiB in every problem, which a second-level cache of 1 MiB holds.`,
        'Every problem has 12 000 margins or more, too many for the branch predictor to learn their signs by heart.',
        `The other engines are timed beside it by whole sweeps, in nanoseconds per proposal, at T = ${temperature}: about half of all proposals are accepted at every size. (At a temperature of the schedule the load P/N would decide how often, and with it the time.) They may take shortcuts, so no exponent is promised for them.`,
        'The fit is through the medians, and its interval comes from their distance to the line.',
      ].join(' '),
      rows,
      fits,
      ratios: [],
      tables: [fitTable('scaling-exponents', fits), timeTable('scaling-times', rows)],
      figures: [scalingFigure(rows, fits, caption(setting.engines[0]))],
      slowness,
    };
  },
};

const caption = (plain: Engine): ScalingCaption => ({
  id: 'scaling',
  alt: 'Time of an update against S, N and P on logarithmic axes, with fitted power laws',
  title: 'Cost of an update of the routed margins',
  subtitle: `${plain.name}: ΔE and flip; others: one proposal of a sweep.`,
});

function runSeries(
  { name, axis, sizes, expected }: Series,
  { engines, short }: Setting,
): { rows: Row[]; fits: Fit[]; slowness: number[] } {
  const [plain, ...others] = engines;
  const problems = sizes.map(problemOf);
  const columns = problems.map(columnsOf);
  const groups = [
    { engine: plain, unit: 'update', tasks: problems.map((problem, i) => updateTask(problem, columns[i])) },
    ...others.map((engine) => ({
      engine,
      unit: 'proposal',
      tasks: problems.map((problem) => sweepTask(engine, problem)),
    })),
  ];
  const tasks = groups.flatMap((group) => group.tasks);
  const { tasks: measured, slowness } = measure(
    tasks,
    short ? { rounds: 3, budget: 4 } : { rounds: 15, budget: 24 },
  );
  const rows: Row[] = [];
  const fits: Fit[] = [];
  groups.forEach(({ engine, unit }, group) => {
    const own = measured.slice(group * sizes.length, (group + 1) * sizes.length);
    own.forEach((task, i) => {
      const at = { ...sizes[i], KiB: Math.round(bytesRead(sizes[i], columns[i].length) / 1024) };
      rows.push(rowOf(task, { series: name, subject: engine.name, at, unit }));
    });
    const points = own.map(({ median }, i) => ({ size: sizes[i][axis], time: median }));
    const promised = engine === plain ? expected : undefined;
    fits.push({
      series: name,
      subject: engine.name,
      against: axis,
      expected: promised,
      ...fitPowerLaw(points),
    });
  });
  return { rows, fits, slowness };
}

function columnsOf({ N, P }: AnnealingProblem): Int32Array {
  return choose(stream(seed, 'benchmark columns', { N, P }), Math.min(N, mostColumns), N);
}

/** Bytes that updates at the sites of so many columns read. A route is read by cache lines of 64 bytes. */
function bytesRead({ N, P, S }: Sizes, columns: number): number {
  return 2 * S * M * P + columns * P + S * Math.min(N * M, 64 * columns);
}

function updateTask(problem: AnnealingProblem, columns: Int32Array): Task {
  const { N, P, bank } = problem;
  const random = stream(seed, 'benchmark sites', { N, P });
  const sites = Int32Array.from(
    { length: sitesDrawn },
    () => columns[below(random, columns.length)] + N * below(random, bank.M),
  );
  const state = coverOf(bank, problem.weights, (weights) => new Margins(problem, weights));
  let place = 0;
  let sum = 0;
  return {
    name: `update N=${N} P=${P} S=${bank.S}`,
    units: updatesPerRun,
    run() {
      for (let i = 0; i < updatesPerRun; i++) {
        const site = sites[place];
        place = (place + 1) % sitesDrawn;
        sum += state.delta(site);
        state.flip(site);
      }
    },
    outcome: () => sum + state.energy(),
  };
}

function sweepTask(engine: Engine, problem: AnnealingProblem): Task {
  const { N, P, bank } = problem;
  const annealer = engine.annealer(problem);
  return {
    name: `${engine.name} sweep N=${N} P=${P} S=${bank.S}`,
    units: N * bank.M,
    run: () => annealer.sweep(temperature),
    outcome: () => annealer.energy(),
  };
}
