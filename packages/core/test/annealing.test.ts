import {
  type AnnealingProblem,
  type Cost,
  type Coupling,
  costUnit,
  identityBank,
  referenceEngine,
  sampleBank,
  shuffle,
  stream,
  temperatures,
} from '@mcover/core';
import { AcceptanceTable, Xoshiro128 } from '@mcover/core/internals';
import { describe, expect, it } from 'vitest';
import { coverOfMargins, perceptronOf } from './perceptron-support.ts';
import { kernelsFor } from './support.ts';

const schedule = { from: 0.4, to: 0.02, step: 0.02 };
const seed = { root: 5, trial: 1 };

const alone: Coupling = { kind: 'alone', M: 1 };
const attracting = (M: number, strength: number): Coupling => ({
  kind: 'attraction',
  M,
  strength,
  growth: 1,
});
const problemOf = (of: Parameters<typeof perceptronOf>[0], by = seed) => perceptronOf(of, by);

/** Weights and energy after each temperature of the schedule. */
function trajectory(problem: AnnealingProblem, sweeps = 1): string[] {
  const annealer = referenceEngine.annealer(problem);
  return Array.from(temperatures(schedule), (T) => {
    for (let i = 0; i < sweeps; i++) annealer.sweep(T);
    return `${annealer.weights()} ${annealer.energy()}`;
  });
}

describe('laws', () => {
  it.each([20, 21])('M = 1 is the base model, bit for bit, whatever S and Q (N = %i)', (N) => {
    for (const cost of ['linear', 'count'] as Cost[]) {
      const base = { N, alpha: 1.5, cost };
      const vanilla = trajectory(problemOf({ ...base, coupling: alone }), 2);
      for (const { kernel } of kernelsFor(1)) {
        for (const S of [1, 7]) {
          const coupling: Coupling = { kind: 'routing', M: 1, S, kernel };
          expect(trajectory(problemOf({ ...base, coupling }), 2)).toEqual(vanilla);
        }
      }
      expect(trajectory(problemOf({ ...base, coupling: attracting(1, 1) }), 2)).toEqual(vanilla);
    }
  });

  it.each([14, 15])('identity routing is M base models under the same proposals and words (N = %i)', (N) => {
    const M = 3;
    for (const cost of ['linear', 'count'] as Cost[]) {
      const identity = { kind: 'identity' as const };
      const problem = problemOf({
        N,
        alpha: 1.6,
        cost,
        coupling: { kind: 'routing', M, S: 6, kernel: identity },
      });
      const routed = referenceEngine.annealer(problem);

      const random = new Xoshiro128(problem.random.state);
      const order = Uint32Array.from({ length: N * M }, (_, site) => site);
      const copies = Array.from({ length: M }, (_, a) => {
        const weights = problem.weights.slice(a * N, (a + 1) * N);
        return coverOfMargins({ ...problem, bank: identityBank(N, 1), weights });
      });
      const table = new AcceptanceTable({ unit: costUnit(cost, N), S: 1, M: 1, gamma: 0 });
      for (const temperature of temperatures(schedule)) {
        routed.sweep(temperature);
        table.setTemperature(temperature);
        shuffle(random, order);
        for (const site of order) {
          const copy = copies[Math.floor(site / N)];
          const accepted = random.next() < table.threshold(copy.delta(site % N), 0);
          if (accepted) copy.flip(site % N);
        }
      }
      expect([...routed.weights()]).toEqual(copies.flatMap((copy) => [...copy.weights]));
    }
  });

  it('S = 1 is M uncoupled copies, whatever Q: relabelled, each is a perceptron of its own', () => {
    const N = 11;
    const kernel = { kind: 'uniform' as const };
    const problem = problemOf({
      N,
      alpha: 1.5,
      cost: 'linear',
      coupling: { kind: 'routing', M: 3, S: 1, kernel },
    });
    const annealer = referenceEngine.annealer(problem);
    for (const temperature of temperatures(schedule)) annealer.sweep(temperature);
    const weights = annealer.weights();
    const straight = Int8Array.from(weights, (_, site) => {
      const q = site % N;
      const a = (site - q) / N;
      return weights[problem.bank.routes[q * 3 + a] * N + q];
    });
    const plain = coverOfMargins({ ...problem, bank: identityBank(N, 3), weights: straight });
    expect(plain.energy() * costUnit('linear', N)).toBeCloseTo(annealer.energy(), 12);
  });

  it('the same problem gives the same trajectory, another seed another one', () => {
    const of = { N: 31, alpha: 1.4, cost: 'linear', coupling: attracting(3, 1) } as const;
    expect(trajectory(problemOf(of))).toEqual(trajectory(problemOf(of)));
    expect(trajectory(problemOf(of, { root: 5, trial: 2 }))).not.toEqual(trajectory(problemOf(of)));
  });
});

/** Every weight configuration of `sites` copies as ±1, in the order of its bits. */
function configurations(sites: number): Int8Array[] {
  return Array.from({ length: 2 ** sites }, (_, bits) =>
    Int8Array.from({ length: sites }, (_, site) => ((bits >> site) & 1 ? 1 : -1)),
  );
}

/** The Gibbs measure exp(−E/T + (γ/M) Σ_{a<b} w^a·w^b) by enumeration, straight from its definition. */
function gibbs(problem: AnnealingProblem, T: number): Float64Array {
  const { N, P, G, bank, cost, gamma } = problem;
  const weight = configurations(N * bank.M).map((w) => {
    let energy = 0;
    for (let s = 0; s < bank.S; s++) {
      for (let a = 0; a < bank.M; a++) {
        for (let mu = 0; mu < P; mu++) {
          let m = 0;
          for (let q = 0; q < N; q++) m += G[q * P + mu] * w[bank.routes[(s * N + q) * bank.M + a] * N + q];
          energy += (cost === 'count' ? Number(m < 0) : Math.max(0, -m / Math.sqrt(N))) / bank.S;
        }
      }
    }
    let agreement = 0;
    for (let q = 0; q < N; q++) {
      for (let a = 0; a < bank.M; a++) for (let b = 0; b < a; b++) agreement += w[a * N + q] * w[b * N + q];
    }
    return Math.exp(-energy / T + (gamma / bank.M) * agreement);
  });
  const total = weight.reduce((a, b) => a + b);
  return Float64Array.from(weight, (x) => x / total);
}

const smallProblems = [4, 5].flatMap((N) =>
  (['linear', 'count'] as Cost[]).flatMap((cost) => {
    const shared = { N, alpha: 2, cost };
    const routed = kernelsFor(2).map(({ name, kernel }) => ({
      name: `M-cover, ${name}`,
      problem: problemOf({ ...shared, coupling: { kind: 'routing', M: 2, S: 3, kernel } }),
    }));
    return [
      { name: 'vanilla', problem: problemOf({ ...shared, coupling: alone }) },
      { name: 'RSA', problem: problemOf({ ...shared, coupling: attracting(2, 1) }) },
      ...routed,
    ].map(({ name, problem }) => ({ title: `${name}, N = ${N}, ${cost} cost`, problem }));
  }),
);

describe('Gibbs measure', () => {
  it.each(smallProblems)('is left unchanged by every single-site kernel: $title', ({ problem }) => {
    const { N, bank, gamma, cost } = problem;
    const table = new AcceptanceTable({ unit: costUnit(cost, N), S: bank.S, M: bank.M, gamma });
    for (const T of [1, 0.15]) {
      table.setTemperature(T);
      const measure = gibbs(problem, T);
      const states = configurations(N * bank.M);
      for (let site = 0; site < N * bank.M; site++) {
        const after = new Float64Array(states.length);
        states.forEach((weights, index) => {
          const state = coverOfMargins({ ...problem, weights });
          let others = 0;
          for (let a = 0; a < bank.M; a++) others += weights[a * N + (site % N)];
          const c = weights[site] * (others - weights[site]);
          const accept = table.threshold(state.delta(site), c) / 2 ** 32;
          after[index ^ (1 << site)] += measure[index] * accept;
          after[index] += measure[index] * (1 - accept);
        });
        after.forEach((share, index) => {
          expect(Math.abs(share - measure[index])).toBeLessThan(1e-8);
        });
      }
    }
  });

  it.each<{ title: string; coupling: Coupling }>([
    { title: 'M-cover', coupling: { kind: 'routing', M: 2, S: 2, kernel: { kind: 'uniform' } } },
    { title: 'RSA', coupling: attracting(2, 1) },
  ])('is reached by a run: $title', ({ coupling }) => {
    const problem = problemOf({ N: 3, alpha: 2, cost: 'linear', coupling });
    const T = 0.7;
    const annealer = referenceEngine.annealer(problem);
    const sweeps = 60_000;
    const visits = new Float64Array(64);
    for (let i = 0; i < sweeps; i++) {
      annealer.sweep(T);
      visits[annealer.weights().reduce((bits, w, site) => bits | (w > 0 ? 1 << site : 0), 0)] += 1 / sweeps;
    }
    const measure = gibbs(problem, T);
    const variation = measure.reduce((sum, share, i) => sum + Math.abs(share - visits[i]), 0) / 2;
    expect(variation).toBeLessThan(0.02);
  });
});

describe('routing matters', () => {
  it('a sampled bank with S > 1 couples the copies: its energy is not that of M separate models', () => {
    const N = 15;
    const kernel = { kind: 'uniform' as const };
    const problem = problemOf({
      N,
      alpha: 1.5,
      cost: 'linear',
      coupling: { kind: 'routing', M: 3, S: 5, kernel },
    });
    const bank = sampleBank({ N, M: 3, S: 5, kernel: { kind: 'identity' } }, stream(seed, 'x'));
    const routed = referenceEngine.annealer(problem).energy();
    const separate = referenceEngine.annealer({ ...problem, bank }).energy();
    expect(routed).not.toBeCloseTo(separate, 6);
  });
});
