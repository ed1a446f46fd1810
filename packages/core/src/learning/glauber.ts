import type { Annealer, AnnealingProblem } from '../engine.ts';
import { InputError } from '../error.ts';
import { AcceptanceTable } from '../numeric/acceptance.ts';
import { shuffle, spin } from '../random/draw.ts';
import { type Seed, stream } from '../random/stream.ts';
import { Xoshiro128 } from '../random/xoshiro.ts';

/** A model of weights ±1 in M covers that keeps what a flip depends on up to date. A site is a·N + q. */
export interface DiscreteState {
  /** Weights ±1, one cover after the other: w[a·N + q]. */
  readonly weights: Int8Array;
  /** Change of `energy` if the weight at `site` were flipped. */
  delta(site: number): number;
  /** Flips the weight at `site`. */
  flip(site: number): void;
  /** S times the energy, in units of cost: an integer. */
  energy(): number;
}

/** What to anneal: E = (unit/S)·energy() of the state, with M copies that may attract each other. */
export interface Annealing {
  readonly state: DiscreteState;
  /** Numbers of weights of one cover, of covers, of channels. */
  readonly bank: { readonly N: number; readonly M: number; readonly S: number };
  readonly unit: number;
  /** γ of the weight exp(−E/T + (γ/M) Σ_{a<b} w^a·w^b); 0 where copies do not attract. */
  readonly gamma: number;
  /** Source of orders and acceptance words. Not changed: the annealer works on a copy. */
  readonly random: Xoshiro128;
  /** As in `AnnealingProblem`. */
  readonly order?: AnnealingProblem['order'];
}

/**
 * Glauber annealing in plain TypeScript, for every discrete model, and the reference for every other engine. A
 * proposal at site b·N + q is accepted with probability 1/(1 + exp(ΔE/T + 2γc/M)), where
 * c = w_q^{(b)} Σ_{a≠b} w_q^{(a)} counts the replicas that agree (replicated annealing; γ = 0 otherwise). It
 * always takes one random word.
 *
 * A sweep throws an InputError where a change of energy is no integer.
 *
 * @example
 * const field = (w) => ({
 *   delta: (q) => w[q],
 *   flip(q) {
 *     w[q] = -w[q];
 *   },
 *   energy: () => w.filter((spin) => spin < 0).length,
 * });
 * const seed = { root: 1, trial: 0 };
 * const bank = identityBank(8, 1);
 * const state = coverOf(bank, initialSpins(8, 1, seed), field);
 * const annealer = glauber({ state, bank, unit: 1, gamma: 0, random: stream(seed, 'annealing') });
 * for (let i = 0; i < 3; i++) annealer.sweep(0.01);
 * annealer.weights(); // [1, 1, 1, 1, 1, 1, 1, 1]
 * annealer.energy(); // 0
 */
export function glauber({ state, bank, unit, gamma, random: source, order: first }: Annealing): Annealer {
  const { N, M, S } = bank;
  const random = new Xoshiro128(source.state);
  const table = new AcceptanceTable({ unit, S, M, gamma });
  const order = first ? Uint32Array.from(first) : Uint32Array.from(state.weights, (_, site) => site);

  return {
    sweep(temperature) {
      table.setTemperature(temperature);
      let accepted = 0;
      shuffle(random, order);
      for (const site of order) {
        const word = random.next();
        const c = gamma === 0 ? 0 : agreement(state.weights, site, N);
        const change = state.delta(site);
        if (!Number.isInteger(change))
          throw new InputError('delta', `${String(change)} at weight ${site} is no whole number of units`);
        if (word >= table.threshold(change, c)) continue;
        state.flip(site);
        accepted++;
      }
      return accepted;
    },
    weights: () => Int8Array.from(state.weights),
    energy: () => (state.energy() / S) * unit,
    snapshot: () => ({
      weights: Int8Array.from(state.weights),
      random: new Xoshiro128(random.state),
      order: Uint32Array.from(order),
    }),
  };
}

/**
 * Initial weights ±1 of M covers, w[a·N + q], each cover from a stream of its own.
 *
 * @example
 * const spins = initialSpins(4, 2, { root: 1, trial: 0 });
 * spins.every((w) => w === 1 || w === -1); // true
 * spins.slice(0, 4).join() === initialSpins(4, 1, { root: 1, trial: 0 }).join(); // true
 */
export function initialSpins(N: number, M: number, seed: Seed): Int8Array {
  const weights = new Int8Array(M * N);
  for (let a = 0; a < M; a++) {
    const random = stream(seed, 'weights', { N, cover: a });
    for (let q = 0; q < N; q++) weights[a * N + q] = spin(random);
  }
  return weights;
}

/** c = w_q^{(b)} Σ_{a≠b} w_q^{(a)}: how many more replicas agree with the weight at `site` than differ. */
function agreement(weights: Int8Array, site: number, N: number): number {
  let sum = 0;
  for (let other = site % N; other < weights.length; other += N) sum += weights[other];
  return weights[site] * (sum - weights[site]);
}
