import { type Engine, referenceEngine } from '@mcover/core';
import { DeviceError, type DeviceInfo, processorTrainers, type Trainers } from '@mcover/gpu';
import { builtIn } from '@mcover/models';
import { type Journal, recordProblems, sealRecord, specId, type TrialRecord } from '@mcover/record';
import { wasmEngine } from '@mcover/wasm';
import { describe, expect, test } from 'vitest';
import { takesTraining } from '../dist/lanes/devices.js';
import { runLanes, type Watcher } from '../dist/lanes/lane.js';
import { type TrainingSetup, trainingLane } from '../dist/lanes/training.js';
import { runTrial } from '../dist/lanes/worker.js';
import { drawTrials } from '../dist/plan/again.js';
import { gaps } from '../dist/plan/completeness.js';
import type { Pending } from '../dist/plan/pending.js';
import { collecting, pendingOf, temporary, tinyCommittee, tinyMlp, trials } from './support.ts';

const gpu: DeviceInfo = { backend: 'webgpu', kind: 'gpu', name: 'Radeon', mostBytes: 2 ** 30 };

/** The trials of an experiment, where a GPU is there or not. */
const planned = (content: object, device?: DeviceInfo) =>
  trials(content, {
    engine: wasmEngine,
    ...(device && { gpu: (spec, registry) => takesTraining(device, spec, registry) }),
  });

/** Small trials, and the same as if a GPU had taken them. */
const here = pendingOf([tinyMlp], wasmEngine);
const pending: Pending[] = here.map((one) => {
  const spec = { ...one.spec, arithmetic: 'gpu' as const };
  return { ...one, spec, id: specId(spec), engine: 'webgpu' };
});
const inSingles = here.map(({ id }) => id);

/** A device that trains as this thread does, for so many trainings. */
function device(trainings = Infinity, fault = new DeviceError('lost', 'the device was lost')) {
  let left = trainings;
  let closed = 0;
  const processor = processorTrainers(1);
  const trainers: Trainers = {
    ...processor,
    info: gpu,
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

/** Runs on the device alone; `left` is what it leaves to the threads. */
async function run(
  trials: readonly Pending[],
  { open, after }: Pick<TrainingSetup, 'open' | 'after'>,
  watcher: Partial<Watcher> = {},
) {
  const { sink, ...collected } = collecting(watcher);
  const lane = trainingLane({ data: new Map(), open, ...(after && { after }) });
  const left = await runLanes([lane], trials, sink);
  return { ...collected, left, failed: sink.failed };
}

const none = new Map<string, Journal>();
const goesOn = (there = none) => ({ engine: wasmEngine, there });

describe('a plan', () => {
  const paper = {
    ...tinyMlp,
    params: { ...tinyMlp.params, widths: [784, 512, 512, 10], P: 1000, B: 256 },
  };
  const arithmetics = (content: object, found?: DeviceInfo) => [
    ...new Set(planned(content, found).map(({ spec }) => spec.arithmetic)),
  ];

  test("names trials after the GPU's arithmetic where one is faster and takes them, and others not", () => {
    expect(arithmetics(paper, gpu)).toEqual(['gpu']);
    expect(arithmetics(paper)).toEqual(['f32']);
    expect(arithmetics(tinyMlp, gpu)).toEqual(['f32']);
    expect(arithmetics({ ...paper, params: { ...paper.params, activation: 'tanh' } }, gpu)).toEqual(['f32']);
    expect(arithmetics(paper, { ...gpu, mostBytes: 2 ** 20 })).toEqual(['f32']);
    expect(arithmetics(tinyCommittee, gpu)).toEqual(['f32']);
    const activation = ['relu', 'tanh'];
    expect(arithmetics({ ...paper, sweep: { activation } }, gpu)).toEqual(['gpu', 'f32']);
  });

  test('takes a GPU to be faster than the threads, and names it as what computes', () => {
    const [fast, slow] = [planned(paper, gpu), planned(paper)];
    fast.forEach(({ seconds, id, engine }, i) => {
      expect(seconds).toBeLessThan(slow[i].seconds);
      expect(id).not.toBe(slow[i].id);
      expect([engine, slow[i].engine]).toEqual(['webgpu', 'wasm']);
    });
  });

  test('leaves trials that a module of one’s own takes part in to the threads', () => {
    const [{ spec }] = planned(paper);
    const takes = (change: object) => takesTraining(gpu, { ...spec, ...change }, builtIn);
    expect(takes({})).toBe(true);
    expect(takes({ uses: ['0'.repeat(64)] })).toBe(false);
    expect(takes({ params: { ...spec.params, rule: { kind: 'x' } } })).toBe(false);
  });
});

describe('a GPU', () => {
  test('trains every trial, with valid records that say what it is', async () => {
    const { open, closed } = device();
    const { records, advanced, notes, left, failed } = await run(pending, { open });
    expect([left, failed, notes]).toEqual([[], [], []]);
    expect(records.map(({ id }) => id)).toEqual(pending.map(({ id }) => id));
    expect(advanced).toEqual(records.map(({ id }) => id));
    for (const [i, record] of records.entries()) {
      expect(recordProblems(record, builtIn)).toEqual([]);
      expect(record.provenance).toMatchObject({ engine: 'webgpu', library: 'Radeon' });
      const plain = (await runTrial({ spec: here[i].spec, engine: 'wasm' })).outcome;
      expect({ result: record.result }).toEqual(plain);
    }
    expect(closed()).toBe(1);
  });

  test('takes the trials of its own arithmetic and no others', async () => {
    const mixed = [here[0], pending[1], here[2]];
    const { records, left } = await run(mixed, device());
    expect(records.map(({ id }) => id)).toEqual([pending[1].id]);
    expect(left).toEqual([here[0], here[2]]);
  });

  test('that is lost in mid-run leaves the trial that it had begun, and all after it', async () => {
    const { open, closed } = device(3);
    const { records, left, failed } = await run(pending, { open, after: goesOn() });
    expect([records.length, failed, left]).toEqual([3, [], here.slice(3)]);
    expect(closed()).toBe(1);
  });

  test('that is lost where nothing goes on ends the run, and what it did is kept', async () => {
    const records: TrialRecord[] = [];
    const { open, closed } = device(3);
    const write = (record: TrialRecord) => records.push(record);
    await expect(run(pending, { open }, { write })).rejects.toThrow(DeviceError);
    expect([records.length, closed()]).toEqual([3, 1]);
  });

  test('goes on after a trial that fails, which is recorded', async () => {
    const params = { ...pending[0].spec.params, rate: 1e30 };
    const diverging = { ...pending[0], spec: { ...pending[0].spec, params } };
    const { records, left, failed } = await run([diverging, pending[1]], device());
    expect(records.map(({ failure }) => failure?.kind)).toEqual(['Diverged', undefined]);
    expect(failed.map(({ failure }) => failure.message)).toEqual([expect.stringContaining('diverges')]);
    expect(left).toEqual([]);
  });

  test('is closed when the run is stopped, and begins no more', async () => {
    const records: TrialRecord[] = [];
    const stopping = new AbortController();
    const write = (record: TrialRecord) => {
      records.push(record);
      stopping.abort();
    };
    const { open, closed } = device();
    const { left } = await run(pending, { open, after: goesOn() }, { write, signal: stopping.signal });
    expect([records.length, left]).toEqual([1, pending.slice(1)]);
    expect(closed()).toBeGreaterThan(0);
  });
});

describe('what a GPU leaves', () => {
  const result = { testError: 0.5, trainError: 0.5, epochs: 2 };
  const made = { engine: 'wasm', runtime: 'x', commit: 'x', platform: 'x', durationMs: 1 };

  test('begins anew under the ids of the threads, with a warning of cause and remedy', async () => {
    const { open } = device(3);
    const { records, notes, left, failed } = await run(pending, { open, after: goesOn() });
    expect(left.map(({ id }) => id)).toEqual(inSingles.slice(3));
    expect([records.length, failed]).toEqual([3, []]);
    expect(notes).toEqual([
      'the device was lost; 5 trials of networks begin anew on the threads, in f32 under other ids; start again ' +
        'to use it again; where it happens often, renew its driver or name another engine',
    ]);
    // The journal that the run leaves lacks nothing.
    const rest = left.map(({ spec }) => sealRecord('tiny-mlp', spec, { result }, made));
    const cells = here.slice(0, 4).map(({ spec: { seed: _, ...cell } }) => cell);
    expect(gaps([...records, ...rest], { cells, trials: 2 })).toEqual([]);
    expect(gaps([...records, ...rest.slice(1)], { cells, trials: 2 })).toHaveLength(1);
  });

  test('goes on in the arithmetic of the engine that was asked for', async () => {
    const engine: Engine = referenceEngine;
    const { left } = await run(pending, { ...device(6), after: { engine, there: none } });
    expect(left.map(({ spec, engine }) => [spec.arithmetic, engine])).toEqual([
      ['f64', 'reference'],
      ['f64', 'reference'],
    ]);
  });

  test('is not made again where the threads had made it before', async () => {
    const records = [sealRecord('tiny-mlp', here[5].spec, { result }, made)];
    const there = new Map([['tiny-mlp', { records, rejected: [], unknown: [] }]]);
    const open = async () => {
      throw new DeviceError('absent', 'no adapter');
    };
    const { left, advanced } = await run(pending, { open, after: goesOn(there) });
    expect(left.map(({ id }) => id)).toEqual(inSingles.filter((_, i) => i !== 5));
    expect(advanced).toHaveLength(1);
  });
});

test('records of a GPU are run again on a GPU', async () => {
  const { records } = await run(pending.slice(0, 2), device());
  const again = await drawTrials(temporary(), records, 2, 1);
  expect(again.map(({ engine, spec }) => [engine, spec.arithmetic])).toEqual([
    ['webgpu', 'gpu'],
    ['webgpu', 'gpu'],
  ]);
});
