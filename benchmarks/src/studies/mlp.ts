import { blasEngine, blasLibrary, blasUnavailable } from '@mcover/blas';
import type { MlpProblem } from '@mcover/core';
import { measure, ratio, type Task } from '../measure.ts';
import { paperNetworks, routing, stepTask } from '../mlp-step.ts';
import { rowOf } from '../row.ts';
import { type Missing, noBlas, type Ratio, type Row, type Setting, type Study } from '../study.ts';
import { ratioTable, timeTable } from '../tables.ts';
import { startTorch } from '../torch.ts';

const torch = 'PyTorch';
const blas = blasEngine.name;

/** Which pairs of subjects are compared: the time of the first over that of the second. */
const pairs: readonly (readonly [string, string])[] = [
  ['reference', 'wasm'],
  ['wasm', torch],
  [blas, torch],
];

/** A gradient step of the paper's network, beside the same in PyTorch. */
export const mlp: Study = {
  id: 'mlp',
  title: 'A gradient step of the multilayer perceptron',
  run(setting) {
    setting.log('mlp: steps of the paper’s network');
    const { short } = setting;
    const problems = paperNetworks(short);
    const { timed, missing, end } = tasksOf(problems, setting);
    // The plain engine takes seconds for a step, so that a budget for the others gives it one a round.
    const plan = short ? { rounds: 3, budget: 4 } : { rounds: 9, budget: 400 };
    const { tasks, slowness } = measure(
      timed.map(({ task }) => task),
      plan,
    );
    end();
    const rows = tasks.map((task, i) => rowOf(task, timed[i].place));
    const of = (subject: string, M: number) =>
      tasks[timed.findIndex(({ place }) => place.subject === subject && place.at.M === M)];
    const ratios: Ratio[] = problems.flatMap(({ M }) =>
      pairs.flatMap(([slower, faster]) => {
        const [a, b] = [of(slower, M), of(faster, M)];
        return a && b ? [{ slower, faster, at: { M }, ...ratio(a.samples, b.samples) }] : [];
      }),
    );
    const [{ widths, B }, { mixers }] = problems;
    return {
      method: [
        `A step of Nesterov’s descent of ${widths.join('-')} with ReLU on a batch of ${B} random patterns: M = 1, and M = ${routing.M} covers with G = ${mixers[0].G} blocks and mixers of S = ${routing.S} permutations, whose losses are added.`,
        'An epoch of 60 000 patterns in batches of 256 is 235 such steps.',
        'PyTorch is plain autograd, with einsum for the messages and their mixing (benchmarks/torch/mlp.py), in a process of its own that is asked for a step at a time; the plain engine computes in f64, all others in f32.',
        ...(blasUnavailable() === undefined ? [`BLAS is ${blasLibrary().title}.`] : []),
        'Each runs on one thread, and all take their turns in one run.',
      ].join(' '),
      rows,
      missing,
      fits: [],
      ratios,
      tables: [ratioTable('mlp-ratios', ratios), timeTable('mlp-times', rows, missing)],
      figures: [],
      slowness: [slowness],
    };
  },
};

type Place = Pick<Row, 'series' | 'subject' | 'at' | 'unit'>;

interface Timed {
  task: Task;
  place: Place;
}

/** Every problem by everything that is here, and what is not. */
function tasksOf(
  problems: readonly MlpProblem[],
  { engines }: Setting,
): { timed: Timed[]; missing: Missing[]; end: () => void } {
  const hasBlas = blasUnavailable() === undefined;
  const all = hasBlas ? [...engines, blasEngine] : engines;
  const companion = startTorch(
    problems.map(({ widths, M, B, mixers }) => ({ widths, M, B, G: mixers[0].G })),
  );
  const timed = problems.flatMap((problem, which) => [
    ...all.map((engine) => ({ task: stepTask(engine, problem), place: placeOf(engine.name, problem) })),
    ...(companion ? [{ task: torchTask(companion.run, which), place: placeOf(torch, problem) }] : []),
  ]);
  const missing = problems.flatMap((problem) => [
    ...(hasBlas ? [] : [{ ...placeOf(blas, problem), reason: noBlas }]),
    ...(companion ? [] : [{ ...placeOf(torch, problem), reason: 'no PyTorch (Debian: python3-torch)' }]),
  ]);
  return { timed, missing, end: () => companion?.end() };
}

function placeOf(subject: string, { M, mixers, widths, B }: MlpProblem): Place {
  return {
    series: 'training',
    subject,
    at: { widths: widths.join('-'), B, M, G: mixers[0].G },
    unit: 'step',
  };
}

function torchTask(run: (which: number, times: number) => number, which: number): Task {
  let loss = Number.NaN;
  return {
    name: `${torch} step of network ${which}`,
    units: 1,
    run() {
      loss = run(which, 1);
    },
    outcome: () => loss,
  };
}
