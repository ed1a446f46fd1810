import type { Cost } from './perceptron/cost.ts';
import type { Xoshiro128 } from './random/xoshiro.ts';
import type { Bank } from './routing/bank.ts';

/**
 * A perceptron to anneal: the energy of Eq. 7 with the margins of Eq. 8 routed through a bank, and the
 * attraction of replicas. Vanilla annealing is M = 1; replicated annealing is the identity bank with γ > 0.
 */
export interface AnnealingProblem {
  /** Number of weights N and of patterns P. */
  readonly N: number;
  readonly P: number;
  /** Label-gauged patterns ±1 (Eq. 16), one weight's column after the other: G[q·P + μ]. */
  readonly G: Int8Array;
  readonly cost: Cost;
  /** Routes of S sampled destinations over M covers. */
  readonly bank: Bank;
  /** γ of RSA's weight exp(−ΣE/T + (γ/M) Σ_{a<b} w^a·w^b); 0 where copies do not attract. */
  readonly gamma: number;
  /** Initial weights ±1, one cover after the other: w[a·N + q]. Not changed. */
  readonly weights: Int8Array;
  /** Source of the proposal orders and acceptance words. Not changed: an annealer works on a copy. */
  readonly random: Xoshiro128;
}

/** A running annealing, from which whole sweeps are asked. */
export interface Annealer {
  /** Proposes each of the N·M weight copies once, in shuffled order, at temperature T > 0. */
  sweep(temperature: number): void;
  /** The weights now, as in `AnnealingProblem.weights`. */
  weights(): Int8Array;
  /** (1/S) Σ_s Σ_a Σ_μ ℓ(Δ), without the attraction of replicas. */
  energy(): number;
}

/** What computes the hot loops. Every engine gives the same trajectory, bit for bit. */
export interface Engine {
  readonly name: string;
  annealer(problem: AnnealingProblem): Annealer;
}
