import { builtIn } from '@mcover/models';
import { type Journal, sealRecord, type TrialRecord, type TrialSpec } from '@mcover/record';
import { wasmEngine } from '@mcover/wasm';
import { describe, expect, test } from 'vitest';
import { paceOf, spreadOf, wallRange, wallSeconds } from '../dist/plan/estimate.js';
import { fasterEngine, fasterText } from '../dist/plan/faster.js';
import { planTrials } from '../dist/plan/pending.js';
import type { PlannedTrial } from '../dist/plan/trials.js';
import { tiny, tinyCommittee, tinyMlp, trials } from './support.ts';

const provenance = { engine: 'reference', runtime: 'x', commit: 'x', platform: 'x', durationMs: 5 };
const result = { generalizationError: 0, overlap: 1, trainError: 0, solved: true };

const finished = ({ experiment, spec }: PlannedTrial): TrialRecord =>
  sealRecord(experiment, spec, { result }, provenance);

const journal = (...records: TrialRecord[]): Journal => ({ records, rejected: [], unknown: [] });

describe('trials', () => {
  test('are those of the profile, trial by trial over all methods', () => {
    const order = trials(tiny).map(({ spec }) => [spec.seed.trial, spec.method]);
    expect(order).toEqual([0, 1, 2].flatMap((t) => ['vanilla', 'rsa', 'mcover'].map((m) => [t, m])));
  });

  test('grow by number, and keep those before', () => {
    const few = trials(tiny, { trials: 2 }).map(({ id }) => id);
    const many = trials(tiny, { trials: 5 }).map(({ id }) => id);
    expect(many).toHaveLength(15);
    expect(many.slice(0, 6)).toEqual(few);
  });

  test('have other identities under another seed, and the same under another name', () => {
    const ids = new Set(trials(tiny).map(({ id }) => id));
    expect(trials(tiny, { seed: 2 }).some(({ id }) => ids.has(id))).toBe(false);
    expect(trials({ ...tiny, id: 'other' }).every(({ id }) => ids.has(id))).toBe(true);
  });

  test('that arise twice count once', () => {
    const methods = [{ method: 'vanilla' }, { method: 'vanilla', params: { alpha: 1.5 } }];
    expect(trials({ ...tiny, methods })).toHaveLength(3);
  });
});

const a = trials(tiny);

describe('a plan', () => {
  const b = trials({ ...tiny, id: 'b', methods: [{ method: 'vanilla' }] });
  const wanted = new Map([
    ['tiny', a],
    ['b', b],
  ]);
  const counts = (journals: [string, Journal][]) => {
    const { experiments, pending, copies } = planTrials(wanted, new Map(journals));
    return {
      rows: experiments.map(({ there, copied, toRun, shared }) => [there, copied, toRun, shared]),
      pending,
      copies,
    };
  };

  test('runs what two experiments share once, for both', () => {
    const { rows, pending } = counts([]);
    expect(rows).toEqual([
      [0, 0, 9, 0],
      [0, 0, 0, 3],
    ]);
    expect(pending.filter(({ experiments }) => experiments.join() === 'tiny,b')).toHaveLength(3);
    expect(pending).toHaveLength(9);
  });

  test('copies what another journal of the folder holds', () => {
    const { rows, copies } = counts([['elsewhere', journal(finished({ ...a[0], experiment: 'elsewhere' }))]]);
    expect(rows).toEqual([
      [0, 1, 8, 0],
      [0, 1, 0, 2],
    ]);
    expect(copies).toEqual([finished(a[0]), finished(b[0])]);
  });

  test('leaves out what is there, and tries failures again', () => {
    const failed = sealRecord('tiny', a[1].spec, { failure: { kind: 'x', message: 'y' } }, provenance);
    const { rows, pending } = counts([['tiny', journal(finished(a[0]), failed)]]);
    expect(rows[0]).toEqual([1, 0, 8, 0]);
    expect(pending.map(({ id }) => id)).toContain(a[1].id);
  });

  test('counts records of other settings', () => {
    const foreign = finished(trials(tiny, { seed: 9 })[0]);
    const [row] = planTrials(wanted, new Map([['tiny', journal(foreign)]])).experiments;
    expect(row).toMatchObject({ trials: 9, there: 0, other: 1 });
  });
});

describe('time', () => {
  // N = 500, P = 790, M = 3, S = 10, 391 temperatures: so many proposals, each of S·P margins.
  const params = { N: 500, alpha: 1.58, M: 3, S: 10, kernel: { kind: 'uniform' }, schedule: { step: 0.001 } };
  const [trial] = trials({ ...tiny, params, methods: [{ method: 'mcover' }], trials: 1 });

  test('grows with the margins that are visited', () => {
    const visited = 391 * 500 * 3 * 10 * 790;
    expect(trial.seconds / ((visited * 2.5) / 1e9)).toBeCloseTo(1, 1);
    expect(builtIn.seconds(trial.spec, 'wasm')).toBeLessThan(trial.seconds / 20);
  });

  test('comes from the table, or from records of the same engine', () => {
    expect(paceOf(new Map())(trial)).toBe(trial.seconds);
    const slow = sealRecord('tiny', trial.spec, { result }, { ...provenance, durationMs: 20_000 });
    expect(paceOf(new Map([['tiny', journal(slow)]]))(trial)).toBeCloseTo(20, 9);
    const others = sealRecord(
      'tiny',
      trial.spec,
      { result },
      { ...provenance, engine: 'other', durationMs: 1 },
    );
    expect(paceOf(new Map([['tiny', journal(others)]]))(trial)).toBe(trial.seconds);
  });

  test('of a model that has but one engine comes from records of that engine, whichever is asked for', () => {
    const model = 'binary-committee';
    const params = { N: 12, K: 3, P: 100, schedule: { from: 10 } };
    const content = { ...tinyCommittee, model, params, methods: [{ method: 'vanilla' }], trials: 1 };
    const [votes] = trials(content, { engine: wasmEngine });
    expect(votes.engine).toBe('reference');
    const ended = { result: { testError: 0, trainError: 0 } };
    const durationMs = 3000 * votes.seconds;
    const slow = sealRecord('tiny', votes.spec, ended, { ...provenance, durationMs });
    const pace = paceOf(new Map([['tiny', journal(slow)]]));
    expect(pace(votes) / votes.seconds).toBeCloseTo(3, 9);
  });

  test('is corrected neither by trials of milliseconds nor by more than four times', () => {
    const pace = (spec: TrialSpec, durationMs: number) => {
      const record = sealRecord('tiny', spec, { result }, { ...provenance, durationMs });
      return paceOf(new Map([['tiny', journal(record)]]))(trial) / trial.seconds;
    };
    expect(pace(a[0].spec, 5)).toBe(1);
    expect(pace(trial.spec, 1e6)).toBe(4);
    expect(pace(trial.spec, 1)).toBe(0.25);
  });

  test('is a range: half to twice, or where most of ten records or more lie', () => {
    const of = (durations: number[]) => {
      const records = durations.map((durationMs) =>
        sealRecord('tiny', trial.spec, { result }, { ...provenance, durationMs }),
      );
      return spreadOf(new Map([['tiny', journal(...records)]]))(trial);
    };
    expect(of([])).toEqual({ low: 0.5, high: 2 });
    expect(of(Array(9).fill(1000))).toEqual({ low: 0.5, high: 2 });
    expect(of(Array(10).fill(1000))).toEqual({ low: expect.closeTo(1, 12), high: 1 });
    // 1 … 20 s, mean 10.5 s: without two at each end, 3 to 18 s.
    const { low, high } = of(Array.from({ length: 20 }, (_, i) => 1000 * (i + 1)));
    expect([low, high]).toEqual([expect.closeTo(3 / 10.5, 9), expect.closeTo(18 / 10.5, 9)]);
    const range = wallRange([trial, trial], 2, () => 10, spreadOf(new Map()));
    expect(range).toEqual({ low: 5, high: 20 });
  });

  test('is shared by the threads, but one trial is not', () => {
    const pace = () => 10;
    expect(wallSeconds([trial, trial, trial], 1, pace)).toBe(30);
    expect(wallSeconds([trial, trial, trial], 2, pace)).toBe(15);
    expect(wallSeconds([trial], 8, pace)).toBe(10);
    expect(wallSeconds([], 8, pace)).toBe(0);
    // A perceptron of layers is shared, in WebAssembly, where it takes long.
    const [one] = trials(tinyMlp, { engine: wasmEngine });
    const long = { ...one, seconds: 10 };
    expect(wallSeconds([long], 2, pace)).toBeCloseTo(10 / 1.7);
    expect(wallSeconds([long, long, long, long], 2, pace)).toBe(20);
    for (const alone of [one, { ...long, engine: 'blas' }]) expect(wallSeconds([alone], 2, pace)).toBe(10);
  });
});

describe('a faster engine', () => {
  const first = (content: object) => trials(content, { engine: wasmEngine, trials: 1 })[0];
  const one = first({ ...tiny, methods: [{ method: 'vanilla' }] });
  const params = { ...tinyMlp.params, widths: [784, 512, 512, 10], P: 60_000, B: 256, epochs: 300 };
  const small = first({
    ...tinyMlp,
    params,
    data: { name: 'hidden-manifold', D: 25, test: 100 },
    methods: [{ method: 'sgd' }],
  });
  const network = { ...small, seconds: 9000 };
  const told = (wanted: PlannedTrial[], there: PlannedTrial[], { engine = 'wasm', runs = true } = {}) => {
    const pending = wanted.filter((trial) => !there.includes(trial));
    const job = { wanted: new Map([['x', wanted]]), workers: 1, engine };
    const prospect = {
      plan: { experiments: [], pending, copies: [], diverged: [] },
      pace: paceOf(new Map()),
    };
    return fasterEngine(job, prospect, () => runs);
  };
  const other = { ...network, id: 'other' };

  test('is told with its time, where it runs here', () => {
    const faster = told([network, one], [])!;
    expect(faster).toMatchObject({ engine: 'blas', instead: 9000 + one.seconds });
    expect(faster.seconds).toBe(builtIn.seconds(network.spec, 'blas') + one.seconds);
    expect(fasterText(faster)).toMatch(/^with --engine blas about \d+ (min|h.*) instead of 2 h 31 min;/);
    expect(told([network], [], { runs: false })).toBeUndefined();
    expect(told([network], [], { engine: 'blas' })).toBeUndefined();
  });

  test('counts what it would make again, takes nothing from a GPU, and is silent of trials that it does not take', () => {
    expect(told([network, other], [other])!.seconds).toBeCloseTo(2 * told([network], [])!.seconds, 3);
    const most = Array.from({ length: 20 }, (_, i) => ({ ...network, id: `${i}` }));
    expect(told(most, most.slice(1))).toBeUndefined();
    const onGpu = { ...other, spec: { ...other.spec, arithmetic: 'gpu' as const } };
    expect(told([network, onGpu], [])).toBeUndefined();
    expect(told([one], [])).toBeUndefined();
    const own = {
      ...network,
      spec: { ...network.spec, uses: { './mine.mjs': 'x' } },
    } as unknown as PlannedTrial;
    expect(told([own], [])).toBeUndefined();
  });
});
