import {
  type Bank,
  type Cost,
  costUnit,
  directedLift,
  type Factor,
  glauber,
  identityBank,
  shuffle,
  spin,
  stream,
  temperatures,
} from '@mcover/core';
import { AcceptanceTable, below, votes, Xoshiro128 } from '@mcover/core/internals';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  anyCommittee,
  contextOf,
  coverOfVotes,
  randomBank,
  randomPatterns,
  type VoteProblem,
} from './committee-support.ts';
import { kernelsFor, sampledLift } from './support.ts';

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

/** The patterns as factors of Eq. 1. */
function factorsOf(problem: VoteProblem): Factor[] {
  const variables = Array.from({ length: problem.bank.N }, (_, q) => q);
  return Array.from({ length: problem.patterns.P }, (_, mu) => ({
    variables,
    loss: (J) => costOf(J, problem, mu),
  }));
}

/** (1/S) Σ_s Σ_a Σ_μ of the cost, from the definition. */
function energyOf(problem: VoteProblem, w: Int8Array): number {
  return sampledLift(factorsOf(problem), problem.bank, w);
}

describe('votes in covers', () => {
  it('fields, votes and energy are what Eq. 10 says on the routed context', () => {
    fc.assert(
      fc.property(anyProblem, (problem) => {
        const { K, bank, patterns, weights } = problem;
        const { N, P, x } = patterns;
        const cover = coverOfVotes(problem);
        expect(cover.contexts).toHaveLength(bank.S * bank.M);
        cover.contexts.forEach((state, at) => {
          const a = at % bank.M;
          const J = contextOf(bank, weights, (at - a) / bank.M, a);
          for (let mu = 0; mu < P; mu++) {
            for (let k = 0; k < K; k++) {
              let field = 0;
              for (let i = 0; i < N; i++) field += x[mu * N + i] * J[k * N + i];
              expect(state.fields[k * P + mu]).toBe(field);
            }
            expect(state.votes[mu]).toBe(votes(J, K, patterns, mu));
          }
        });
        const energy = (cover.energy() / bank.S) * costUnit(problem.cost, K);
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
      const cover = coverOfVotes(problem);
      const random = stream(seed, 'flips');
      for (let i = 0; i < 10_000; i++) cover.flip(below(random, weights.length));
      const fresh = coverOfVotes({ ...problem, weights: cover.weights });
      expect(cover.weights).not.toEqual(weights);
      cover.contexts.forEach((state, at) => {
        expect(state.fields).toEqual(fresh.contexts[at].fields);
        expect(state.votes).toEqual(fresh.contexts[at].votes);
      });
      expect(cover.energy()).toBe(fresh.energy());
    }
  });

  it('ΔE is E′ − E, both costs, every kernel', () => {
    fc.assert(
      fc.property(anyProblem, fc.nat(1e6), (problem, pick) => {
        const state = coverOfVotes(problem);
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

  it('S = all destinations is the full lift: the lifted loss of Eq. 7', () => {
    for (const cost of costs) {
      const bank = randomBank(12, 3, 12, { kind: 'uniform' });
      const weights = randomWeights(36);
      const problem = { K: 3, cost, bank, patterns: randomPatterns(4, 10), weights };
      const W = [0, 1, 2].map((a) => weights.subarray(a * 12, (a + 1) * 12));
      const route = (_: number, p: number, q: number, a: number) => bank.routes[(p * 12 + q) * 3 + a];
      const lifted = directedLift(factorsOf(problem), W, route);
      const energy = (coverOfVotes(problem).energy() / 12) * costUnit(cost, 3);
      expect(lifted).toBeGreaterThan(0);
      expect(energy).toBeCloseTo(lifted, 10);
    }
  });

  it('follow, flip by flip, the lifted loss over the sampled destinations', () => {
    fc.assert(
      fc.property(anyProblem, fc.array(fc.nat(1e6), { minLength: 1, maxLength: 20 }), (problem, picks) => {
        const cover = coverOfVotes(problem);
        const unit = costUnit(problem.cost, problem.K) / problem.bank.S;
        let energy = cover.energy();
        for (const pick of picks) {
          const site = pick % cover.weights.length;
          energy += cover.delta(site);
          cover.flip(site);
          expect(cover.energy()).toBe(energy);
          expect(energy * unit).toBeCloseTo(sampledLift(factorsOf(problem), problem.bank, cover.weights), 9);
        }
      }),
      { numRuns: 60 },
    );
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
          const accept = table.threshold(coverOfVotes({ ...problem, weights }).delta(site), c) / 2 ** 32;
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
    const annealer = glauber({ state: coverOfVotes(problem), bank, unit, gamma: 0, random });
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
  it('M = 1 is the base committee, bit for bit, whatever S and Q', () => {
    const patterns = randomPatterns(15, 30);
    const trajectory = (bank: Bank, cost: Cost) => {
      const state = coverOfVotes({ K: 3, cost, bank, patterns, weights: randomWeights(45) });
      const random = stream(seed, 'annealing');
      const annealer = glauber({ state, bank, unit: costUnit(cost, 3), gamma: 0, random });
      return Array.from(temperatures(schedule), (T) => {
        annealer.sweep(T);
        return `${annealer.weights()} ${annealer.energy()}`;
      });
    };
    for (const cost of costs) {
      const vanilla = trajectory(identityBank(45, 1), cost);
      for (const { kernel } of kernelsFor(1)) {
        expect(trajectory(randomBank(45, 1, 7, kernel), cost)).toEqual(vanilla);
      }
    }
  });

  it('identity routing is M base committees under the same proposals and words', () => {
    const patterns = randomPatterns(15, 30);
    const weights = randomWeights(3 * 45);
    const bank = randomBank(45, 3, 4, { kind: 'identity' });
    const source = stream(seed, 'annealing');
    const shared = { K: 3, cost: 'linear' as const, patterns };
    const unit = costUnit('linear', 3);
    const state = coverOfVotes({ ...shared, bank, weights });
    const routed = glauber({ state, bank, unit, gamma: 0, random: source });
    const random = new Xoshiro128(source.state);
    const order = Uint32Array.from({ length: 3 * 45 }, (_, site) => site);
    const copies = [0, 1, 2].map((a) =>
      coverOfVotes({ ...shared, bank: identityBank(45, 1), weights: weights.slice(a * 45, (a + 1) * 45) }),
    );
    const table = new AcceptanceTable({ unit, S: 1, M: 1, gamma: 0 });
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
    const state = coverOfVotes(problem);
    const annealer = glauber({ state, bank, unit: costUnit('linear', 3), gamma: 0, random });
    for (const T of temperatures({ from: 1, to: 0.01, step: 0.01 })) annealer.sweep(T);
    expect(least).toBeGreaterThan(0);
    expect(annealer.energy()).toBeCloseTo(least, 12);
  });
});
