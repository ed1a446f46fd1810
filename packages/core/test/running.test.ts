import {
  type AnnealingTrial,
  annealing,
  average,
  bankOf,
  type Coupling,
  coverOf,
  coverTrainer,
  descentOf,
  descentRule,
  emptyTrace,
  finish,
  glauber,
  initialSpins,
  type LocalRunning,
  lookAt,
  type PlainState,
  stream,
  training,
} from '@mcover/core';
import { annealerFrom, trainingFrom } from '@mcover/core/internals';
import { describe, expect, it } from 'vitest';
import { faultOf } from './support.ts';

const seed = { root: 8, trial: 0 };
const routed = (M: number): Coupling => ({ kind: 'routing', M, S: 3, kernel: { kind: 'uniform' } });

/** A ring of N spins, E = #{i : s_i ≠ s_{i+1}}: another discrete model than those of the package. */
function ring(weights: Int8Array): PlainState {
  const N = weights.length;
  const at = (i: number) => weights[(i + N) % N];
  return {
    delta: (q) => at(q) * (at(q - 1) + at(q + 1)),
    flip(q) {
      weights[q] = -weights[q];
    },
    energy: () => weights.reduce((sum, w, i) => sum + (w === at(i + 1) ? 0 : 1), 0),
  };
}

function annealed(
  M = 3,
  change: Partial<AnnealingTrial<{ spins: number; up: boolean }>> = {},
  onFlip = () => {},
) {
  const N = 12;
  const bank = bankOf(routed(M), N, seed);
  const cover = coverOf(bank, initialSpins(N, M, seed), ring);
  const state = {
    ...cover,
    flip(site: number) {
      onFlip();
      cover.flip(site);
    },
  };
  const random = stream(seed, 'annealing', { N, M });
  return annealing({
    annealer: glauber({ state, bank, unit: 1, gamma: 0, random }),
    N,
    M,
    schedule: { from: 1, to: 0.1, step: 0.1 },
    sweeps: 2,
    read: (W) => ({ spins: W.reduce((sum, w) => sum + w, 0), up: W[0] > 0 }),
    ...change,
  });
}

/** Three covers of a mean x̄ = argmin Σ_μ (w − x_μ)²/2. */
function trained(M = 3, stopBelow = 0) {
  const x = [1, 2, 6];
  const coupling: Coupling =
    M === 1 ? { kind: 'alone', M } : { kind: 'attraction', M, strength: 0.5, growth: 1.1 };
  const trainer = coverTrainer({
    bank: bankOf(coupling, 1, seed),
    weights: Float64Array.from({ length: M }, (_, a) => a),
    gradient: ([w], mu, _, gradient) => {
      gradient[0] += w - x[mu];
      return (w - x[mu]) ** 2 / 2;
    },
    rule: descentRule,
  });
  const knobs = { rate: 0.2 };
  const done = (loss: number) => loss < stopBelow;
  const descent = descentOf({ P: 3, B: 3, epochs: 40, rate: 0.2, coupling, knobs: () => knobs, done }, seed);
  const read = (epochs: number) => ({ epochs, fits: trainer.weights()[0] > 2.9 });
  return training(trainer, descent, { M, shape: [1], collapsed: (weights) => average(weights, M), read });
}

const running: [string, () => LocalRunning][] = [
  ['annealing', () => annealed()],
  ['training', () => trained()],
];

describe.each(running)('%s as a running trial', (_, begin) => {
  it('counts its steps, takes none after the last, and gives its result', () => {
    const trial = begin();
    for (let step = 0; step < trial.steps; step++) {
      expect([trial.step, trial.done]).toEqual([step, false]);
      trial.advance();
    }
    expect([trial.step, trial.done]).toEqual([trial.steps, true]);
    const before = trial.tensors();
    trial.advance();
    expect(trial.step).toBe(trial.steps);
    expect(trial.tensors()).toEqual(before);
    expect(trial.result()).toEqual(finish(begin()));
  });

  it('is looked at without a change', () => {
    const [seen, unseen] = [begin(), begin()];
    expect(seen.tensors()).toEqual(unseen.tensors());
    while (!unseen.done) {
      seen.observe();
      seen.tensors();
      seen.result();
      seen.observe();
      seen.advance();
      unseen.advance();
      expect(seen.tensors()).toEqual(unseen.tensors());
    }
    expect(seen.observe()).toEqual(unseen.observe());
    expect(seen.result()).toEqual(unseen.result());
  });

  it('hands out copies of its weights', () => {
    const trial = begin();
    const first = trial.tensors();
    const kept = structuredClone(first);
    first.covers.data.fill(9);
    trial.advance();
    const apart = begin();
    apart.advance();
    expect(trial.tensors()).toEqual(apart.tensors());
    expect(trial.tensors()).not.toEqual(kept);
  });

  it('has tensors whose shapes hold their data', () => {
    const { covers, collapsed } = begin().tensors();
    for (const { shape, data } of [covers, collapsed]) {
      expect(shape.reduce((product, n) => product * n, 1)).toBe(data.length);
    }
    expect(covers.shape).toEqual([3, ...collapsed.shape]);
  });
});

describe('an annealing', () => {
  it('observes temperature, energy of a weight, accepted flips, overlaps of covers and the readout', () => {
    let flips = 0;
    const trial = annealed(3, {}, () => flips++);
    expect(trial.steps).toBe(10);
    expect(trial.observe().T).toBe(1);
    trial.advance();
    flips = 0;
    trial.advance();
    const { T, energy, acceptance, coverOverlap, leastCoverOverlap, spins, up, ...others } = trial.observe();
    expect(others).toEqual({});
    expect(T).toBe(0.9);
    // Two sweeps of 36 proposals.
    expect(flips).toBeGreaterThan(0);
    expect(acceptance).toBe(flips / 72);
    const { covers, collapsed } = trial.tensors();
    const w = [...covers.data];
    const of = (a: number) => w.slice(a * 12, (a + 1) * 12);
    const overlaps = [
      [0, 1],
      [0, 2],
      [1, 2],
    ].map(([a, b]) => of(a).reduce((sum, spin, q) => sum + spin * of(b)[q], 0) / 12);
    expect(coverOverlap).toBeCloseTo(overlaps.reduce((sum, R) => sum + R, 0) / 3, 14);
    expect(leastCoverOverlap).toBe(Math.min(...overlaps));
    expect(spins).toBe([...collapsed.data].reduce((sum, W) => sum + W, 0));
    expect(up).toBe(collapsed.data[0] > 0 ? 1 : 0);
    const bank = bankOf(routed(3), 12, seed);
    const fresh = coverOf(bank, Int8Array.from(covers.data), ring);
    expect(energy).toBeCloseTo(fresh.energy() / 3 / 36, 14);
  });

  it('of one cover has no overlaps of covers', () => {
    expect(Object.keys(annealed(1).observe())).toEqual(['T', 'energy', 'spins', 'up']);
  });

  it.each([
    ['no sweep', { sweeps: 0 }, 'sweeps'],
    ['half a sweep', { sweeps: 0.5 }, 'sweeps'],
    ['a schedule that rises', { schedule: { from: 0.1, to: 0.2, step: 0.1 } }, 'schedule/to'],
  ])('refuses %s', (_, change, path) => {
    expect(faultOf(() => annealed(3, change)).path).toBe(path);
  });
});

describe('a training', () => {
  it('observes the epoch, its mean loss, the norm of the last gradient, the spread of the covers and the readout', () => {
    const trial = trained();
    expect(trial.observe()).toMatchObject({ epoch: 0, loss: Number.NaN });
    trial.advance();
    const { epoch, loss, gradient, spread, epochs, fits, ...others } = trial.observe();
    expect(others).toEqual({});
    expect([epoch, epochs, fits]).toEqual([1, 1, 0]);
    // Of the weights 0, 1, 2 before the step: Σ_a Σ_μ (w_a − x_μ)²/2/3.
    const losses = [0, 1, 2].flatMap((w) => [1, 2, 6].map((x) => (w - x) ** 2 / 6));
    expect(loss).toBeCloseTo(
      losses.reduce((sum, one) => sum + one, 0),
      13,
    );
    // −3, −2 and −1: of each, w − 3.
    expect(gradient).toBeCloseTo(Math.sqrt(14), 14);
    // w → w − 0.2·(w − 3), then 0.5·0.2 of the way to the mean: 0.6, 1.4, 2.2 → 0.68, 1.4, 2.12.
    const [a, b, c] = trial.tensors().covers.data;
    [a, b, c].forEach((w, i) => {
      expect(w).toBeCloseTo([0.68, 1.4, 2.12][i], 14);
    });
    expect(spread).toBeCloseTo(Math.sqrt((2 * 0.72 ** 2) / 3) / 1.4, 13);
    expect(trial.tensors().collapsed.data[0]).toBeCloseTo(1.4, 14);
  });

  it('of one copy has no spread', () => {
    expect(Object.keys(trained(1).observe())).toEqual(['epoch', 'loss', 'gradient', 'epochs', 'fits']);
  });

  it('ends early where it is asked to, and keeps its result', () => {
    // The least mean loss is that of the mean 3: 7/3.
    const trial = trained(1, 2.34);
    const { epochs } = finish(trial);
    expect(epochs).toBeLessThan(40);
    expect([trial.step, trial.done, trial.steps]).toEqual([epochs, true, 40]);
    trial.advance();
    expect(trial.result().epochs).toBe(epochs);
    expect(trial.observe().loss).toBeLessThan(2.34);
    expect(finish(trained(1, 2.33)).epochs).toBe(40);
  });
});

describe('a trace', () => {
  it('has every n-th step, the first and the last, and null for what is no number', () => {
    const trial = trained(3);
    const trace = emptyTrace(15);
    for (lookAt(trial, trace); !trial.done; lookAt(trial, trace)) trial.advance();
    lookAt(trial, trace);
    expect(trace.step).toEqual([0, 15, 30, 40]);
    expect(trace.observed.epoch).toEqual([0, 15, 30, 40]);
    expect(trace.observed.loss[0]).toBe(null);
    expect(trace.observed.loss.slice(1).every((loss) => Number.isFinite(loss))).toBe(true);
  });

  it('has no number where one came up later, or was no more', () => {
    const trace = emptyTrace(1);
    const seen = [{ a: 1 }, { a: 2, b: Infinity }, { b: 3 }];
    seen.forEach((observation, step) => {
      lookAt({ step, done: false, observe: () => observation }, trace);
    });
    expect(trace).toEqual({ every: 1, step: [0, 1, 2], observed: { a: [1, 2, null], b: [null, null, 3] } });
  });
});

describe('a snapshot', () => {
  it('of other sizes is refused by the name of its array', () => {
    const { snapshot } = trained();
    const from = snapshot!();
    expect(() => trainingFrom(from, 3, 3)).not.toThrow();
    expect(() => trainingFrom(from, 4, 3)).toThrow('the snapshot has no array "weights" of 4 numbers');
    expect(() => trainingFrom(from, 3, 4)).toThrow('the snapshot has no array "order" of 4 numbers');
    expect(() => trainingFrom(from, 3, 3, 1)).toThrow('the snapshot has no array "kept.0" of 3 numbers');
    expect(() => annealerFrom(from, 1, 2)).toThrow('the snapshot has no array "weights" of 2 numbers');
  });
});
