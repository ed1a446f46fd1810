import { type Engine, stream } from '@mcover/core';
import {
  type Centre,
  committeeProblem,
  elasticCentre,
  localEntropy,
  mlpProblem,
  movingAverage,
  type Trainer,
} from '@mcover/core/internals';
import { processorTime } from '../clock.ts';
import { type Measured, measure, ratio, type Task } from '../measure.ts';
import { randomPatterns } from '../mlp-step.ts';
import { seed } from '../problem.ts';
import { randomSigns } from '../random-signs.ts';
import { rowOf } from '../row.ts';
import type { Ratio, Row, Setting, Study } from '../study.ts';
import { ratioTable, timeTable } from '../tables.ts';

const plain = 'SGD';
const apart = 'copies apart';
const copies = 4;
const rate = 0.01;

/** Methods that read out a centre beside the copies, with the parameters that models have by default. */
const methods: readonly { subject: string; M: number; centre?: (start: Float64Array) => Centre }[] = [
  { subject: plain, M: 1 },
  { subject: apart, M: copies },
  {
    ...{ subject: 'EASGD', M: copies },
    centre: (start) => elasticCentre(start, { M: copies, pull: [0.003], rate: [copies * 0.003], period: 1 }),
  },
  {
    ...{ subject: 'Entropy-SGD', M: 1 },
    centre: (start) =>
      localEntropy(
        start,
        { inner: 5, pull: [0.1 * rate], noise: Math.sqrt(rate) * 1e-4, memory: 0.75, outer: 1 },
        stream(seed, 'benchmark noise', { N: start.length }),
      ),
  },
  { subject: 'averaged SGD', M: 1, centre: (start) => movingAverage(start, 0.99) },
];

/** What a centre adds to the gradient steps of its copies. */
export const centres: Study = {
  id: 'centres',
  title: 'Steps of methods that read out a centre',
  run(setting) {
    setting.log('centres: steps');
    const engine = setting.engines[setting.engines.length - 1];
    const parts = [committeeTasks, mlpTasks].map((tasksOf) => {
      const { model, tasks } = tasksOf(engine, setting);
      const plan = setting.short ? { rounds: 3, budget: 4 } : { rounds: 15, budget: 40 };
      const { tasks: timed, slowness } = measure(tasks, { ...plan, now: processorTime });
      return { slowness, ...reportOf(model, timed) };
    });
    const rows = parts.flatMap((part) => part.rows);
    const ratios = parts.flatMap((part) => part.ratios);
    return {
      method: [
        `A step of ${engine.name} and of the centre after it, over its number of copies: one for SGD, for Entropy-SGD with inner loops of five steps and for averaged SGD, ${copies} for EASGD, which pulls after each step, and for copies apart. A step of four copies takes the committee’s engine little more than one of one.`,
        'The committee has 784 inputs, K = 9 and batches of 100 patterns, the multilayer perceptron is 784-512-512-10 in batches of 256. Times are of the processor, on one thread, in turns.',
      ].join(' '),
      rows,
      fits: [],
      ratios,
      tables: [ratioTable('centres-ratios', ratios), timeTable('centres-times', rows)],
      figures: [],
      slowness: parts.map(({ slowness }) => slowness),
    };
  },
};

interface Model {
  model: string;
  tasks: Task[];
}

function committeeTasks(engine: Engine, { short }: Setting): Model {
  const [N, B] = short ? [98, 20] : [784, 100];
  const patterns = randomSigns(N, B);
  return {
    model: 'committee',
    tasks: methods.map((method) => {
      const problem = committeeProblem({ N, K: 9, coupling: { kind: 'alone', M: method.M } }, patterns, seed);
      return stepTask(method, engine.committee(problem), { ...problem, B }, { beta: 1, gamma: 1, rate });
    }),
  };
}

function mlpTasks(engine: Engine, { short }: Setting): Model {
  const [widths, B] = short ? [[48, 32, 32, 10], 32] : [[784, 512, 512, 10], 256];
  const patterns = randomPatterns(widths[0], widths[widths.length - 1], B);
  const size = { widths, activation: 'relu', loss: 'sum', B, noise: 0.01 } as const;
  return {
    model: 'multilayer perceptron',
    tasks: methods.map((method) => {
      const problem = mlpProblem({ ...size, coupling: { kind: 'alone', M: method.M } }, patterns, seed);
      return stepTask(method, engine.mlp(problem), { ...problem, B }, { rate, momentum: 0 });
    }),
  };
}

/** A step on one batch, again and again, and what follows it. */
function stepTask<Knobs>(
  { subject, M, centre }: (typeof methods)[number],
  trainer: Trainer<Knobs>,
  { weights, B }: { weights: Float64Array; B: number },
  knobs: Knobs,
): Task {
  const follower = centre?.(weights);
  const batch = Int32Array.from({ length: B }, (_, mu) => mu);
  let loss = Number.NaN;
  return {
    ...{ name: subject, units: M },
    run() {
      loss = trainer.step(batch, knobs);
      follower?.follow(trainer, 0);
    },
    outcome: () => loss,
  };
}

function reportOf(model: string, timed: readonly Measured[]): { rows: Row[]; ratios: Ratio[] } {
  const at = { model };
  const rows = timed.map((task, i) =>
    rowOf(task, { series: 'step', subject: methods[i].subject, at, unit: 'gradient' }),
  );
  const samplesOf = (subject: string) => timed[methods.findIndex((of) => of.subject === subject)].samples;
  const ratios = methods.flatMap(({ subject, M, centre }) =>
    (M === 1 ? [plain] : [plain, apart])
      .filter(() => centre)
      .map((faster) => ({ slower: subject, faster, at, ...ratio(samplesOf(subject), samplesOf(faster)) })),
  );
  return { rows, ratios };
}
