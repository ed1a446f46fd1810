import type { CommitteeProblem, Coupling, Engine } from '@mcover/core';
import { committeeProblem } from '@mcover/core/internals';
import { scalingFigure } from '../figures/scaling.ts';
import { fitPowerLaw } from '../fit.ts';
import { type Measured, measure, ratio, type Task } from '../measure.ts';
import { seed } from '../problem.ts';
import { randomSigns } from '../random-signs.ts';
import { rowOf } from '../row.ts';
import type { Fit, Ratio, Row, Setting, Study } from '../study.ts';
import { fitTable, ratioTable, timeTable } from '../tables.ts';

/** What a step is timed for. */
interface Sizes {
  K: number;
  M: number;
  S: number;
}

/** A series of committees in which one size grows. */
interface Series {
  name: string;
  axis: 'S' | 'K';
  sizes: Sizes[];
}

const M = 4;
const grown = [2, 3, 4, 6, 8, 12, 16];

/** K·S·M is a multiple of 32 in every committee, the rows that the WebAssembly engine takes together. */
const everySeries: readonly Series[] = [
  { name: 'S at fixed K', axis: 'S', sizes: grown.map((S) => ({ K: 8, M, S })) },
  { name: 'K at fixed S', axis: 'K', sizes: grown.map((K) => ({ K, M, S: 8 })) },
];
const expected = { exponent: 1, tolerance: 0.1 };

/** The methods of Table 3; a step of replicated SGD has the attraction after it. */
const methods: readonly (Sizes & { method: string; attraction: number })[] = [
  { method: 'SGD', K: 9, M: 1, S: 1, attraction: 0 },
  { method: 'replicated SGD', K: 9, M, S: 1, attraction: 0.003 },
  { method: 'M-cover', K: 9, M, S: 3, attraction: 0 },
  { method: 'M-cover', K: 9, M, S: 10, attraction: 0 },
];

/** Table 2 of the paper for the committee: a gradient step is linear in S and in K. */
export const committee: Study = {
  id: 'committee',
  title: 'Cost of a gradient step of the committee against S and K',
  run(setting) {
    const { N, B } = sizeOf(setting);
    const parts = [...everySeries.map((series) => runSeries(series, setting)), runMethods(setting)];
    const rows = parts.flatMap((part) => part.rows);
    const fits = parts.flatMap((part) => part.fits);
    const ratios = parts.flatMap((part) => part.ratios);
    const scaled = rows.filter(({ series }) => fits.some((fit) => fit.series === series));
    const caption = {
      id: 'committee',
      alt: 'Time of a gradient step against S and K on logarithmic axes, with fitted power laws',
      title: 'Cost of a gradient step of the committee',
      subtitle: `N = ${N}, M = ${M}, ${B} patterns.`,
    };
    return {
      method: [
        `A step is the loss, its gradient by every weight copy, the descent and the scaling of rows, for N = ${N} inputs and a batch of ${B} random patterns, routed by a uniform kernel.`,
        'All engines make the same steps from the same weights, in turns; the engine of singles follows its own rounding.',
        'Linear is what the method promises of every engine; packing a batch does not grow with S or K.',
      ].join(' '),
      rows,
      fits,
      ratios,
      tables: [
        fitTable('committee-exponents', fits),
        ...(ratios.length ? [ratioTable('committee-ratios', ratios)] : []),
        timeTable('committee-times', rows),
      ],
      figures: [scalingFigure(scaled, fits, caption)],
      slowness: parts.map((part) => part.slowness),
    };
  },
};

interface Part {
  rows: Row[];
  fits: Fit[];
  ratios: Ratio[];
  slowness: number[];
}

function runSeries({ name, axis, sizes }: Series, setting: Setting): Part {
  setting.log(`committee: ${name}`);
  const { measured, slowness } = time(
    sizes.map((size) => ({ ...size, attraction: 0 })),
    setting,
  );
  const rows: Row[] = [];
  const fits: Fit[] = [];
  setting.engines.forEach(({ name: subject }, e) => {
    measured[e].forEach((task, i) => {
      rows.push(rowOf(task, { series: name, subject, at: { ...sizes[i] }, unit: 'step' }));
    });
    const points = measured[e].map(({ median }, i) => ({ size: sizes[i][axis], time: median }));
    fits.push({ series: name, subject, against: axis, expected, ...fitPowerLaw(points) });
  });
  return { rows, fits, ratios: [], slowness };
}

function runMethods(setting: Setting): Part {
  setting.log('committee: methods');
  const { measured, slowness } = time(methods, setting);
  const [plain, ...others] = setting.engines;
  const at = methods.map(({ method, M, S }) => ({ method, M, S }));
  const rows = setting.engines.flatMap(({ name: subject }, e) =>
    measured[e].map((task, i) => rowOf(task, { series: 'method', subject, at: at[i], unit: 'step' })),
  );
  const ratios = others.flatMap(({ name: faster }, e) =>
    measured[e + 1].map((task, i) => ({
      slower: plain.name,
      faster,
      at: at[i],
      ...ratio(measured[0][i].samples, task.samples),
    })),
  );
  return { rows, fits: [], ratios, slowness };
}

/** All committees by all engines, in one measurement. */
function time(
  committees: readonly (Sizes & { attraction: number })[],
  setting: Setting,
): { measured: Measured[][]; slowness: number[] } {
  const problems = committees.map((sizes) => problemOf(sizes, setting));
  const tasks = setting.engines.flatMap((engine) =>
    problems.map((problem, i) => stepTask(engine, problem, committees[i].attraction)),
  );
  const plan = setting.short ? { rounds: 3, budget: 4 } : { rounds: 9, budget: 24 };
  const { tasks: all, slowness } = measure(tasks, plan);
  const measured = setting.engines.map((_, e) => all.slice(e * problems.length, (e + 1) * problems.length));
  return { measured, slowness };
}

/** The paper's N and batch. */
function sizeOf({ short }: Setting): { N: number; B: number } {
  return short ? { N: 98, B: 20 } : { N: 784, B: 100 };
}

function problemOf({ K, M, S }: Sizes, setting: Setting): CommitteeProblem {
  const { N, B } = sizeOf(setting);
  const coupling: Coupling =
    S > 1 ? { kind: 'routing', M, S, kernel: { kind: 'uniform' } } : { kind: 'alone', M };
  return committeeProblem({ N, K, coupling }, randomSigns(N, B), seed);
}

function stepTask(engine: Engine, problem: CommitteeProblem, attraction: number): Task {
  const { N, K, bank, patterns } = problem;
  const trainer = engine.committee(problem);
  const batch = Int32Array.from({ length: patterns.P }, (_, mu) => mu);
  const knobs = { beta: 1, gamma: 1, rate: 0.01 };
  let sum = 0;
  return {
    name: `${engine.name} step N=${N} K=${K} M=${bank.M} S=${bank.S}`,
    units: 1,
    run() {
      sum += trainer.step(batch, knobs);
      if (attraction > 0) trainer.attract(attraction);
    },
    outcome: () => sum,
  };
}
