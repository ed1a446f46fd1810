import { type Annealing, calibratedTrials, type DeviceInfo, openThread } from '@mcover/gpu';
import { builtIn } from '@mcover/models';
import { recordProblems } from '@mcover/record';
import { wasmEngine } from '@mcover/wasm';
import { expect, test } from 'vitest';
import { annealingLane } from '../dist/lanes/annealing.js';
import { runLanes, type Watcher } from '../dist/lanes/lane.js';
import { threadsLane } from '../dist/lanes/threads.js';
import type { Pending } from '../dist/plan/pending.js';
import { collecting, essence, pendingOf, tiny, tinyCommittee } from './support.ts';

/** Three cells of a perceptron with as many trials, and a committee. */
const trialsOf = (trials: number): Pending[] => pendingOf([{ ...tiny, trials }, tinyCommittee]);

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

/** Runs on the lane alone; `left` is what it leaves to others. */
async function run(
  pending: readonly Pending[],
  device: Pick<Annealing, 'anneal' | 'device'>,
  watcher: Partial<Watcher> = {},
) {
  const { sink, ...collected } = collecting({ note: expect.fail, ...watcher });
  const left = await runLanes([annealingLane(device, new Map())], pending, sink);
  return { ...collected, left };
}

/** In any order. */
const idsOf = (pending: readonly Pending[]) => pending.map(({ id }) => id).sort();

test('a GPU takes the cells of a perceptron, with the records of the threads, and says what it is', async () => {
  const pending = trialsOf(calibratedTrials);
  const { records, advanced, left } = await run(pending, annealing(gpu));
  expect(records).toHaveLength(3 * calibratedTrials);
  expect(left.map(({ spec }) => spec.model)).toEqual(Array.from({ length: 8 }, () => 'committee'));
  for (const record of records) expect(recordProblems(record, builtIn)).toEqual([]);
  for (const { provenance } of records)
    expect(provenance).toMatchObject({ engine: 'webgpu', library: 'Radeon' });
  expect(advanced).toEqual(records.map(({ id }) => id));

  const plain = collecting();
  const mine = pending.filter((one) => !left.includes(one));
  const threads = threadsLane({ data: new Map(), workers: 1, timeLimit: () => 60 });
  expect(await threads.run(mine, plain.sink)).toEqual([]);
  expect(essence(records)).toEqual(essence(plain.records));
});

test('what the lane leaves goes to the next one, so that every trial has its record', async () => {
  const pending = trialsOf(calibratedTrials);
  const { sink, records } = collecting();
  const threads = threadsLane({ data: new Map(), workers: 1, timeLimit: () => 60 });
  expect(await runLanes([annealingLane(annealing(gpu, 1), new Map()), threads], pending, sink)).toEqual([]);
  expect(records.map(({ id }) => id).sort()).toEqual(idsOf(pending));
  const engines = records.map(({ provenance }) => provenance.engine);
  expect(engines.filter((engine) => engine === 'webgpu')).toHaveLength(calibratedTrials);
  expect(new Set(engines)).toEqual(new Set(['webgpu', 'reference']));
});

test('a cell of fewer trials than were timed is left to the threads, as is all without a GPU', async () => {
  const few = trialsOf(calibratedTrials - 1);
  const small = await run(few, annealing(gpu));
  expect([idsOf(small.left), small.records]).toEqual([idsOf(few), []]);
  const many = trialsOf(calibratedTrials);
  const processor = annealing({ backend: 'pool', kind: 'cpu', name: '2 threads' });
  const slow = await run(many, processor);
  expect([idsOf(slow.left), slow.records]).toEqual([idsOf(many), []]);
});

test('trials that a module of one’s own takes part in are not for a device', () => {
  const lane = annealingLane(annealing(gpu), new Map());
  const [one] = trialsOf(1);
  expect(lane.takes(one)).toBe(true);
  expect(lane.takes({ ...one, spec: { ...one.spec, uses: ['0'.repeat(64)] } })).toBe(false);
});

test('solvers are not for a device, and their records name plain code', async () => {
  const methods = [{ method: 'amp' }, { method: 'sbpi' }];
  const pending = pendingOf([{ ...tiny, methods, trials: calibratedTrials }], wasmEngine);
  const lane = annealingLane(annealing(gpu), new Map());
  expect(pending.filter((one) => lane.takes(one))).toEqual([]);
  const { sink, records } = collecting();
  const threads = threadsLane({ data: new Map(), workers: 1, timeLimit: () => 60 });
  expect(await runLanes([lane, threads], pending, sink)).toEqual([]);
  expect(records).toHaveLength(2 * calibratedTrials);
  expect(new Set(records.map(({ provenance }) => provenance.engine))).toEqual(new Set(['reference']));
  for (const record of records) expect(recordProblems(record, builtIn)).toEqual([]);
});

test('a GPU that is lost ends its batch on the processor, which the records name, and gets no more', async () => {
  const pending = trialsOf(calibratedTrials);
  const { records, left } = await run(pending, { ...annealing(gpu, 1), device: async () => gpu });
  const engines = new Set(records.map(({ provenance }) => provenance.engine));
  expect(engines).toEqual(new Set(['webgpu', 'wasm']));
  expect(left).toHaveLength(8);
  const stopped = await run(pending, annealing(gpu, 1));
  expect(stopped.records).toHaveLength(calibratedTrials);
  expect(stopped.left).toHaveLength(pending.length - calibratedTrials);
});

test('a batch that fails is left to the threads, with a warning', async () => {
  const pending = trialsOf(calibratedTrials);
  const notes: string[] = [];
  const failing = { ...annealing(gpu), anneal: () => Promise.reject(new Error('a kernel broke')) };
  const { records, left } = await run(pending, failing, { note: (text) => notes.push(text) });
  expect(records).toEqual([]);
  expect(idsOf(left)).toEqual(idsOf(pending));
  expect(notes).toEqual(['a batch of trials did not run on the GPU (a kernel broke); the threads take it']);
});

test('an interrupted run begins no batch', async () => {
  const signal = AbortSignal.abort();
  const { records, left } = await run(trialsOf(calibratedTrials), annealing(gpu), { signal });
  expect(records).toEqual([]);
  expect(left).toHaveLength(3 * calibratedTrials + 8);
});

test('when a record cannot be written, the run ends with that error, and no thread does it again', async () => {
  const write = () => {
    throw new Error('disk full');
  };
  await expect(run(trialsOf(calibratedTrials), annealing(gpu), { write })).rejects.toThrow('disk full');
});
