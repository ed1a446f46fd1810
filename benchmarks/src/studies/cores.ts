import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { MlpProblem } from '@mcover/core';
import { dismiss, helpedWasmEngine, helping, type SharedWork, wasmEngine } from '@mcover/wasm';
import { measure, ratio, type Task } from '../measure.ts';
import { paperNetworks, stepTask } from '../mlp-step.ts';
import { rowOf } from '../row.ts';
import type { Ratio, Row, Study } from '../study.ts';
import { ratioTable, timeTable } from '../tables.ts';

const writeThreads = (threads: number) => (threads === 1 ? 'one thread' : `${threads} threads`);

/** A gradient step of one training by one thread, and by as many as there are processors. */
export const cores: Study = {
  id: 'cores',
  title: 'A gradient step of the multilayer perceptron by several threads',
  async run({ short, log }) {
    log('cores: steps of the paper’s network');
    const most = Math.min(4, Math.max(2, availableParallelism()));
    const counts = Array.from({ length: most }, (_, i) => i + 1);
    const problems = paperNetworks(short);
    const timed: { task: Task; at: { M: number }; threads: number }[] = [];
    const ends: (() => void)[] = [];
    for (const problem of problems) {
      for (const threads of counts) {
        const { task, end } = await tasksOf(problem, threads - 1);
        timed.push({ task, at: { M: problem.M }, threads });
        ends.push(end);
      }
    }
    const plan = short ? { rounds: 3, budget: 4 } : { rounds: 15, budget: 400 };
    const { tasks, slowness } = measure(
      timed.map(({ task }) => task),
      plan,
    );
    for (const end of ends) end();
    const rows: Row[] = tasks.map((task, i) => {
      const { at, threads } = timed[i];
      return rowOf(task, { series: 'training', subject: writeThreads(threads), at, unit: 'step' });
    });
    const ratios: Ratio[] = timed.flatMap(({ at, threads }, i) => {
      if (threads === 1) return [];
      const one = timed.findIndex((other) => other.at.M === at.M && other.threads === 1);
      return {
        ...{ slower: writeThreads(1), faster: writeThreads(threads), at },
        ...ratio(tasks[one].samples, tasks[i].samples),
      };
    });
    const { widths, B } = problems[0];
    return {
      method: [
        `A step of Nesterov’s descent of ${widths.join('-')} with ReLU in batches of ${B}, as in the study mlp, in WebAssembly: by one thread alone, and by several that share its calls. All give the same bits.`,
        'All take their turns in one run; times are on the wall. Helpers sleep while others are timed.',
      ].join(' '),
      rows,
      fits: [],
      ratios,
      tables: [ratioTable('cores-ratios', ratios), timeTable('cores-times', rows)],
      figures: [],
      slowness: [slowness],
    };
  },
};

/** A training with so many helpers, which are there. */
async function tasksOf(problem: MlpProblem, helpers: number): Promise<{ task: Task; end: () => void }> {
  if (helpers === 0) return { task: stepTask(wasmEngine, problem), end: () => {} };
  const works: SharedWork[] = [];
  const task = stepTask(helpedWasmEngine({ most: helpers, offer: (work) => works.push(work) }), problem);
  const [work] = works;
  for (let i = 0; i < helpers; i++)
    new Worker(new URL('../helper.js', import.meta.url), { workerData: work });
  while (helping(work) < helpers) await sleep(5);
  return { task: { ...task, name: `${task.name}, ${helpers} helpers` }, end: () => dismiss(work) };
}
