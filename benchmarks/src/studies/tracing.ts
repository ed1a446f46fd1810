import {
  type Engine,
  emptyTrace,
  hiddenManifoldClasses,
  hiddenManifoldTask,
  lookAt,
  temperatures,
} from '@mcover/core';
import { builtIn, filled, type ScriptParams } from '@mcover/models';
import { measure, ratio, type Task } from '../measure.ts';
import { kernel, paperSchedule, seed } from '../problem.ts';
import { rowOf } from '../row.ts';
import type { Ratio, Row, Study } from '../study.ts';
import { ratioTable, timeTable } from '../tables.ts';

type TrialSpec = Parameters<typeof builtIn.everyFor>[0];

/** Trials of a model on one task. */
interface Series {
  name: string;
  model: string;
  data: TrialSpec['data'];
  /** What all methods have, and what each of them has beside it. */
  params: ScriptParams;
  methods: Readonly<Record<string, ScriptParams>>;
  /** The task, where it does not come from the specification. */
  task?: unknown;
  rounds: number;
}

/** The data set's sizes and no time to draw it, as where its images are at hand; its pixels matter to no time. */
const images = { name: 'fashion-mnist', sha256: '0'.repeat(64) };

/** What a trace of the default number of looks costs: whole trials, with one and without, in turns. */
export const tracing: Study = {
  id: 'tracing',
  title: 'Whole trials, traced and not',
  run({ engines, short, log }) {
    const engine = engines[engines.length - 1];
    const rows: Row[] = [];
    const ratios: Ratio[] = [];
    const slowness: number[][] = [];
    for (const series of everySeries(short)) {
      log(`tracing: ${series.name}`);
      const pairs = Object.keys(series.methods).map((method) => pairOf(series, method, engine));
      const measurement = measure(
        pairs.flatMap(({ plain, traced }) => [plain, traced]),
        { rounds: series.rounds, budget: 'once' },
      );
      slowness.push(measurement.slowness);
      pairs.forEach(({ method, every, steps }, i) => {
        const [plain, traced] = measurement.tasks.slice(2 * i, 2 * i + 2);
        if (plain.outcome !== traced.outcome) throw new Error(`${traced.name} ends elsewhere: run the tests`);
        const at = { method, 'a look every': every, steps };
        rows.push(rowOf(plain, { series: series.name, subject: 'no trace', at, unit: 'trial' }));
        rows.push(rowOf(traced, { series: series.name, subject: 'trace', at, unit: 'trial' }));
        ratios.push({
          slower: 'trace',
          faster: 'no trace',
          at: { trial: series.name, ...at },
          ...ratio(traced.samples, plain.samples),
        });
      });
    }
    return {
      method: [
        `Whole trials by ${engine.name}, one after the other with a trace and without, from the making of the model to the result.`,
        'A perceptron draws its teacher and patterns in it, whose time is most of a short trial; the others learn from patterns that are there.',
        'Looks are as many as by default. A committee that fits its patterns ends before its last step, with fewer.',
      ].join(' '),
      rows,
      fits: [],
      ratios,
      tables: [ratioTable('tracing-ratios', ratios), timeTable('tracing-times', rows)],
      figures: [],
      slowness,
    };
  },
};

function everySeries(short: boolean): Series[] {
  const perceptron = (step: number): Series => {
    const schedule = { ...paperSchedule, step };
    return {
      name: `perceptron, ${temperatures(schedule).length} temperatures`,
      model: 'perceptron',
      data: { name: 'teacher-student' },
      params: { N: short ? 100 : 1000, alpha: 1.58, schedule },
      methods: { vanilla: {}, rsa: { M: 3, gamma: 1 }, mcover: { M: 3, S: 10, kernel } },
      rounds: short ? 3 : 12,
    };
  };
  const [N, P, test] = short ? [50, 40, 60] : [784, 500, 2000];
  const committee: Series = {
    name: 'committee',
    model: 'committee',
    data: images,
    params: { N, P, epochs: short ? 10 : 300 },
    methods: { sgd: {}, rsgd: { M: 4, attraction: 0.3 }, mcover: { M: 4, S: 10 }, independent: { M: 4 } },
    task: hiddenManifoldTask({ N, P, D: 100, test }, seed),
    rounds: short ? 3 : 12,
  };
  const [inputs, count] = short ? [50, 60] : [784, 10_000];
  const mlp: Series = {
    name: 'mlp, 3 epochs',
    model: 'mlp',
    data: images,
    params: { widths: short ? [50, 20, 10] : [784, 512, 512, 10], P: count, epochs: 3 },
    methods: { sgd: {}, mcover: { M: 5 } },
    task: hiddenManifoldClasses({ N: inputs, P: count, D: 20, test: count, classes: 10 }, seed),
    rounds: short ? 3 : 6,
  };
  return [...(short ? [0.01] : [1e-3, 1e-4]).map(perceptron), committee, mlp];
}

function pairOf(series: Series, method: string, engine: Engine) {
  const model = builtIn.model(series.model);
  const { params } = filled(model, { ...series.params, ...series.methods[method] }, method);
  const spec: TrialSpec = { model: series.model, method, params, data: series.data, seed };
  const begin = () => model.begin(spec, series.task ?? model.task(spec, undefined), engine);
  const { steps } = begin();
  const every = builtIn.everyFor(spec, steps);
  const task = (name: string, traced: boolean): Task => {
    let sum = 0;
    return {
      name: `${series.name}, ${method}, ${name}`,
      units: 1,
      run() {
        const running = begin();
        const trace = emptyTrace(every);
        const look = traced ? () => lookAt(running, trace) : () => {};
        for (look(); !running.done; look()) running.advance();
        sum += Number(Object.values(running.result())[0]);
      },
      outcome: () => sum,
    };
  };
  return { method, every, steps, plain: task('no trace', false), traced: task('trace', true) };
}
