import { DeviceError, type DeviceInfo, processorTrainers, type Trainers } from '@mcover/gpu';
import { type Journal, recordProblems, sealRecord, specId, type TrialRecord } from '@mcover/record';
import { wasmEngine } from '@mcover/wasm';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { runOnGpu } from '../dist/cli/on-gpu.js';
import { readExperiment } from '../dist/config/experiment.js';
import { gaps } from '../dist/plan/completeness.js';
import { planTrials, type Task } from '../dist/plan/pending.js';
import { trialsOf } from '../dist/plan/trials.js';
import { drawTrials } from '../dist/plan/again.js';
import { runTrainings } from '../dist/run/trainings.js';
import runTrial from '../dist/lanes/worker.js';
import { temporary, tinyMlp, writeExperiment } from './support.ts';

afterEach(() => vi.restoreAllMocks());

const environment = { runtime: 'x', commit: 'x', platform: 'x' };
const gpu: DeviceInfo = { backend: 'webgpu', kind: 'gpu', name: 'Radeon', mostBytes: 2 ** 30 };

const trials = (content: object, device?: DeviceInfo) =>
  trialsOf(readExperiment(writeExperiment(temporary(), 'e.json', content)), {
    ...{ profile: 'smoke', seed: 1, engine: wasmEngine, gpu: device },
  });

/** Small trials, and the same as if a GPU had taken them. */
const here = planTrials(new Map([['tiny-mlp', trials(tinyMlp)]]), new Map()).tasks;
const tasks: Task[] = here.map((task) => {
  const spec = { ...task.spec, arithmetic: 'gpu' as const };
  return { ...task, spec, id: specId(spec) };
});
const inSingles = here.map(({ id }) => id);

/** A device that trains as this thread does, for so many trainings. */
function device(trainings = Infinity, fault = new DeviceError('lost', 'the device was lost')) {
  let left = trainings;
  let closed = 0;
  const processor = processorTrainers(1);
  const trainers: Trainers = {
    ...{ ...processor, info: gpu },
    async begin(problem) {
      const trainer = await processor.begin(problem);
      const lost = left-- <= 0;
      let steps = 0;
      const step: typeof trainer.step = (batch, knobs) =>
        lost && ++steps > 3 ? Promise.reject(fault) : trainer.step(batch, knobs);
      return { ...trainer, step };
    },
    close: async () => {
      closed++;
    },
  };
  return { open: async () => trainers, closed: () => closed };
}

const collecting = () => {
  const records: TrialRecord[] = [];
  const advanced: string[] = [];
  const setup = {
    ...{ data: new Map(), environment, signal: new AbortController().signal },
    progress: { advance: ({ id }: Task) => advanced.push(id), close: async () => {} },
    write: (record: TrialRecord) => records.push(record),
  };
  return { records, advanced, setup };
};

describe('a plan', () => {
  const paper = {
    ...tinyMlp,
    params: { ...tinyMlp.params, widths: [784, 512, 512, 10], P: 1000, B: 256 },
  };
  const arithmetics = (content: object, found?: DeviceInfo) => [
    ...new Set(trials(content, found).map(({ spec }) => spec.arithmetic)),
  ];

  test("names trials after the GPU's arithmetic where one is faster and takes them, and others not", () => {
    expect(arithmetics(paper, gpu)).toEqual(['gpu']);
    expect(arithmetics(paper)).toEqual(['f32']);
    expect(arithmetics(tinyMlp, gpu)).toEqual(['f32']);
    expect(arithmetics({ ...paper, params: { ...paper.params, activation: 'tanh' } }, gpu)).toEqual(['f32']);
    expect(arithmetics(paper, { ...gpu, mostBytes: 2 ** 20 })).toEqual(['f32']);
    const activation = ['relu', 'tanh'];
    expect(arithmetics({ ...paper, sweep: { activation } }, gpu)).toEqual(['gpu', 'f32']);
  });

  test('takes a GPU to be faster than the threads', () => {
    const [fast, slow] = [trials(paper, gpu), trials(paper)];
    fast.forEach(({ seconds, id }, i) => {
      expect(seconds).toBeLessThan(slow[i].seconds);
      expect(id).not.toBe(slow[i].id);
    });
  });
});

describe('a GPU', () => {
  test('trains every trial, with valid records that say what it is', async () => {
    const { records, advanced, setup } = collecting();
    const { open, closed } = device();
    expect(await runTrainings({ ...setup, tasks, open })).toEqual({
      ...{ failed: [], left: [], fault: undefined },
    });
    expect(records.map(({ id }) => id)).toEqual(tasks.map(({ id }) => id));
    expect(advanced).toEqual(records.map(({ id }) => id));
    records.forEach((record, i) => {
      expect(recordProblems(record)).toEqual([]);
      expect(record.provenance).toMatchObject({ engine: 'webgpu', library: 'Radeon' });
      const plain = runTrial({ spec: here[i].spec, engine: 'wasm' }).outcome;
      expect({ result: record.result }).toEqual(plain);
    });
    expect(closed()).toBe(1);
  });

  test('that is lost in mid-run leaves the trial that it had begun, and all after it', async () => {
    const { records, setup } = collecting();
    const { open, closed } = device(3);
    const { failed, left, fault } = await runTrainings({ ...setup, tasks, open });
    expect([records.length, failed, left, fault?.fault]).toEqual([3, [], tasks.slice(3), 'lost']);
    expect(closed()).toBe(1);
  });

  test('goes on after a trial that fails, which is recorded', async () => {
    const { records, setup } = collecting();
    const params = { ...tasks[0].spec.params, rate: 1e30 };
    const diverging = { ...tasks[0], spec: { ...tasks[0].spec, params } };
    const { open } = device();
    const { failed, left } = await runTrainings({ ...setup, tasks: [diverging, tasks[1]], open });
    expect(records.map(({ failure }) => failure?.kind)).toEqual(['Error', undefined]);
    expect(failed.map(({ failure }) => failure.message)).toEqual([expect.stringContaining('diverges')]);
    expect(left).toEqual([]);
  });

  test('is closed when the run is stopped, and begins no more', async () => {
    const { records, setup } = collecting();
    const stopping = new AbortController();
    const write = (record: TrialRecord) => {
      records.push(record);
      stopping.abort();
    };
    const { open, closed } = device();
    const { left } = await runTrainings({ ...setup, write, tasks, open, signal: stopping.signal });
    expect([records.length, left]).toEqual([1, tasks.slice(1)]);
    expect(closed()).toBeGreaterThan(0);
  });
});

describe('what a GPU leaves', () => {
  const job = { engine: 'wasm', workers: 1 };
  const none = new Map<string, Journal>();

  test('begins anew under the ids of the threads, with a warning of cause and remedy', async () => {
    const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const { records, setup } = collecting();
    const { left, failed } = await runOnGpu(job, tasks, { ...setup, ...device(3), there: none });
    expect(left.map(({ id }) => id)).toEqual(inSingles.slice(3));
    expect(left).toEqual(here.slice(3));
    expect([records.length, failed]).toEqual([3, []]);
    expect(told.mock.calls.map(([text]) => text)).toEqual([
      'the device was lost; 5 trials of networks begin anew on the threads, in f32 under other ids; start again ' +
        'to use it again; where it happens often, renew its driver or name another engine\n',
    ]);
    // The journal that the run leaves lacks nothing.
    const result = { testError: 0.5, trainError: 0.5, epochs: 2 };
    const made = { engine: 'wasm', ...environment, durationMs: 1 };
    const rest = left.map(({ spec }) => sealRecord('tiny-mlp', spec, { result }, made));
    const cells = here.slice(0, 4).map(({ spec: { seed: _, ...cell } }) => cell);
    expect(gaps([...records, ...rest], { cells, trials: 2 })).toEqual([]);
    expect(gaps([...records, ...rest.slice(1)], { cells, trials: 2 })).toHaveLength(1);
  });

  test('is not made again where the threads had made it before', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const { advanced, setup } = collecting();
    const result = { testError: 0.5, trainError: 0.5, epochs: 2 };
    const made = { engine: 'wasm', ...environment, durationMs: 1 };
    const records = [sealRecord('tiny-mlp', here[5].spec, { result }, made)];
    const there = new Map([['tiny-mlp', { records, rejected: [] }]]);
    const absent = async () => {
      throw new DeviceError('absent', 'no adapter');
    };
    const { left } = await runOnGpu(job, tasks, { ...setup, open: absent, there });
    expect(left.map(({ id }) => id)).toEqual(inSingles.filter((_, i) => i !== 5));
    expect(advanced).toHaveLength(1);
  });
});

test('records of a GPU are run again on a GPU', async () => {
  const { records, setup } = collecting();
  await runTrainings({ ...setup, tasks: tasks.slice(0, 2), ...device() });
  expect(drawTrials(records, 2, 1)).toEqual([{ engine: 'gpu', tasks: expect.any(Array) }]);
});
