import { finish, type LocalRunning, type TrialResult } from '@mcover/core';
import { builtIn, curvesOf, filled, type Model, metricsOf } from '@mcover/models';
import { type TrialSpec, validator } from '@mcover/record';
import { wasmEngine } from '@mcover/wasm';
import { describe, expect, it, test } from 'vitest';

const seed = { root: 1, trial: 3 };
const schedule = { from: 0.4, to: 0.1, step: 0.05 };
const manifold = { name: 'hidden-manifold', D: 4, test: 30 };
const kernel = { kind: 'uniform' };
const descent = { P: 30, B: 10, epochs: 4 };

interface Case {
  readonly model: string;
  readonly base: string;
  readonly copies: number;
  readonly data: TrialSpec['data'];
  readonly params: Readonly<Record<string, unknown>>;
  /** What a method adds, by its name. */
  readonly methods: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly own: Readonly<Record<string, unknown>>;
}

const committees = {
  base: 'committee',
  data: manifold,
  params: { N: 21, K: 3, ...descent },
  methods: { sgd: {}, rsgd: { M: 2 }, mcover: { M: 2, S: 3, kernel } },
};

const cases: readonly Case[] = [
  {
    model: 'perceptron-pair',
    base: 'perceptron',
    copies: 2,
    data: { name: 'teacher-student' },
    params: { N: 31, alpha: 1, schedule },
    methods: { vanilla: {} },
    own: { orders: 3, pathSteps: 4, flips: [0, 0.1] },
  },
  {
    model: 'perceptron-patterns-pair',
    base: 'perceptron-patterns',
    copies: 2,
    data: manifold,
    params: { N: 31, P: 25, schedule },
    methods: { vanilla: {} },
    own: { orders: 3, pathSteps: 4, flips: [0, 0.1] },
  },
  { ...committees, model: 'committee-pair', copies: 2, own: { levels: 2 } },
  { ...committees, model: 'committee-solution', copies: 1, own: { sigmas: [0, 0.5, 100] } },
  {
    model: 'mlp-pair',
    base: 'mlp',
    copies: 2,
    data: manifold,
    params: { widths: [12, 6, 10], ...descent },
    methods: {
      sgd: {},
      mcover: { M: 2, S: 3, G: 2, kernel },
      adversarial: { epochs: undefined, startEpochs: 2, finalEpochs: 3 },
    },
    own: { levels: 2, sigmas: [0, 0.2], draws: 2 },
  },
];

const specOf = (model: Model, { data }: Case, method: string, params: object, copy?: number): TrialSpec => ({
  ...filled(model, params as Record<string, unknown>, method),
  model: model.name,
  data,
  seed: { ...seed, ...(copy && { copy }) },
});

const begun = (spec: TrialSpec, from?: Parameters<typeof builtIn.start>[3]) =>
  builtIn.start(spec, wasmEngine, undefined, from);

const every = cases.flatMap((one) => Object.keys(one.methods).map((method) => ({ ...one, method })));

describe.each(every)('$model of $method', (one) => {
  const { method, params, methods, own } = one;
  const [model, base] = [one.model, one.base].map((name) => builtIn.model(name));
  const spec = specOf(model, one, method, { ...params, ...methods[method], ...own });
  const result = finish(begun(spec));

  it('measures the trials of the base model, and its copies', () => {
    const ends = Array.from({ length: one.copies }, (_, copy) =>
      finish(begun(specOf(base, one, method, { ...params, ...methods[method] }, copy))),
    );
    for (const key of ['trainError', 'testError'].filter((key) => key in result)) {
      const mean = ends.reduce((sum, end) => sum + Number(end[key]), 0) / ends.length;
      expect(result[key]).toBeCloseTo(mean, 12);
    }
  });

  it('gives a result of its schema, and curves as long as what they run along', () => {
    expect(validator(model.result).problems(result)).toEqual([]);
    for (const { key, along } of curvesOf(model.result)) {
      const values = along.values && (spec.params[along.values] as number[]);
      const { levels, pathSteps } = spec.params as Record<string, number>;
      expect(result[key]).toHaveLength(values ? values.length : (pathSteps ?? 2 ** levels) + 1);
    }
  });

  it('holds its numbers against others that it has', () => {
    for (const { reference, against } of metricsOf(model.result)) {
      for (const key of [reference, against])
        if (key !== undefined) expect(result[key]).toEqual(expect.any(Number));
    }
  });

  it('goes on to the same end where it was put down', () => {
    let running: LocalRunning = begun(spec);
    while (!running.done) {
      running.advance();
      running = begun(spec, running.snapshot!());
    }
    expect(running.result()).toEqual(result);
  });

  it('is judged by its weights alone, as a file holds them', () => {
    const running = begun(spec);
    finish(running);
    const tensors = model.tensorsOf(spec, running.tensors());
    expect(tensors.weight.shape[0]).toBe(one.copies);
    expect(model.judge!(spec, model.task(spec, undefined), tensors, wasmEngine)).toEqual(result);
  });

  it('rises by nothing without noise', () => {
    if (!('energy' in result)) return;
    const [energy, rises] = [result.energy, result.rises] as readonly (readonly number[])[];
    expect(energy[0]).toBeCloseTo(Number(result.trainError), 12);
    expect(rises[0]).toBeCloseTo(0, 12);
  });
});

const refusedBy = (name: string, method: string, params: Record<string, unknown>) => {
  const one = cases.find(({ model }) => model === name)!;
  const spec = specOf(builtIn.model(name), one, method, { ...one.params, ...params });
  return () => builtIn.check(spec, 'wasm');
};

test('a pair of two methods is one trial of each, the second one a copy', () => {
  const one = cases.find(({ model }) => model === 'mlp-pair')!;
  const pair = specOf(builtIn.model('mlp-pair'), one, 'sgd', { ...one.params, against: 'adversarial' });
  const { epochs: _, ...shared } = one.params;
  const mlp = builtIn.model('mlp');
  const ends = [
    finish(begun(specOf(mlp, one, 'sgd', one.params))),
    finish(begun(specOf(mlp, one, 'adversarial', shared, 1))),
  ];
  const { trainError, testError } = finish(begun(pair));
  expect(trainError).toBeCloseTo((Number(ends[0].trainError) + Number(ends[1].trainError)) / 2, 12);
  expect(testError).toBeCloseTo((Number(ends[0].testError) + Number(ends[1].testError)) / 2, 12);
  expect(() => specOf(mlp, one, 'adversarial', { ...shared, zeroed: 2 })).toThrow(/zeroed/);
});

test('a network that first fits random labels ends where it generalizes worse', () => {
  const one = cases.find(({ model }) => model === 'mlp-pair')!;
  const mlp = builtIn.model('mlp');
  const size = { widths: [30, 40, 10], P: 200, B: 20 };
  const data = { name: 'hidden-manifold', D: 4, test: 1000 };
  const errorOf = (method: string, params: object) =>
    Number(finish(begun(specOf(mlp, { ...one, data }, method, { ...size, ...params }))).testError);
  const adversarial = errorOf('adversarial', { startEpochs: 400, finalEpochs: 60 });
  expect(adversarial).toBeGreaterThan(errorOf('sgd', { epochs: 60, momentum: 0 }) + 0.05);
});

test('an even number of covers, whose sums may be 0, and units without a free scale are refused', () => {
  expect(refusedBy('perceptron-pair', 'mcover', { M: 4, S: 2, kernel })).toThrow(/M: 4 covers may cancel/);
  expect(refusedBy('perceptron-pair', 'mcover', { M: 3, S: 2, kernel })).not.toThrow();
  expect(refusedBy('mlp-pair', 'sgd', { activation: 'tanh' })).toThrow(/activation: tanh units/);
});

test('the noise of a committee at its largest leaves nothing but chance', () => {
  const one = cases.find(({ model }) => model === 'committee-solution')!;
  const spec = specOf(builtIn.model(one.model), one, 'sgd', { ...one.params, ...one.own });
  const { energy } = finish(begun(spec)) as TrialResult & { energy: number[] };
  expect(energy[2]).toBeGreaterThan(0.45);
  expect(energy[2]).toBeLessThan(0.55);
});
