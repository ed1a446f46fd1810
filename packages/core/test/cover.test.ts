import {
  type Bank,
  coverGradient,
  coverOf,
  directedLift,
  type Factor,
  identityBank,
  type PatternGradient,
  type PlainState,
  sampleBank,
  spin,
  stream,
  uniform,
} from '@mcover/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernelsFor, sampledLift } from './support.ts';

/** A factor graph that no model of the package has: three weights a factor, each with a cost of its own. */
function triples(N: number, trial: number): Factor[] {
  const random = stream({ root: 14, trial }, 'triples', { N });
  return Array.from({ length: 6 }, () => {
    const variables = [0, 1, 2].map(() => random.next() % N);
    const distinct = [...new Set(variables)];
    const cost = random.next() % 5;
    return {
      variables: distinct,
      loss: (w) => (w.reduce((product, value) => product * value, 1) < 0 ? cost : 0),
    };
  });
}

/** The graph as a plain model, which computes everything anew. */
function plain(factors: readonly Factor[], weights: Int8Array): PlainState {
  const energy = () =>
    factors.reduce((sum, { variables, loss }) => sum + loss(variables.map((q) => weights[q])), 0);
  const flip = (q: number) => {
    weights[q] = -weights[q];
  };
  return {
    energy,
    flip,
    delta(q) {
      const before = energy();
      flip(q);
      const after = energy();
      flip(q);
      return after - before;
    },
  };
}

const anyBank = fc
  .record({
    N: fc.integer({ min: 1, max: 7 }),
    M: fc.integer({ min: 1, max: 4 }),
    kind: fc.nat(5),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    trial: fc.nat(1000),
  })
  .map(({ N, M, kind, share, trial }) => {
    const S = 1 + Math.floor(share * (N - 1));
    const { kernel } = kernelsFor(M)[kind];
    return { trial, bank: sampleBank({ N, M, S, kernel }, stream({ root: 14, trial }, 'bank')) };
  });

describe('the cover of any discrete model', () => {
  const start = ({ N, M }: Bank, trial: number) => {
    const random = stream({ root: 14, trial }, 'start');
    return Int8Array.from({ length: N * M }, () => spin(random));
  };

  it('follows, flip by flip, the lifted loss over the sampled destinations', () => {
    fc.assert(
      fc.property(anyBank, fc.array(fc.nat(1e6), { maxLength: 20 }), ({ bank, trial }, picks) => {
        const factors = triples(bank.N, trial);
        const weights = start(bank, trial);
        const before = weights.slice();
        const cover = coverOf(bank, weights, (w) => plain(factors, w));
        let energy = cover.energy();
        for (const pick of picks) {
          const site = pick % weights.length;
          const delta = cover.delta(site);
          expect(cover.delta(site)).toBe(delta);
          energy += delta;
          cover.flip(site);
          expect(cover.energy()).toBe(energy);
          expect(energy / bank.S).toBeCloseTo(sampledLift(factors, bank, cover.weights), 10);
        }
        expect(weights).toEqual(before);
      }),
      { numRuns: 200 },
    );
  });

  it('with S = N is the full lift, where every factor has all weights', () => {
    const N = 5;
    const all = Array.from({ length: N }, (_, q) => q);
    const factors = [3, 1].map(
      (most): Factor => ({ variables: all, loss: (w) => Math.max(0, most - w.reduce((a, b) => a + b, 0)) }),
    );
    for (const { kernel } of kernelsFor(3)) {
      const bank = sampleBank({ N, M: 3, S: N, kernel }, stream({ root: 14, trial: 0 }, 'full'));
      const weights = start(bank, 1);
      const cover = coverOf(bank, weights, (w) => plain(factors, w));
      const W = [0, 1, 2].map((a) => weights.subarray(a * N, (a + 1) * N));
      const lifted = directedLift(factors, W, (_, p, q, a) => bank.routes[(p * N + q) * 3 + a]);
      expect(cover.energy() / N).toBeCloseTo(lifted, 12);
    }
  });

  it('of identities is M models side by side', () => {
    const factors = triples(6, 3);
    const bank = identityBank(6, 3);
    const weights = start(bank, 3);
    const cover = coverOf(bank, weights, (w) => plain(factors, w));
    const apart = [0, 1, 2].map((a) => plain(factors, weights.slice(a * 6, (a + 1) * 6)));
    for (let site = 0; site < 18; site++) {
      expect(cover.delta(site)).toBe(apart[Math.floor(site / 6)].delta(site % 6));
    }
    expect(cover.energy()).toBe(apart.reduce((sum, model) => sum + model.energy(), 0));
  });
});

describe('the gradient of the cover of any model', () => {
  const x = (mu: number, q: number) => Math.sin(1 + 3 * mu + 7 * q);
  const knobs = { sharp: 1.7 };

  /** ℓ = ln cosh(sharp·Σ_q w_q x_{μq}), and its gradient. */
  const logCosh: PatternGradient<{ sharp: number }> = (w, mu, { sharp }, gradient) => {
    const field = w.reduce((sum, value, q) => sum + value * x(mu, q), 0);
    for (let q = 0; q < w.length; q++) gradient[q] += sharp * Math.tanh(sharp * field) * x(mu, q);
    return Math.log(Math.cosh(sharp * field));
  };
  const batch = Int32Array.of(2, 0, 3);

  const weightsFor = ({ N, M }: Bank, trial: number) => {
    const random = stream({ root: 14, trial }, 'real weights');
    return Float64Array.from({ length: N * M }, () => 2 * uniform(random) - 1);
  };

  it('equals central differences of its own loss, which is the lifted one', () => {
    fc.assert(
      fc.property(anyBank, ({ bank, trial }) => {
        const weights = weightsFor(bank, trial);
        const of = coverGradient(bank, logCosh);
        const gradient = new Float64Array(weights.length).fill(3);
        const loss = of(weights, batch, knobs, gradient);
        const variables = Array.from({ length: bank.N }, (_, q) => q);
        const factors = Array.from(
          batch,
          (mu): Factor => ({
            variables,
            loss: (w) => logCosh(Float64Array.from(w), mu, knobs, new Float64Array(bank.N)),
          }),
        );
        expect(loss).toBeCloseTo(sampledLift(factors, bank, weights) / batch.length, 12);
        const lossAt = (at: number, step: number) => {
          const moved = weights.slice();
          moved[at] += step;
          return of(moved, batch, knobs, new Float64Array(weights.length));
        };
        // Fourth order, so that the oracle is good to far more than is asked.
        const h = 1e-3;
        gradient.forEach((g, at) => {
          const [near, far] = [h, 2 * h].map((step) => lossAt(at, step) - lossAt(at, -step));
          expect(Math.abs(g - (8 * near - far) / (12 * h))).toBeLessThan(1e-9);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('of one cover is that of the model, and of identities that of M models', () => {
    const weights = weightsFor(identityBank(5, 3), 1);
    const together = new Float64Array(15);
    const loss = coverGradient(identityBank(5, 3), logCosh)(weights, batch, knobs, together);
    let sum = 0;
    const apart = [0, 1, 2].flatMap((a) => {
      const gradient = new Float64Array(5);
      const own = weights.slice(a * 5, (a + 1) * 5);
      sum += coverGradient(identityBank(5, 1), logCosh)(own, batch, knobs, gradient);
      return [...gradient];
    });
    expect([...together]).toEqual(apart);
    expect(loss).toBeCloseTo(sum, 14);
  });
});
