import { type LocalRunning, type PlainState, type Random, spin, stream } from '@mcover/core';
import { lawsOfModel } from '@mcover/laws';
import { annealed, type Model, trained } from '@mcover/models';
import { Type } from '@mcover/record';
import { describe, expect, it } from 'vitest';
import { brokenBy } from './support.ts';

const data = Type.Object({ name: Type.Literal('drawn') });
const options = {
  // Hot, so that ends tell starts apart.
  params: { N: 13, schedule: { from: 4, to: 3, step: 1 }, S: 3, B: 2, epochs: 2 },
  data: { name: 'drawn' },
};

/** Spins that each like their field h, an integer: E = −Σ h s. */
function fields(h: readonly number[], change: Partial<PlainState> = {}) {
  return (weights: Int8Array): PlainState => {
    const s = Int8Array.from(weights);
    return {
      delta: (q) => 2 * h[q] * s[q],
      flip(q) {
        s[q] = -s[q];
      },
      energy: () => h.reduce((sum, field, q) => sum - field * s[q], 0),
      ...change,
    };
  };
}

interface Change {
  readonly state?: (h: readonly number[]) => (weights: Int8Array) => PlainState;
  readonly random?: () => number;
  readonly share?: (W: Float64Array) => number;
}

function spins({
  state = fields,
  random,
  share = (W) => W.filter((w) => w > 0).length / W.length,
}: Change = {}) {
  return annealed({
    name: 'spins',
    params: { N: Type.Integer({ minimum: 1 }) },
    data,
    result: Type.Object({ share: Type.Number({ minimum: 0, maximum: 1 }) }, { additionalProperties: false }),
    coupling: { M: 2, kernel: { kind: 'uniform' } },
    weights: ({ N }) => N,
    task({ params: { N }, seed }) {
      const source = stream(seed, 'fields', { N });
      return Array.from({ length: N }, () => random?.() ?? spin(source) * (1 + (source.next() % 3)));
    },
    base: (h) => ({ unit: 0.5, state: state(h) }),
    read: (W) => ({ share: share(W) }),
  });
}

function line(slope = (error: number) => 2 * error) {
  return trained({
    name: 'line',
    params: { N: Type.Integer({ minimum: 1 }) },
    data,
    result: Type.Object({ loss: Type.Number() }),
    weights: ({ N }) => N,
    initial(weights: Float64Array, random: Random) {
      for (let q = 0; q < weights.length; q++) weights[q] = spin(random);
    },
    task: ({ params: { N } }) =>
      Array.from({ length: 5 }, (_, mu) => Float64Array.from({ length: N }, (_, q) => ((mu + q) % 3) - 1)),
    patterns: (rows) => rows.length,
    gradient: (rows) => (w, mu, _knobs, gradient) => {
      const error = rows[mu].reduce((sum, x, q) => sum + x * w[q], -1);
      for (let q = 0; q < w.length; q++) gradient[q] += slope(error) * rows[mu][q];
      return error ** 2;
    },
    read: (W) => ({ loss: W[0] }),
  });
}

/** A model whose running trials are another's, but for what is changed. */
function running(change: (of: LocalRunning) => Partial<LocalRunning>): Model {
  const model: Model = spins();
  const changed = (of: LocalRunning): LocalRunning => Object.assign(Object.create(of), change(of));
  return { ...model, begin: (...given) => changed(model.begin(...given)) };
}

/** A model that is another one where it is routed. */
function routedElsewhere(): Model {
  const model: Model = spins();
  const seed = { root: 0, trial: 0 };
  const elsewhere = <S extends { readonly method: string }>(setting: S) =>
    setting.method === 'mcover' ? { ...setting, seed } : setting;
  return { ...model, begin: (setting, ...rest) => model.begin(elsewhere(setting), ...rest) };
}

let calls = 0;
const half = (h: readonly number[]) => fields(h, { delta: (q) => h[q] });
const sticky = (h: readonly number[]) => {
  const flips = h.map(() => 0);
  return fields(h, {
    flip: (q) => {
      flips[q]++;
    },
    energy: () => flips.reduce((sum, count) => sum + count, 0),
  });
};

describe('a model that is right', () => {
  it.each([
    ['spins', spins()],
    ['real weights', line()],
  ])('of %s breaks no law', async (_name, model: Model) => {
    expect(await brokenBy(lawsOfModel(options), model)).toEqual([]);
  });
});

describe('a model breaks the law', () => {
  it.each<[string, Model, string]>([
    [
      'a change that is not that of the energy',
      spins({ state: half }),
      'the change by a flip is that of the energy, an integer',
    ],
    [
      'an energy that is no integer',
      spins({ state: (h) => fields(h.map((field) => field / 4)) }),
      'the change by a flip is that of the energy, an integer',
    ],
    ['a state that counts its flips', spins({ state: sticky }), 'a weight flipped twice is not flipped'],
    [
      'a task from the air',
      spins({ random: () => ++calls % 5 }),
      'the same specification gives the same result twice',
    ],
    ['a result that does not fit', spins({ share: () => 2 }), 'results fit their schema'],
    [
      'a result that it says cannot be',
      { ...spins(), contradiction: (_, { share }) => `${share} is not what it was` },
      'no result contradicts itself or its specification',
    ],
    [
      'another start where it is routed',
      routedElsewhere(),
      'one cover is the base model, whatever couples it',
    ],
    [
      'another start of covers that are routed',
      routedElsewhere(),
      'the identity kernel leaves covers alone, each a copy of its own',
    ],
    ['a gradient of the wrong size', line((error) => error), 'the gradient is the slope of the loss'],
    [
      'an observation that makes a step',
      running((of) => ({
        observe() {
          of.advance();
          return of.observe();
        },
      })),
      'looking at a trial changes nothing',
    ],
    [
      'one step too many',
      running((of) => ({ steps: of.steps - 1 })),
      'steps are counted, and none is made after the last',
    ],
    [
      'tensors without covers',
      running((of) => ({ tensors: () => ({ collapsed: of.tensors().collapsed }) })),
      'the weights of all covers and of the collapsed model are there',
    ],
    [
      'collapsed weights that are not those of the readout',
      running((of) => ({
        tensors() {
          const { covers, collapsed } = of.tensors();
          return { covers, collapsed: { ...collapsed, data: collapsed.data.map((w) => -w) } };
        },
      })),
      'its weights, read back from a file, are judged as the trial was',
    ],
    [
      'a check that changes what it checks',
      { ...spins(), check: ({ params }) => void Object.assign(params, { N: 8 }) },
      'checking, estimating and beginning leave a specification as it was',
    ],
    [
      'a check that lets everything pass',
      { ...spins(), check() {} },
      'a parameter that is missing or unknown is refused by its name',
    ],
  ])('by %s', async (_what, model, title) => {
    expect(await brokenBy(lawsOfModel(options), model)).toContain(title);
  });
});
