import {
  collapse,
  coverTrainer,
  descentOf,
  descentRule,
  finish,
  gaussian,
  hiddenManifoldTask,
  identityBank,
  stream,
  training,
} from '@mcover/core';
import {
  attract,
  type Centre,
  committeeGradient,
  elasticCentre,
  elasticStep,
  localEntropy,
  movingAverage,
  normaliseRows,
  restoreCentre,
} from '@mcover/core/internals';
import { describe, expect, it } from 'vitest';

const seed = { root: 12, trial: 0 };
const [N, K, P, B, epochs] = [20, 3, 30, 10, 6];
const size = K * N;
const { train } = hiddenManifoldTask({ N, D: 5, P, test: 1 }, seed);
const knobs = { rate: 0.3, beta: 2, gamma: 1 };
const flat = (value: number) => new Float64Array(epochs).fill(value);

function drawn(length: number): Float64Array {
  const random = stream(seed, 'centre test', { length });
  return Float64Array.from({ length }, () => gaussian(random));
}

/** M copies of a soft committee, whose rows have unit norm: where all of them, and a centre, are after every step. */
function trained(M: number, centreOf: (start: Float64Array) => Centre | undefined = () => undefined) {
  const weights = drawn(M * size);
  normaliseRows(weights, N);
  const centre = centreOf(weights);
  const trainer = coverTrainer<typeof knobs>({
    ...{ bank: identityBank(size, M), weights, rule: descentRule },
    gradient: committeeGradient(K, train),
    constrain: (all) => normaliseRows(all, N),
  });
  const coupling = { kind: 'alone', M } as const;
  const setup = { P, B, epochs, rate: 0.3, coupling, centre, knobs: () => knobs, done: () => false };
  const path: Float64Array[] = [];
  const watched = {
    ...trainer,
    step(...given: Parameters<typeof trainer.step>) {
      path.push(trainer.weights());
      return trainer.step(...given);
    },
  };
  const reading = { M, shape: [size], collapsed: (w: Float64Array) => w, read: () => ({}) };
  finish(training(watched, descentOf(setup, seed), reading));
  return { path: [...path, trainer.weights()], centre: centre?.weights };
}

/** Copies that move only where they are moved. */
const copiesAt = (x: Float64Array) => ({
  weights(to = new Float64Array(x.length)) {
    to.set(x);
    return to;
  },
  replace: (w: Float64Array) => x.set(w),
});

const none = stream(seed, 'no noise');
const still = { inner: 1, pull: flat(0), noise: 0, memory: 0, outer: 1 };

/** What a law says of a change of one of the functions, beside the function itself. */
type Elastic = typeof elasticStep;
const pulled = (step: Elastic, a: number, beta: number) => {
  const [weights, centre] = [drawn(4 * size), drawn(size)];
  const before = { weights: weights.slice(), centre: centre.slice() };
  step(weights, centre, a, beta);
  return { weights, centre, before };
};

/** Σ_a w_a + c, weight by weight, before and after a pull with β = M·a: how far they are apart at most. */
function lost(step: Elastic): number {
  const { weights, centre, before } = pulled(step, 0.1, 0.4);
  const sum = (all: Float64Array, c: Float64Array) => collapse([...all, ...c], 5);
  const [old, now] = [sum(before.weights, before.centre), sum(weights, centre)];
  return Math.max(...now.map((value, q) => Math.abs(value - old[q])));
}

describe('elastic averaging', () => {
  it('leaves the sum of copies and centre where β = M·a', () => {
    expect(lost(elasticStep)).toBeLessThan(1e-13);
    // Not so where the copies see the new centre, or the centre the new copies.
    const newCentre: Elastic = (weights, centre, a, beta) => {
      elasticStep(weights.slice(), centre, a, beta);
      elasticStep(weights, centre.slice(), a, beta);
    };
    const newCopies: Elastic = (weights, centre, a, beta) => {
      elasticStep(weights, centre.slice(), a, beta);
      elasticStep(weights.slice(), centre, a, beta);
    };
    expect(lost(newCentre)).toBeGreaterThan(0.01);
    expect(lost(newCopies)).toBeGreaterThan(0.01);
  });

  it('with β = 1 attracts the copies to the mean that they had before the last pull', () => {
    const { weights, centre, before } = pulled(elasticStep, 0.2, 1);
    const mean = collapse(before.weights, 4).map((sum) => sum / 4);
    expect(centre.every((c, q) => Math.abs(c - mean[q]) < 1e-15)).toBe(true);
    // The next pull, with that centre, is an attraction where nothing moved in between.
    const again = before.weights.slice();
    elasticStep(again, centre.slice(), 0.2, 1);
    const attracted = before.weights.slice();
    attract(attracted, 4, 0.2);
    expect(Math.max(...again.map((w, at) => Math.abs(w - attracted[at])))).toBeLessThan(1e-15);
    expect(weights).not.toEqual(again);
  });

  it('without elasticity leaves copies alone, bit for bit, whatever its centre does', () => {
    const alone = trained(3);
    const by = (a: number, period = 1) =>
      trained(3, (w) => elasticCentre(w, { M: 3, pull: flat(a), rate: flat(0.3), period }));
    expect(by(0).path).toEqual(alone.path);
    expect(by(1e-9).path).not.toEqual(alone.path);
    expect(by(0).centre).not.toEqual(by(0, 2).centre);
  });

  it('pulls every so many steps, across epochs, as strongly as the epoch says', () => {
    const strengths: number[] = [];
    const pull = Float64Array.from({ length: epochs }, (_, epoch) => (epoch + 1) / 100);
    const centre = elasticCentre(new Float64Array(4).fill(1), { M: 2, pull, rate: flat(1), period: 2 });
    const copies = {
      weights: (to = new Float64Array(4)) => to.fill(2),
      replace: (w: Float64Array) => void strengths.push(Math.round((2 - w[0]) * 1e3) / 1e3),
    };
    for (let step = 0; step < 9; step++) centre.follow(copies, Math.floor(step / 3));
    // The centre begins at 1, and is at 2 from the first pull on.
    expect(strengths).toEqual([0.01, 0, 0, 0]);
    expect(centre.kept.since).toEqual(Float64Array.of(1));
  });
});

describe('local entropy', () => {
  it('with one inner step, no memory, no noise and no scope is SGD, bit for bit', () => {
    const sgd = trained(1);
    const anchored = trained(1, (w) => localEntropy(w, still, none));
    expect(anchored.path).toEqual(sgd.path);
    expect(anchored.centre).toEqual(sgd.path.at(-1));
    for (const change of [{ memory: 0.1 }, { noise: 1e-6 }, { outer: 0.9 }]) {
      expect(trained(1, (w) => localEntropy(w, { ...still, ...change }, none)).centre).not.toEqual(
        sgd.path.at(-1),
      );
    }
    // A scope says nothing of an inner loop of one step but how near it stays.
    expect(trained(1, (w) => localEntropy(w, { ...still, pull: flat(0.1) }, none)).path).not.toEqual(
      sgd.path,
    );
  });

  it('without noise and scope goes to the moving average of so many steps of SGD', () => {
    const L = 4;
    const { path } = trained(1);
    const kept: Float64Array[] = [];
    const centre = localEntropy(path[0], { ...still, inner: L, memory: 0.75, outer: 0.5 }, none);
    for (let step = 1; step <= L; step++) {
      centre.follow(copiesAt(path[step].slice()), 0);
      kept.push((step < L ? centre.kept.mean : centre.weights).slice() as Float64Array);
    }
    expect(centre.kept.mean).toEqual(centre.weights);
    let mean = path[0];
    for (let step = 1; step < L; step++) {
      mean = mean.map((m, q) => 0.75 * m + 0.25 * path[step][q]);
      expect(kept[step - 1]).toEqual(mean);
    }
  });

  it('draws back to the anchor, and is as noisy as it says', () => {
    const [anchor, x] = [new Float64Array(5000), new Float64Array(5000).fill(2)];
    const by = { ...still, inner: 9, pull: flat(0.25), noise: 0.5 };
    localEntropy(anchor, by, stream(seed, 'noise')).follow(copiesAt(x), 0);
    const mean = x.reduce((sum, value) => sum + value, 0) / 5000;
    const deviation = Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 5000);
    // Four standard errors.
    expect(Math.abs(mean - 1.5)).toBeLessThan(4 * (0.5 / Math.sqrt(5000)));
    expect(Math.abs(deviation - 0.5)).toBeLessThan(4 * (0.5 / Math.sqrt(10_000)));
  });
});

describe('the moving average', () => {
  it('moves nothing: its copy is that of SGD, and without memory so is it', () => {
    const sgd = trained(1);
    const [short, long] = [0, 0.9].map((memory) => trained(1, (w) => movingAverage(w, memory)));
    expect(short.path).toEqual(sgd.path);
    expect(long.path).toEqual(sgd.path);
    expect(short.centre).toEqual(sgd.path.at(-1));
    expect(long.centre).not.toEqual(sgd.path.at(-1));
  });

  it('weighs the step before last by m(1 − m)', () => {
    const { path, centre } = trained(1, (w) => movingAverage(w, 0.9));
    const weight = (step: number) =>
      step === 0 ? 0.9 ** (path.length - 1) : 0.1 * 0.9 ** (path.length - 1 - step);
    const expected = path[0].map((_, q) => path.reduce((sum, w, step) => sum + weight(step) * w[q], 0));
    expect(Math.max(...centre!.map((c, q) => Math.abs(c - expected[q])))).toBeLessThan(1e-14);
  });
});

it('a snapshot of another kind or size is refused', () => {
  const centre = movingAverage(new Float64Array(3), 0.5);
  expect(() => restoreCentre(centre, {})).toThrow('the snapshot has no array "centre.weights" of 3 numbers');
});
