import type { PlainState } from '../cover/state.ts';
import { InputError } from '../error.ts';
import { type Cost, costInUnits } from './cost.ts';

/** Largest N: margins are kept in 16 bits. */
export const mostWeights = 32767;

/** A perceptron without its weights. */
export interface PerceptronPatterns {
  /** Number of weights N and of patterns P. */
  readonly N: number;
  readonly P: number;
  /** Label-gauged patterns ±1 (Eq. 16), one weight's column after the other: G[q·P + μ]. */
  readonly G: Int8Array;
  readonly cost: Cost;
}

/**
 * A binary perceptron by its integer margins m_μ = Σ_q G_{μq} w_q (Eq. 8), kept up to date under single flips: O(P)
 * each. The energy is Σ_μ ℓ(m_μ/√N) in units of `costUnit`.
 *
 * @example
 * // One pattern of three weights: m = 1 + 1 − 1.
 * const patterns = { N: 3, P: 1, G: Int8Array.of(1, 1, -1), cost: 'linear' };
 * const perceptron = new Margins(patterns, Int8Array.of(1, 1, 1));
 * perceptron.margins; // [1]
 * perceptron.delta(0); // 1
 */
export class Margins implements PlainState {
  /** m at [μ]. */
  readonly margins: Int16Array;
  /** Weights ±1 at [q]. */
  readonly weights: Int8Array;
  readonly #patterns: PerceptronPatterns;

  /** @throws InputError when N is over 32767. */
  constructor(patterns: PerceptronPatterns, weights: Int8Array) {
    const { N, P } = patterns;
    if (N > mostWeights) throw new InputError('N', `${N} weights are more than 16-bit margins hold`);
    this.#patterns = patterns;
    this.weights = Int8Array.from(weights);
    this.margins = new Int16Array(P);
    for (let q = 0; q < N; q++) this.#add(q, weights[q]);
  }

  delta(q: number): number {
    const { N, P, G, cost } = this.#patterns;
    const m = this.margins;
    const step = 2 * this.weights[q];
    const column = q * P;
    let change = 0;
    if (cost === 'linear') {
      for (let mu = 0; mu < P; mu++) {
        const old = m[mu];
        change += Math.min(old, 0) - Math.min(old - step * G[column + mu], 0);
      }
      return N % 2 === 0 ? change / 2 : change;
    }
    for (let mu = 0; mu < P; mu++) {
      const old = m[mu];
      change += (old - step * G[column + mu] < 0 ? 1 : 0) - (old < 0 ? 1 : 0);
    }
    return change;
  }

  flip(q: number): void {
    this.#add(q, -2 * this.weights[q]);
    this.weights[q] = -this.weights[q];
  }

  energy(): number {
    const { N, cost } = this.#patterns;
    return this.margins.reduce((sum, m) => sum + costInUnits(cost, N, m), 0);
  }

  /** Adds amount·G_{μq} to the margins. */
  #add(q: number, amount: number): void {
    const { P, G } = this.#patterns;
    const m = this.margins;
    for (let mu = 0; mu < P; mu++) m[mu] += amount * G[q * P + mu];
  }
}
