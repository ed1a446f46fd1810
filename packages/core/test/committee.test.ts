import {
  type Bank,
  type CommitteeProblem,
  committeeGradient,
  coverGradient,
  directedLift,
  gaussian,
  identityBank,
  type Sharpness,
  stream,
} from '@mcover/core';
import {
  committeeTrainer,
  hiddenField,
  marginLoss,
  marginSlope,
  normaliseRows,
  votes,
} from '@mcover/core/internals';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCommittee, contextOf, randomBank, randomPatterns } from './committee-support.ts';

const uniform = { kind: 'uniform' as const };

/** Gaussian rows of unit norm for a bank. */
function initial(N: number, { N: size, M }: Bank, trial = 0): Float64Array {
  const random = stream({ root: 9, trial }, 'test weights', { size, M });
  const weights = Float64Array.from({ length: size * M }, () => gaussian(random));
  normaliseRows(weights, N);
  return weights;
}

function problemOf(N: number, K: number, P: number, bank: Bank, trial = 0): CommitteeProblem {
  return { N, K, bank, patterns: randomPatterns(N, P, trial), weights: initial(N, bank, trial) };
}

/** Loss and gradient of the committee's cover. */
const gradientOf = ({ K, bank, patterns }: CommitteeProblem) =>
  coverGradient(bank, committeeGradient(K, patterns));

/** One pattern's loss as Eq. 9 and the surrogate say, with the runtime's own functions. */
function lossOf(
  J: readonly number[],
  { N, K, patterns }: CommitteeProblem,
  mu: number,
  s: Sharpness,
): number {
  let vote = 0;
  for (let k = 0; k < K; k++) {
    let field = 0;
    for (let i = 0; i < N; i++) field += patterns.x[mu * N + i] * J[k * N + i];
    vote += Math.tanh(s.beta * field);
  }
  const margin = (patterns.y[mu] * vote) / Math.sqrt(K);
  return Math.log1p(Math.exp(-2 * s.gamma * margin)) / (2 * s.gamma);
}

/** (1/S) Σ_s Σ_a of the batch mean, straight from the routes. */
function routedLoss(problem: CommitteeProblem, w: Float64Array, batch: Int32Array, s: Sharpness): number {
  const { bank } = problem;
  let sum = 0;
  for (let channel = 0; channel < bank.S; channel++) {
    for (let a = 0; a < bank.M; a++) {
      const J = contextOf(bank, w, channel, a);
      for (const mu of batch) sum += lossOf(J, problem, mu, s);
    }
  }
  return sum / (bank.S * batch.length);
}

/** The same over all directed incidences (Eq. 7), from the definition for any factor graph. */
function liftedLoss(problem: CommitteeProblem, w: Float64Array, batch: Int32Array, s: Sharpness): number {
  const { N: size, M, routes } = problem.bank;
  const variables = Array.from({ length: size }, (_, q) => q);
  const factors = Array.from(batch, (mu) => ({
    variables,
    loss: (J: readonly number[]) => lossOf(J, problem, mu, s),
  }));
  const W = Array.from({ length: M }, (_, a) => w.subarray(a * size, (a + 1) * size));
  return directedLift(factors, W, (_, p, q, a) => routes[(p * size + q) * M + a]) / batch.length;
}

const everyPattern = (P: number) => Int32Array.from({ length: P }, (_, mu) => mu);

describe('forward pass', () => {
  // J = ((.6, .8), (0, 1), (1, 0)), x = (1, −1) labelled +1 and (1, 1) labelled −1; computed by hand and Python.
  const patterns = { N: 2, P: 2, x: Int8Array.of(1, -1, 1, 1), y: Int8Array.of(1, -1) };
  const J = [0.6, 0.8, 0, 1, 1, 0];
  const problem = { N: 2, K: 3, bank: identityBank(6, 1), patterns, weights: Float64Array.from(J) };

  it('fields and votes of a committee of three', () => {
    const fields = [0, 1].map((mu) => [0, 1, 2].map((k) => hiddenField(J, k, patterns, mu)));
    expect(fields.map((row) => row.map((field) => Number(field.toFixed(12))))).toEqual([
      [-0.2, -1, 1],
      [1.4, 1, 1],
    ]);
    expect([0, 1].map((mu) => votes(J, 3, patterns, mu))).toEqual([-1, 3]);
  });

  it('a field of zero votes +1', () => {
    expect(votes([1, 1], 1, patterns, 0)).toBe(1);
  });

  it.each([
    [1, 1, [0.4067903535791315, 1.4206329369337383]],
    [2, 3, [0.2589577759712463, 1.686265968430888]],
  ])('loss at β = %d, γ = %d', (beta, gamma, expected) => {
    const of = gradientOf(problem);
    const gradient = new Float64Array(6);
    expected.forEach((loss, mu) => {
      expect(of(problem.weights, Int32Array.of(mu), { beta, gamma }, gradient)).toBeCloseTo(loss, 14);
    });
    const mean = (expected[0] + expected[1]) / 2;
    expect(of(problem.weights, Int32Array.of(0, 1), { beta, gamma }, gradient)).toBeCloseTo(mean, 14);
  });
});

describe('loss of a margin', () => {
  it('is (1/2γ) log(1 + e^{−2γx}), and its slope the derivative', () => {
    for (const gamma of [0.3, 1, 20]) {
      for (let x = -3; x <= 3; x += 0.37) {
        const exact = Math.log1p(Math.exp(-2 * gamma * x)) / (2 * gamma);
        expect(Math.abs(marginLoss(x, gamma) / exact - 1)).toBeLessThan(1e-14);
        const h = 1e-5;
        const slope = (marginLoss(x + h, gamma) - marginLoss(x - h, gamma)) / (2 * h);
        expect(marginSlope(x, gamma)).toBeCloseTo(slope, 7);
      }
    }
  });

  it('keeps its small values, which 1 + u would round away', () => {
    expect(Math.abs(marginLoss(20, 1) / (Math.exp(-40) / 2) - 1)).toBeLessThan(1e-14);
  });

  it('is max(0, −x) when γ is extreme, without overflow', () => {
    for (const gamma of [1e3, 1e6, 1e300]) {
      expect(marginLoss(2, gamma)).toBe(0);
      expect(marginLoss(-2, gamma)).toBe(2);
      expect(marginSlope(2, gamma)).toBeCloseTo(0, 300);
      expect(marginSlope(-2, gamma)).toBe(-1);
    }
  });
});

describe('gradient', () => {
  const kernel = { kind: 'directed-ring' as const, mu: 1, sigma: 1 };
  it.each([
    { title: 'a sampled bank', N: 11, K: 5, M: 3, S: 4, loss: routedLoss },
    { title: 'the full directed lift', N: 5, K: 3, M: 4, S: 15, loss: liftedLoss },
  ])('of $title is that of central differences, for 200 weights', ({ N, K, M, S, loss }) => {
    const sharpness = { beta: 1.3, gamma: 1.7 };
    const batch = Int32Array.of(3, 0, 6, 5);
    let checked = 0;
    for (let trial = 0; checked < 200; trial++) {
      const problem = problemOf(N, K, 8, randomBank(N * K, M, S, kernel, trial), trial);
      const gradient = new Float64Array(problem.weights.length);
      gradientOf(problem)(problem.weights, batch, sharpness, gradient);
      const size = gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
      for (let at = trial % 3; at < gradient.length && checked < 200; at += 3, checked++) {
        const lossAt = (step: number) => {
          const moved = problem.weights.slice();
          moved[at] += step;
          return loss(problem, moved, batch, sharpness);
        };
        // Fourth order, so that the oracle is good to far more than is asked.
        const h = 2e-3;
        const numeric = (8 * (lossAt(h) - lossAt(-h)) - (lossAt(2 * h) - lossAt(-2 * h))) / (12 * h);
        expect(Math.abs(gradient[at] - numeric)).toBeLessThan(1e-6 * Math.max(Math.abs(numeric), size / 100));
      }
    }
  });

  it('and loss stay finite when β and γ are extreme', () => {
    const problem = problemOf(7, 3, 6, randomBank(21, 2, 3, uniform));
    const gradient = new Float64Array(42);
    const hard = gradientOf(problem)(problem.weights, everyPattern(6), { beta: 1e6, gamma: 1e6 }, gradient);
    let expected = 0;
    for (let s = 0; s < 3; s++) {
      for (let a = 0; a < 2; a++) {
        const J = contextOf(problem.bank, problem.weights, s, a);
        for (let mu = 0; mu < 6; mu++) {
          const vote = problem.patterns.y[mu] * votes(J, 3, problem.patterns, mu);
          expected += Math.max(0, -vote / Math.sqrt(3)) / 18;
        }
      }
    }
    expect(expected).toBeGreaterThan(0);
    expect(hard).toBeCloseTo(expected, 12);
    expect(gradient.every((g) => Math.abs(g) < 1e-9)).toBe(true);
  });
});

describe('laws of the routed loss', () => {
  const sharpness = { beta: 1.2, gamma: 0.8 };

  it('it is what Eq. 10 says on the routed context, for every kernel', () => {
    fc.assert(
      fc.property(anyCommittee, ({ N, K, P, bank, patterns, trial }) => {
        const weights = initial(N, bank, trial);
        const problem = { N, K, bank, patterns, weights };
        const batch = everyPattern(P);
        const loss = gradientOf(problem)(weights, batch, sharpness, new Float64Array(weights.length));
        expect(loss).toBeCloseTo(routedLoss(problem, weights, batch, sharpness), 12);
      }),
    );
  });

  it('with S = all destinations it is the lifted loss of Eq. 7', () => {
    for (const [N, K, M] of [
      [4, 3, 2],
      [3, 2, 4],
    ]) {
      const problem = problemOf(N, K, 5, randomBank(N * K, M, N * K, uniform));
      const batch = everyPattern(5);
      const gradient = new Float64Array(problem.weights.length);
      const loss = gradientOf(problem)(problem.weights, batch, sharpness, gradient);
      expect(loss).toBeCloseTo(liftedLoss(problem, problem.weights, batch, sharpness), 12);
    }
  });

  it('with S = 1 it is that of M separate committees, whatever Q', () => {
    const N = 6;
    const bank = randomBank(18, 3, 1, uniform);
    const problem = problemOf(N, 3, 7, bank);
    const straight = Float64Array.from([0, 1, 2].flatMap((a) => contextOf(bank, problem.weights, 0, a)));
    const separate = { ...problem, bank: identityBank(18, 3) };
    const batch = everyPattern(7);
    const gradient = new Float64Array(54);
    const separateGradient = new Float64Array(54);
    const loss = gradientOf(problem)(problem.weights, batch, sharpness, gradient);
    expect(loss).toBe(gradientOf(separate)(straight, batch, sharpness, separateGradient));
    expect([0, 1, 2].flatMap((a) => contextOf(bank, gradient, 0, a))).toEqual([...separateGradient]);
  });

  it('with one cover and any S it is that of the base committee', () => {
    const routed = problemOf(6, 3, 7, randomBank(18, 1, 7, uniform));
    const base = { ...routed, bank: identityBank(18, 1) };
    const [loss, baseLoss] = [routed, base].map((problem) =>
      gradientOf(problem)(problem.weights, everyPattern(7), sharpness, new Float64Array(18)),
    );
    expect(loss).toBeCloseTo(baseLoss, 14);
  });
});

describe('training', () => {
  const knobs = { beta: 1.5, gamma: 1.2, rate: 0.3 };
  const batches = [Int32Array.of(0, 3, 5), Int32Array.of(1, 2, 4), Int32Array.of(5, 0, 2)];

  it('identity routing is M base committees, bit for bit', () => {
    const problem = problemOf(7, 3, 6, identityBank(21, 3));
    const together = committeeTrainer(problem);
    const apart = [0, 1, 2].map((a) => {
      const weights = problem.weights.slice(a * 21, (a + 1) * 21);
      return committeeTrainer({ ...problem, bank: identityBank(21, 1), weights });
    });
    for (const batch of batches) {
      const sum = apart.reduce((total, trainer) => total + trainer.step(batch, knobs), 0);
      expect(together.step(batch, knobs)).toBeCloseTo(sum, 13);
    }
    expect([...together.weights()]).toEqual(apart.flatMap((trainer) => [...trainer.weights()]));
    const channels = committeeTrainer({ ...problem, bank: randomBank(21, 3, 5, { kind: 'identity' }) });
    for (const batch of batches) channels.step(batch, knobs);
    channels.weights().forEach((w, at) => {
      expect(w).toBeCloseTo(together.weights()[at], 12);
    });
  });

  it('routing couples the copies: what comes out is not M base committees', () => {
    const problem = problemOf(7, 3, 6, randomBank(21, 3, 5, uniform));
    const routed = committeeTrainer(problem);
    const separate = committeeTrainer({ ...problem, bank: identityBank(21, 3) });
    for (const batch of batches) for (const trainer of [routed, separate]) trainer.step(batch, knobs);
    const distance = routed.weights().reduce((sum, w, at) => sum + Math.abs(w - separate.weights()[at]), 0);
    expect(distance).toBeGreaterThan(0.1);
  });

  it('a step goes down the gradient, and rows keep unit norm through steps and attraction', () => {
    const problem = problemOf(7, 3, 6, randomBank(21, 3, 5, uniform));
    const trainer = committeeTrainer(problem);
    const gradient = new Float64Array(63);
    const loss = gradientOf(problem)(problem.weights, batches[0], knobs, gradient);
    const expected = problem.weights.map((w, at) => w - knobs.rate * gradient[at]);
    normaliseRows(expected, 7);
    expect(trainer.step(batches[0], knobs)).toBe(loss);
    expect(trainer.weights()).toEqual(expected);
    expect(trainer.step(batches[0], knobs)).toBeLessThan(loss);
    trainer.attract(0.4);
    const weights = trainer.weights();
    for (let row = 0; row < 63; row += 7) {
      expect(weights.subarray(row, row + 7).reduce((sum, w) => sum + w * w, 0)).toBeCloseTo(1, 14);
    }
  });

  it('leaves the problem as it was; full attraction makes the copies one', () => {
    const problem = problemOf(5, 3, 6, identityBank(15, 2));
    const before = problem.weights.slice();
    const trainer = committeeTrainer(problem);
    trainer.step(batches[0], knobs);
    trainer.attract(1);
    expect(problem.weights).toEqual(before);
    const weights = trainer.weights();
    for (let q = 0; q < 15; q++) expect(weights[q]).toBeCloseTo(weights[15 + q], 14);
  });

  it('a row of zeros has no direction and stays', () => {
    const rows = Float64Array.of(0, 0, 3, -4);
    normaliseRows(rows, 2);
    expect([...rows]).toEqual([0, 0, 0.6, -0.8]);
  });
});
