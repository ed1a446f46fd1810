import { referenceEngine } from '@mcover/core';
import { type Annealing, calibratedTrials, type DeviceInfo, openThread } from '@mcover/gpu';
import { recordProblems, type TrialRecord } from '@mcover/record';
import { expect, test } from 'vitest';
import { readExperiment } from '../dist/config/experiment.js';
import { planTrials, type Task } from '../dist/plan/plan.js';
import { trialsOf } from '../dist/plan/trials.js';
import { type BatchSetup, runBatches } from '../dist/run/batches.js';
import { runTasks } from '../dist/run/run.js';
import { temporary, tiny, tinyCommittee, writeExperiment } from './support.ts';

const environment = { runtime: 'x', commit: 'x', platform: 'x' };
const common = { environment, signal: new AbortController().signal, warn: expect.fail };
const request = { profile: 'smoke', seed: 1, engine: referenceEngine };

/** Three cells of a perceptron with as many trials, and a committee. */
function tasksOf(trials: number): Task[] {
  const folder = temporary();
  const wanted = [{ ...tiny, trials }, tinyCommittee].map((experiment) => {
    const file = writeExperiment(folder, `${experiment.id}.json`, experiment);
    return [experiment.id, trialsOf(readExperiment(file), request)] as const;
  });
  return planTrials(new Map(wanted), new Map()).tasks;
}

const gpu: DeviceInfo = { backend: 'webgpu', kind: 'gpu', name: 'Radeon' };

/** Anneals in this thread and says it was `by` something else; for so many batches. */
function annealing(by: DeviceInfo, batches = Infinity): Pick<Annealing, 'anneal' | 'device'> {
  const thread = openThread();
  let left = batches;
  return {
    device: async () => (left > 0 ? by : thread.info),
    async anneal(problems, temperatures) {
      const info = left-- > 0 ? by : thread.info;
      return { annealed: await thread.anneal(problems, temperatures), by: info };
    },
  };
}

async function run(setup: Partial<BatchSetup> & Pick<BatchSetup, 'tasks' | 'annealing'>) {
  const records: TrialRecord[] = [];
  const advanced: string[] = [];
  const left = await runBatches({
    ...common,
    progress: { advance: ({ id }) => advanced.push(id), close: async () => {} },
    write: (record) => records.push(record),
    ...setup,
  });
  return { records, advanced, left };
}

const essence = (records: readonly TrialRecord[]) =>
  records.map(({ id, spec, result }) => ({ id, spec, result })).sort((a, b) => (a.id < b.id ? -1 : 1));

test('a GPU takes the cells of a perceptron, with the records of the threads, and says what it is', async () => {
  const tasks = tasksOf(calibratedTrials);
  const { records, advanced, left } = await run({ tasks, annealing: annealing(gpu) });
  expect(records).toHaveLength(3 * calibratedTrials);
  expect(left.map(({ spec }) => spec.model)).toEqual(Array.from({ length: 8 }, () => 'committee'));
  for (const record of records) expect(recordProblems(record)).toEqual([]);
  for (const { provenance } of records)
    expect(provenance).toMatchObject({ engine: 'webgpu', library: 'Radeon' });
  expect(advanced).toEqual(records.map(({ id }) => id));

  const plain: TrialRecord[] = [];
  const mine = tasks.filter((task) => !left.includes(task));
  await runTasks({
    ...{ ...common, tasks: mine, data: new Map(), engine: 'reference', workers: 1 },
    timeLimit: () => 60,
    progress: { advance: () => {}, close: async () => {} },
    write: (record) => plain.push(record),
  });
  expect(essence(records)).toEqual(essence(plain));
});

test('a cell of fewer trials than were timed is left to the threads, as is all without a GPU', async () => {
  const few = tasksOf(calibratedTrials - 1);
  expect((await run({ tasks: few, annealing: annealing(gpu) })).left).toEqual(few);
  const many = tasksOf(calibratedTrials);
  const processor = annealing({ backend: 'pool', kind: 'cpu', name: '2 threads' });
  expect((await run({ tasks: many, annealing: processor })).left).toEqual(many);
});

test('a GPU that is lost ends its batch on the processor, which the records name, and gets no more', async () => {
  const tasks = tasksOf(calibratedTrials);
  const lost = annealing(gpu, 1);
  const { records, left } = await run({ tasks, annealing: { ...lost, device: async () => gpu } });
  const engines = new Set(records.map(({ provenance }) => provenance.engine));
  expect(engines).toEqual(new Set(['webgpu', 'wasm']));
  expect(left).toHaveLength(8);
  const stopped = await run({ tasks, annealing: annealing(gpu, 1) });
  expect(stopped.records).toHaveLength(calibratedTrials);
  expect(stopped.left).toHaveLength(tasks.length - calibratedTrials);
});

test('a batch that fails is left to the threads, with a warning', async () => {
  const tasks = tasksOf(calibratedTrials);
  const warnings: string[] = [];
  const failing = { ...annealing(gpu), anneal: () => Promise.reject(new Error('a kernel broke')) };
  const { records, left } = await run({ tasks, annealing: failing, warn: (text) => warnings.push(text) });
  expect(records).toEqual([]);
  expect(left).toEqual(tasks);
  expect(warnings).toEqual([
    'a batch of trials did not run on the GPU (a kernel broke); the threads take it',
  ]);
});

test('an interrupted run begins no batch', async () => {
  const tasks = tasksOf(calibratedTrials);
  const signal = AbortSignal.abort();
  expect((await run({ tasks, signal, annealing: annealing(gpu) })).records).toEqual([]);
});

test('when a record cannot be written, the run ends with that error, and no thread does it again', async () => {
  const write = () => {
    throw new Error('disk full');
  };
  const tasks = tasksOf(calibratedTrials);
  await expect(run({ tasks, annealing: annealing(gpu), write })).rejects.toThrow('disk full');
});
