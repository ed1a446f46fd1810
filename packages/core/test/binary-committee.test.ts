import {
  AcceptanceTable,
  type BinaryCommitteeParams,
  below,
  binaryCommittee,
  type Cost,
  costUnit,
  directedLift,
  glauber,
  hiddenManifoldTask,
  InputError,
  identityBank,
  RoutedVotes,
  runBinaryCommittee,
  shuffle,
  spin,
  stream,
  temperatures,
  type VoteProblem,
  votes,
  Xoshiro128,
} from '@mcover/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCommittee, contextOf, randomBank, randomPatterns } from './committee-support.ts';
import { kernelsFor } from './support.ts';

const schedule = { from: 0.4, to: 0.05, step: 0.05 };
const costs: Cost[] = ['linear', 'count'];
const seed = { root: 6, trial: 0 };

function randomWeights(count: number, trial = 0): Int8Array {
  const random = stream({ root: 9, trial }, 'test weights', { count });
  return Int8Array.from({ length: count }, () => spin(random));
}

const anyProblem = fc
  .tuple(anyCommittee, fc.constantFrom(...costs))
  .map(([{ K, bank, patterns, trial }, cost]): VoteProblem => {
    return { K, cost, bank, patterns, weights: randomWeights(bank.N * bank.M, trial) };
  });

/** Cost of one pattern for the weights of one context, straight from its definition. */
function costOf(J: readonly number[], { K, cost, patterns }: VoteProblem, mu: number): number {
  const margin = (patterns.y[mu] * votes(J, K, patterns, mu)) / Math.sqrt(K);
  return cost === 'count' ? Number(margin < 0) : Math.max(0, -margin);
}

/** (1/S) Σ_s Σ_a Σ_μ of the cost, from the definition. */
function energyOf(problem: VoteProblem, w: Int8Array): number {
  const { bank, patterns } = problem;
  let sum = 0;
  for (let s = 0; s < bank.S; s++) {
    for (let a = 0; a < bank.M; a++) {
      const J = contextOf(bank, w, s, a);
      for (let mu = 0; mu < patterns.P; mu++) sum += costOf(J, problem, mu);
    }
  }
  return sum / bank.S;
}

describe('routed votes', () => {
  it('fields, votes and energy are what Eq. 10 says on the routed context', () => {
    fc.assert(
      fc.property(anyProblem, (problem) => {
        const { K, bank, patterns, weights } = problem;
        const { N, P, x } = patterns;
        const state = new RoutedVotes(problem);
        for (let s = 0; s < bank.S; s++) {
          for (let a = 0; a < bank.M; a++) {
            const J = contextOf(bank, weights, s, a);
            for (let mu = 0; mu < P; mu++) {
              for (let k = 0; k < K; k++) {
                let field = 0;
                for (let i = 0; i < N; i++) field += x[mu * N + i] * J[k * N + i];
                expect(state.fields[((s * bank.M + a) * K + k) * P + mu]).toBe(field);
              }
              expect(state.votes[(s * bank.M + a) * P + mu]).toBe(votes(J, K, patterns, mu));
            }
          }
        }
        const energy = (state.energy() / bank.S) * costUnit(problem.cost, K);
        expect(energy).toBeCloseTo(energyOf(problem, weights), 10);
      }),
    );
  });

  it('stay exact over 10⁴ flips', () => {
    for (const [N, K, cost] of [
      [6, 3, 'linear'],
      [5, 4, 'count'],
    ] as const) {
      const bank = randomBank(N * K, 3, 4, { kind: 'directed-ring', mu: 2, sigma: 1.5 });
      const weights = randomWeights(3 * N * K);
      const problem = { K, cost, bank, patterns: randomPatterns(N, 20), weights };
      const state = new RoutedVotes(problem);
      const random = stream(seed, 'flips');
      for (let i = 0; i < 10_000; i++) state.flip(below(random, weights.length));
      const fresh = new RoutedVotes({ ...problem, weights: state.weights });
      expect(state.weights).not.toEqual(weights);
      expect(state.fields).toEqual(fresh.fields);
      expect(state.votes).toEqual(fresh.votes);
      expect(state.energy()).toBe(fresh.energy());
    }
  });

  it('ΔE is E′ − E, both costs, every kernel', () => {
    fc.assert(
      fc.property(anyProblem, fc.nat(1e6), (problem, pick) => {
        const state = new RoutedVotes(problem);
        const site = pick % state.weights.length;
        const before = state.energy();
        const delta = state.delta(site);
        state.flip(site);
        expect(state.energy() - before).toBe(delta);
        expect(state.delta(site) + delta).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it('with S = all destinations give the lifted loss of Eq. 7', () => {
    for (const cost of costs) {
      const bank = randomBank(12, 3, 12, { kind: 'uniform' });
      const weights = randomWeights(36);
      const problem = { K: 3, cost, bank, patterns: randomPatterns(4, 10), weights };
      const variables = Array.from({ length: 12 }, (_, q) => q);
      const factors = Array.from({ length: 10 }, (_, mu) => ({
        variables,
        loss: (J: readonly number[]) => costOf(J, problem, mu),
      }));
      const W = [0, 1, 2].map((a) => weights.subarray(a * 12, (a + 1) * 12));
      const lifted = directedLift(factors, W, (_, p, q, a) => bank.routes[(p * 12 + q) * 3 + a]);
      const energy = (new RoutedVotes(problem).energy() / 12) * costUnit(cost, 3);
      expect(lifted).toBeGreaterThan(0);
      expect(energy).toBeCloseTo(lifted, 10);
    }
  });
});

/** Every configuration of `sites` weights ±1. */
function configurations(sites: number): Int8Array[] {
  return Array.from({ length: 2 ** sites }, (_, bits) =>
    Int8Array.from({ length: sites }, (_, site) => ((bits >> site) & 1 ? 1 : -1)),
  );
}

/** The Gibbs measure exp(−E/T + (γ/M) Σ_{a<b} w^a·w^b) by enumeration. */
function gibbs(problem: VoteProblem, gamma: number, T: number): Float64Array {
  const { N: size, M } = problem.bank;
  const weight = configurations(size * M).map((w) => {
    let agreement = 0;
    for (let q = 0; q < size; q++) {
      for (let a = 0; a < M; a++) for (let b = 0; b < a; b++) agreement += w[a * size + q] * w[b * size + q];
    }
    return Math.exp(-energyOf(problem, w) / T + (gamma / M) * agreement);
  });
  const total = weight.reduce((a, b) => a + b);
  return Float64Array.from(weight, (x) => x / total);
}

describe('Gibbs measure', () => {
  const patterns = randomPatterns(2, 5, 3);
  const cases = costs.flatMap((cost) => [
    { title: `vanilla, ${cost} cost`, cost, gamma: 0, bank: identityBank(6, 1), K: 3 },
    { title: `RSA, ${cost} cost`, cost, gamma: 1, bank: identityBank(4, 2), K: 2 },
    ...kernelsFor(2).map(({ name, kernel }) => ({
      title: `M-cover, ${name}, ${cost} cost`,
      cost,
      gamma: 0,
      bank: randomBank(4, 2, 3, kernel),
      K: 2,
    })),
  ]);

  it.each(cases)('is left unchanged by every single-site kernel: $title', ({ cost, gamma, bank, K }) => {
    const { N: size, M, S } = bank;
    const states = configurations(size * M);
    const problem: VoteProblem = { K, cost, bank, patterns, weights: states[0] };
    const table = new AcceptanceTable({ unit: costUnit(cost, K), S, M, gamma });
    for (const T of [1, 0.15]) {
      table.setTemperature(T);
      const measure = gibbs(problem, gamma, T);
      for (let site = 0; site < size * M; site++) {
        const after = new Float64Array(states.length);
        states.forEach((weights, index) => {
          let others = 0;
          for (let a = 0; a < M; a++) others += weights[a * size + (site % size)];
          const c = weights[site] * (others - weights[site]);
          const accept = table.threshold(new RoutedVotes({ ...problem, weights }).delta(site), c) / 2 ** 32;
          after[index ^ (1 << site)] += measure[index] * accept;
          after[index] += measure[index] * (1 - accept);
        });
        after.forEach((share, index) => {
          expect(Math.abs(share - measure[index])).toBeLessThan(1e-8);
        });
      }
    }
  });

  it('is reached by a run', () => {
    const bank = randomBank(3, 2, 2, { kind: 'uniform' });
    const problem = {
      K: 3,
      cost: 'linear' as const,
      bank,
      patterns: randomPatterns(1, 5),
      weights: randomWeights(6),
    };
    const T = 0.7;
    const unit = costUnit('linear', 3);
    const random = stream(seed, 'annealing');
    const annealer = glauber({ state: new RoutedVotes(problem), bank, unit, gamma: 0, random });
    const sweeps = 60_000;
    const visits = new Float64Array(64);
    for (let i = 0; i < sweeps; i++) {
      annealer.sweep(T);
      visits[annealer.weights().reduce((bits, w, site) => bits | (w > 0 ? 1 << site : 0), 0)] += 1 / sweeps;
    }
    const measure = gibbs(problem, 0, T);
    const variation = measure.reduce((sum, share, i) => sum + Math.abs(share - visits[i]), 0) / 2;
    expect(variation).toBeLessThan(0.02);
  });
});

describe('annealing', () => {
  const size = { N: 15, D: 5, P: 30, test: 200 };
  const task = hiddenManifoldTask(size, seed);
  const base: BinaryCommitteeParams = { N: 15, K: 3, cost: 'linear', schedule, sweeps: 2 };

  it('M = 1 is the base committee, bit for bit, whatever S, Q and attraction', () => {
    for (const cost of costs) {
      const vanilla = runBinaryCommittee({ ...base, cost }, task, seed);
      for (const { kernel } of kernelsFor(1)) {
        expect(runBinaryCommittee({ ...base, cost, M: 1, S: 7, kernel }, task, seed)).toEqual(vanilla);
      }
      expect(runBinaryCommittee({ ...base, cost, M: 1, gamma: 1 }, task, seed)).toEqual(vanilla);
    }
  });

  it('identity routing is M base committees under the same proposals and words', () => {
    const kernel = { kind: 'identity' as const };
    const problem = binaryCommittee({ ...base, M: 3, S: 4, kernel }, task.train, seed);
    const routed = glauber(problem);
    const random = new Xoshiro128(problem.random.state);
    const order = Uint32Array.from({ length: 3 * 45 }, (_, site) => site);
    const copies = [0, 1, 2].map((a) => {
      const weights = problem.state.weights.slice(a * 45, (a + 1) * 45);
      return new RoutedVotes({
        K: 3,
        cost: 'linear',
        bank: identityBank(45, 1),
        patterns: task.train,
        weights,
      });
    });
    const table = new AcceptanceTable({ unit: costUnit('linear', 3), S: 1, M: 1, gamma: 0 });
    for (const T of temperatures(schedule)) {
      routed.sweep(T);
      table.setTemperature(T);
      shuffle(random, order);
      for (const site of order) {
        const copy = copies[Math.floor(site / 45)];
        if (random.next() < table.threshold(copy.delta(site % 45), 0)) copy.flip(site % 45);
      }
    }
    expect([...routed.weights()]).toEqual(copies.flatMap((copy) => [...copy.weights]));
  });

  it('finds the ground state that enumeration finds', () => {
    const bank = identityBank(9, 1);
    const patterns = randomPatterns(3, 12, 1);
    const problem = { K: 3, cost: 'linear' as const, bank, patterns, weights: randomWeights(9) };
    const least = Math.min(...configurations(9).map((w) => energyOf(problem, w)));
    const random = stream(seed, 'annealing');
    const state = new RoutedVotes(problem);
    const annealer = glauber({ state, bank, unit: costUnit('linear', 3), gamma: 0, random });
    for (const T of temperatures({ from: 1, to: 0.01, step: 0.01 })) annealer.sweep(T);
    expect(least).toBeGreaterThan(0);
    expect(annealer.energy()).toBeCloseTo(least, 12);
  });

  it.each([
    ['vanilla', {}],
    ['rsa', { M: 3, gamma: 1 }],
    ['mcover', { M: 3, S: 3, kernel: { kind: 'uniform' as const } }],
  ])('%s learns what the manifold hides', (_, coupling) => {
    const { testError, trainError } = runBinaryCommittee({ ...base, ...coupling, sweeps: 10 }, task, seed);
    expect(trainError).toBeLessThan(0.1);
    expect(testError).toBeLessThan(0.35);
  });

  it.each<[string, Partial<BinaryCommitteeParams>, string]>([
    ['data of another size', { N: 16 }, 'N'],
    ['fields beyond 16 bits', { N: 40_000 }, 'N'],
    ['more destinations than weights', { M: 2, S: 46, kernel: { kind: 'uniform' } }, 'S'],
    ['a schedule that rises', { schedule: { from: 0.1, to: 0.2, step: 0.1 } }, 'schedule/to'],
  ])('refuses %s', (_, params, path) => {
    let fault: unknown;
    try {
      runBinaryCommittee({ ...base, ...params }, task, seed);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(InputError);
    expect((fault as InputError).path).toBe(path);
  });
});
