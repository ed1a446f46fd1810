import { readdirSync, readFileSync } from 'node:fs';
import {
  finish,
  glauber,
  hiddenManifoldTask,
  type LocalRunning,
  referenceEngine,
  teacherStudent,
} from '@mcover/core';
import {
  type AnnealedDefinition,
  annealed,
  builtIn,
  filled,
  type KernelKind,
  metricsOf,
  notationsOf,
  Registry,
  type RuleKind,
  runOn,
  runPerceptron,
  trained,
} from '@mcover/models';
import {
  NotationSchema,
  parseJournal,
  specId,
  specProblems,
  type TrialSpec,
  Type,
  validator,
} from '@mcover/record';
import { wasmEngine } from '@mcover/wasm';
import { describe, expect, it } from 'vitest';
import { faultOf } from './support.ts';

const seed = { root: 1, trial: 0 };
const schedule = { from: 0.4, to: 0.1, step: 0.1 };

it('ends copies of a trial in weights of their own', () => {
  const params = { N: 21, alpha: 1, schedule };
  const ends = [undefined, 1, 2].map((copy) => {
    const spec = {
      ...filled(builtIn.model('perceptron'), params),
      ...{ model: 'perceptron', data: { name: 'teacher-student' } },
      seed: { ...seed, ...(copy && { copy }) },
    };
    const running = builtIn.start(spec, referenceEngine, undefined);
    finish(running);
    return String(running.tensors().collapsed?.data);
  });
  expect(new Set(ends).size).toBe(3);
});

/** Q = 1 on the diagonal and p elsewhere. */
const lazy: KernelKind = {
  kind: 'lazy',
  params: { p: Type.Number({ minimum: 0, symbol: 'p' }) },
  rows: ({ p }, M) =>
    Array.from({ length: M }, (_, a) => Array.from({ length: M }, (_, b) => (a === b ? 1 : Number(p)))),
};

/** Flips a share of the weights that Glauber's rule would leave, by not asking at all. */
const frozen: RuleKind = {
  kind: 'frozen',
  of: () => ({
    anneal: (annealing) => ({ ...glauber(annealing), sweep() {} }),
    descend: () => () => {},
  }),
};

/** Gradient descent whose step is divided by a number. */
const slow: RuleKind = {
  kind: 'slow',
  params: { by: Type.Number({ exclusiveMinimum: 0, default: 2 }) },
  of: ({ by }) => ({
    descend:
      () =>
      (weights, gradient, { rate }) => {
        for (let at = 0; at < weights.length; at++) weights[at] -= (rate / Number(by)) * gradient[at];
      },
  }),
};

const nothing = Type.Object({ name: Type.Literal('nothing') }, { additionalProperties: false });

/** N free spins in a field: E = #{q : w_q = −1}. */
const definition: AnnealedDefinition<
  { N: ReturnType<typeof Type.Integer> },
  typeof nothing,
  null,
  { up: number }
> = {
  name: 'field',
  params: { N: Type.Integer({ minimum: 1, default: 8 }) },
  data: nothing,
  result: Type.Object({ up: Type.Number({ label: 'spins up', better: 'higher', decimals: 2 }) }),
  weights: ({ N }) => N,
  task: () => null,
  base: () => ({
    unit: 1,
    state: (w) => ({
      delta: (q) => w[q],
      flip(q) {
        w[q] = -w[q];
      },
      energy: () => w.reduce((sum, one) => sum + (one < 0 ? 1 : 0), 0),
    }),
  }),
  read: (W) => ({ up: W.reduce((sum, one) => sum + (one > 0 ? 1 : 0), 0) / W.length }),
};
const field = annealed(definition);

/** Weights that fit the mean of three numbers. */
const mean = trained({
  name: 'mean',
  params: {},
  data: nothing,
  result: Type.Object({ mean: Type.Number() }),
  descent: { B: 3, epochs: 60, rate: 0.2 },
  weights: () => 1,
  initial: (w, random) => {
    w[0] = random.next() / 2 ** 32;
  },
  task: () => [1, 2, 6],
  patterns: (x) => x.length,
  gradient:
    (x) =>
    ([w], mu, _, gradient) => {
      gradient[0] += w - x[mu];
      return (w - x[mu]) ** 2 / 2;
    },
  read: ([W], _x, _params, { M }) => ({ mean: W / M }),
});

const plugin = { models: [field, mean], kernels: [lazy], rules: [frozen, slow] };
const registry = new Registry([plugin]);

const perceptronSpec = (params = {}, method = 'mcover'): TrialSpec => ({
  model: 'perceptron',
  method,
  data: { name: 'teacher-student' },
  params: { N: 41, alpha: 1.4, schedule, ...params },
  seed,
});
const filledSpec = (spec: TrialSpec) => {
  expect(specProblems(spec, registry)).toEqual([]);
  return spec;
};
const run = (spec: TrialSpec, engine = referenceEngine): LocalRunning => {
  const running = registry.start(filledSpec(spec), engine, undefined);
  finish(running);
  return running;
};

describe('built-in specifications', () => {
  const folder = new URL('../../../results/reference/quick/', import.meta.url);
  const journals = readdirSync(folder).filter((name) => name.endsWith('.ndjson'));

  it('have the ids that they always had', () => {
    // Written down once; the reference records hold them too.
    const id = '9d22a544da7e1235f53252623e7120907038e337a9f91571dd270bf064509426';
    const kernel = { kind: 'directed-ring', mu: 2, sigma: 3 };
    const table3 = perceptronSpec({ N: 1000, alpha: 1.58, M: 3, kernel, schedule: {} });
    expect(specId(filledSpec(table3))).toBe(id);
  });

  it.each(journals)('every record of %s is a good record, of the registry with plugins too', (name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    const lines = text.trim().split('\n');
    for (const schemas of [builtIn, registry]) {
      const { records, rejected } = parseJournal(text, schemas, name.replace('.ndjson', ''));
      expect(rejected).toEqual([]);
      expect(records).toHaveLength(lines.length);
    }
    const [first] = parseJournal(text, builtIn).records;
    expect(specId(first.spec)).toBe(JSON.parse(lines[0]).id);
  });

  it('are computed by the engine that is asked for where it can, or by the best', () => {
    const of = (model: string, asked: string, more = {}) =>
      registry.engineFor({ model, method: 'x', data: { name: 'x' }, params: {}, ...more }, asked);
    expect([of('perceptron', 'wasm'), of('perceptron', 'reference'), of('perceptron', 'blas')]).toEqual([
      'wasm',
      'reference',
      'wasm',
    ]);
    expect([of('mlp', 'blas'), of('binary-committee', 'wasm')]).toEqual(['blas', 'reference']);
    expect(of('mlp', 'wasm', { arithmetic: 'gpu' })).toBe('webgpu');
    expect(of('mlp', 'wasm', { params: { rule: { kind: 'slow' } } })).toBe('reference');
    expect(of('perceptron', 'wasm', { method: 'amp' })).toBe('reference');
    expect(faultOf(() => of('tree', 'wasm')).message).toMatch(
      /no model "tree"; known: perceptron, committee/,
    );
  });
});

describe('a kernel of one’s own', () => {
  it('is a kernel in every model, with its parameters checked', () => {
    const spec = filledSpec(perceptronSpec({ M: 3, kernel: { kind: 'lazy', p: 0.1 } }));
    expect(spec.params.kernel).toEqual({ kind: 'lazy', p: 0.1 });
    const [problem] = specProblems(perceptronSpec({ M: 3, kernel: { kind: 'lazy' } }), registry);
    expect(problem).toEqual({ pointer: '/params/kernel', message: 'missing key "p"' });
    const [negative] = specProblems(perceptronSpec({ M: 3, kernel: { kind: 'lazy', p: -1 } }), registry);
    expect(negative.pointer).toBe('/params/kernel/p');
    const [unknown] = specProblems(perceptronSpec({ M: 3, kernel: { kind: 'lazy', p: 1 } }), builtIn);
    expect(unknown.message).toMatch(/"lazy" must be one of "directed-ring"/);
  });

  it('does what its rows say: at p = 1 it is uniform, at p = 0 the identity', () => {
    for (const engine of [referenceEngine, wasmEngine]) {
      const of = (p: number) =>
        run(perceptronSpec({ M: 3, S: 4, kernel: { kind: 'lazy', p } }), engine).tensors();
      const identity = run(perceptronSpec({ M: 3, S: 4, kernel: { kind: 'identity' } }), engine).tensors();
      expect(of(0)).toEqual(identity);
      expect(of(0.1)).not.toEqual(identity);
      // Streams are keyed by all parameters: another p is another bank.
      expect(of(0.1)).not.toEqual(of(0.3));
      expect(of(0.1)).toEqual(of(0.1));
    }
  });

  it('in a script is a kernel with its rows, of which nothing need be registered', () => {
    const rows = (M: number) => lazy.rows({ p: 0.1 }, M);
    const params = { N: 41, alpha: 1.4, schedule, M: 3, S: 4, kernel: { kind: 'lazy', p: 0.1, rows } };
    const registered = run(perceptronSpec({ M: 3, S: 4, kernel: { kind: 'lazy', p: 0.1 } })).result();
    expect(runPerceptron(params, seed, wasmEngine)).toEqual(registered);
  });

  it('is checked with its trial', () => {
    const tight = filledSpec(perceptronSpec({ M: 3, S: 42, kernel: { kind: 'lazy', p: 0.1 } }));
    expect(faultOf(() => registry.check(tight, 'wasm')).path).toBe('S');
  });

  it.each<[string, unknown, string, RegExp]>([
    ['a taken name', { ...lazy, kind: 'uniform' }, 'kind', /"uniform" is there already; take another name/],
    ['no name', { rows: lazy.rows }, 'kind', /lacks its name/],
    ['no rows', { kind: 'lazy' }, 'rows', /"lazy" lacks this function/],
  ])('is refused with %s', (_, kernel, path, message) => {
    const fault = faultOf(() => new Registry([{ kernels: [kernel as KernelKind] }]));
    expect(fault.path).toBe(path);
    expect(fault.message).toMatch(message);
  });

  it('is refused twice', () => {
    expect(faultOf(() => new Registry([plugin, { kernels: [lazy] }])).path).toBe('kind');
  });
});

describe('a rule of one’s own', () => {
  it('anneals in the place of Glauber’s, whatever the engine', () => {
    for (const params of [{}, { M: 3, gamma: 1 }, { M: 3, kernel: { kind: 'uniform' } }]) {
      const method = 'kernel' in params ? 'mcover' : 'M' in params ? 'rsa' : 'vanilla';
      const plain = perceptronSpec(params, method);
      const still = run({ ...plain, params: { ...plain.params, rule: { kind: 'frozen' } } }, wasmEngine);
      const begun = registry.start(filledSpec(plain), referenceEngine, undefined);
      expect(still.tensors()).toEqual(begun.tensors());
      expect(run(plain, wasmEngine).tensors()).not.toEqual(begun.tensors());
    }
  });

  it('descends with its parameters: half of twice the rate is the rate', () => {
    const spec = (params: object): TrialSpec => ({
      model: 'committee',
      method: 'mcover',
      seed,
      arithmetic: 'f64',
      data: { name: 'hidden-manifold', ...{ D: 5, test: 50 } },
      params: { N: 11, P: 20, K: 3, B: 7, epochs: 5, M: 3, S: 4, ...params },
    });
    const plain = run(spec({ rate: 0.125 })).tensors();
    expect(run(spec({ rate: 0.25, rule: { kind: 'slow' } })).tensors()).toEqual(plain);
    expect(run(spec({ rate: 0.5, rule: { kind: 'slow', by: 4 } })).tensors()).toEqual(plain);
  });

  it('that does not know such weights is refused', () => {
    const spec = perceptronSpec({ rule: { kind: 'slow' } }, 'vanilla');
    expect(faultOf(() => run(spec)).message).toMatch(/^rule\/kind: "slow" is no rule for weights ±1/);
    const other = new Registry([{ rules: [{ kind: 'stiff', of: () => ({ anneal: glauber }) }] }]);
    const params = { N: 11, P: 20, K: 3, rule: { kind: 'stiff' } };
    const committee = {
      model: 'committee',
      method: 'sgd',
      seed,
      data: { name: 'hidden-manifold', D: 5, test: 5 },
    };
    const full: TrialSpec = { ...committee, params, arithmetic: 'f64' };
    expect(specProblems(full, other)).toEqual([]);
    expect(faultOf(() => other.start(full, referenceEngine, undefined)).message).toMatch(
      /^rule\/kind: "stiff" is no rule for real weights/,
    );
  });

  it.each<[string, unknown, string, RegExp]>([
    ['no name', { of: slow.of }, 'kind', /lacks its name/],
    ['no function', { kind: 'slow' }, 'of', /"slow" lacks this function/],
  ])('is refused with %s', (_, one, path, message) => {
    const fault = faultOf(() => new Registry([{ rules: [one as RuleKind] }]));
    expect(fault.path).toBe(path);
    expect(fault.message).toMatch(message);
  });
});

describe('a model of one’s own', () => {
  const spec = (method: string, params = {}, model = 'field'): TrialSpec => ({
    model,
    method,
    data: { name: 'nothing' },
    seed,
    params,
  });

  it('has the methods of every annealed model, and finds its ground state by each', () => {
    const methods = ['vanilla', 'rsa', 'mcover', 'independent'];
    expect(registry.variantsOf('field').map(({ method }) => method)).toEqual(methods);
    const cold = { schedule: { from: 1, to: 0.05, step: 0.05 } };
    for (const [method, params] of [
      ['vanilla', {}],
      ['rsa', { M: 3 }],
      ['mcover', { M: 3, S: 4, kernel: { kind: 'lazy', p: 0.2 } }],
      ['independent', { M: 3 }],
    ] as const) {
      expect(run(spec(method, { ...cold, ...params })).result()).toEqual({ up: 1 });
    }
  });

  it('has the methods of every trained model, and fits by each', () => {
    const methods = ['sgd', 'rsgd', 'mcover', 'independent'];
    expect(registry.variantsOf('mean').map(({ method }) => method)).toEqual(methods);
    for (const method of methods) {
      const params = method === 'mcover' ? { S: 1 } : {};
      const trial = run(spec(method, params, 'mean'));
      expect(trial.result().mean).toBeCloseTo(3, 4);
      expect(trial.tensors().covers.shape).toEqual([method === 'sgd' ? 1 : 3, 1]);
    }
  });

  it('says how its parameters are written and what its numbers mean', () => {
    const notations = notationsOf(registry.variantsOf('field'));
    expect(notations.map(({ path }) => path)).toEqual([
      ...['model', 'uses', 'data.name', 'N', 'M', 'S', 'kernel.kind', 'kernel.mu', 'kernel.sigma'],
      ...[
        'kernel.matrix',
        'kernel.p',
        'schedule.from',
        'schedule.to',
        'schedule.step',
        'sweeps',
        'rule.kind',
        'rule.by',
      ],
      ...['gamma'],
    ]);
    expect(notations.find(({ path }) => path === 'kernel.p')).toEqual({ path: 'kernel.p', symbol: 'p' });
    expect(metricsOf(field.result)).toEqual([
      { key: 'up', label: 'spins up', better: 'higher', decimals: 2 },
    ]);
    const fits = validator(NotationSchema);
    for (const name of ['perceptron', 'committee', 'binary-committee', 'mlp']) {
      for (const notation of notationsOf(builtIn.variantsOf(name))) {
        expect([notation, fits.problems(notation)]).toEqual([notation, []]);
      }
    }
  });

  it('diverging, says so', () => {
    expect(() => run(spec('sgd', { rate: 1e200 }, 'mean'))).toThrow(/diverges at rate 1e\+200; lower it/);
  });

  it.each([
    ['check', { N: 5, S: 6, M: 2, kernel: { kind: 'uniform' } }, 'S'],
    ['check', { S: 1, M: 2, kernel: { kind: 'uniform' }, schedule: { to: 0.9 } }, 'schedule/to'],
  ] as const)('is checked before it runs: %s %o', (_, params, path) => {
    expect(faultOf(() => registry.check(filledSpec(spec('mcover', params)), 'reference')).path).toBe(path);
  });

  it('takes longer the more it has to do', () => {
    const seconds = (params: object) => registry.seconds(filledSpec(spec('mcover', params)), 'reference');
    const base = { M: 2, S: 2, kernel: { kind: 'uniform' } };
    expect(seconds({ ...base, sweeps: 4 }) / seconds({ ...base, sweeps: 2 })).toBeCloseTo(2, 12);
    expect(seconds({ ...base, M: 4 }) / seconds(base)).toBeCloseTo(2, 12);
    expect(seconds({ ...base, S: 4 })).toBeGreaterThan(seconds(base));
  });

  it.each([
    ['a look as long as a step', 1000, undefined, 20],
    ['8 of 100 such looks', 100, undefined, 13],
    ['the first look and the last', 10, undefined, 10],
    ['a look that takes no time', 1000, 1e-12, 20],
    ['a look of a thousandth of the trial', 1000, 1e-3, 20],
    ['a look of a hundredth of the trial: 8 of them', 1000, 1e-2, 125],
    ['a look that is longer than the trial', 1000, 2, 1000],
    ['fewer steps than looks', 30, 1e-12, 1],
    ['no step', 0, 1e-12, 1],
  ] as const)('is looked at every so many steps by default: %s', (_, steps, share, every) => {
    const open = filledSpec(spec('vanilla', { N: 8 }));
    const glance = share && (() => share * registry.seconds(open, 'reference'));
    const models = [{ ...field, ...(glance && { glance }) }];
    expect(new Registry([{ models }]).everyFor(open, steps)).toBe(every);
  });

  it.each(['weights', 'task', 'base', 'read'] as const)('is refused without its function %s', (key) => {
    const { [key]: _, ...rest } = definition;
    const fault = faultOf(() => annealed(rest as typeof definition));
    expect(fault.path).toBe(key);
    expect(fault.message).toMatch(/the model field lacks this function/);
  });

  it.each<[string, string, object]>([
    ['a unit of nothing', 'unit', { unit: undefined }],
    ['no function delta', 'delta', { state: { delta: undefined } }],
    ['no function flip', 'flip', { state: { flip: undefined } }],
    ['no function energy', 'energy', { state: { energy: undefined } }],
    ['half an energy', 'energy', { state: { energy: () => 0.5 } }],
    ['a change that is no number', 'delta', { state: { delta: () => Number.NaN } }],
    ['a change that is none', 'delta', { state: { delta: () => undefined } }],
    ['a change of a text', 'delta', { state: { delta: () => '1' } }],
    ['a third of a change', 'delta', { state: { delta: () => 1 / 3 } }],
  ])(
    'fails in its first sweep where its base has %s',
    (_, path, { state, ...change }: { state?: object }) => {
      const base: typeof definition.base = (task, params) => {
        const sound = definition.base(task, params);
        return { ...sound, state: (w) => ({ ...sound.state(w), ...state }), ...change };
      };
      for (const given of [{ schedule }, { schedule, M: 3, S: 2, kernel: { kind: 'uniform' } }]) {
        const faulty = () => runOn(annealed({ ...definition, base }), given, null, seed, referenceEngine);
        expect(faultOf(faulty).path).toBe(path);
      }
    },
  );

  it.each([0, 3.5, Number.NaN, undefined])('is refused with %s weights', (weights) => {
    const broken = annealed({ ...definition, weights: () => weights as number });
    const spec = { model: 'field', method: 'vanilla', data: { name: 'nothing' }, params: {}, seed };
    const { params } = filled(broken, {});
    expect(faultOf(() => broken.check({ ...spec, params }, 'reference')).path).toBe('weights');
  });

  it('is refused with a name that is taken', () => {
    const twin = annealed({ ...definition, name: 'perceptron' });
    expect(faultOf(() => new Registry([{ models: [twin] }])).message).toMatch(
      /^name: there is a model "perceptron" already/,
    );
  });
});

describe('the tasks of built-in models', () => {
  it('are those of core, drawn by the seed', () => {
    const perceptron = builtIn
      .model('perceptron')
      .task(perceptronSpec({ cost: 'linear', sweeps: 1 }, 'vanilla'), undefined);
    expect(perceptron).toEqual(teacherStudent(41, 57, seed));
    const spec: TrialSpec = {
      model: 'committee',
      method: 'sgd',
      seed,
      arithmetic: 'f64',
      data: { name: 'hidden-manifold', ...{ D: 5, test: 50 } },
      params: { N: 11, P: 20, K: 3 },
    };
    const task = builtIn.model('committee').task(filledSpec(spec), undefined);
    expect(task).toEqual(hiddenManifoldTask({ N: 11, P: 20, D: 5, test: 50 }, seed));
  });
});
