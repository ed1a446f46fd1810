import type { PlainState } from '../cover/state.ts';
import type { Labelled } from '../data/labelled.ts';
import { type Cost, costInUnits } from '../perceptron/cost.ts';

/** A committee of weights ±1, without them. */
export interface VotePatterns {
  /** Number of hidden units. */
  readonly K: number;
  /** Cost of the margin Δ = y K^{−1/2} Σ_k sign(F_k), an integer over √K like the margin of a perceptron. */
  readonly cost: Cost;
  readonly patterns: Labelled;
  /** The inputs of the patterns, one column after the other: x[i·P + μ]. */
  readonly columns: Int8Array;
}

/**
 * Patterns and their columns, which all contexts share.
 *
 * @example
 * const { train } = hiddenManifoldTask({ N: 21, D: 5, P: 40, test: 1 }, { root: 1, trial: 0 });
 * const patterns = votePatterns(3, 'linear', train);
 * patterns.columns.length; // 840
 */
export function votePatterns(K: number, cost: Cost, patterns: Labelled): VotePatterns {
  const { N, P, x } = patterns;
  return {
    K,
    cost,
    patterns,
    columns: Int8Array.from(x, (_, at) => x[(at % P) * N + Math.floor(at / P)]),
  };
}

/**
 * A committee of K·N weights ±1, q = k·N + i, by its hidden fields F_{μk} (Eq. 9) and their votes Σ_k sign(F_{μk}),
 * integers kept up to date under single flips. A flip moves one hidden field, and a vote where that field changes
 * sign: with the votes kept a proposal takes O(P), where recomputing them from the fields takes O(P·K).
 *
 * A field of 0 votes +1. A tied vote, which an even K allows, costs nothing, whatever the label.
 *
 * @example
 * const { train } = hiddenManifoldTask({ N: 21, D: 5, P: 40, test: 1 }, { root: 1, trial: 0 });
 * const committee = new Votes(votePatterns(3, 'linear', train), new Int8Array(63).fill(1));
 * const expected = committee.energy() + committee.delta(5);
 * committee.flip(5);
 * committee.energy() === expected; // true
 */
export class Votes implements PlainState {
  /** F at [k·P + μ]. */
  readonly fields: Int16Array;
  /** Σ_k sign(F_k) at [μ]. */
  readonly votes: Int16Array;
  readonly weights: Int8Array;
  readonly #problem: VotePatterns;

  constructor(problem: VotePatterns, weights: Int8Array) {
    const { K, patterns } = problem;
    this.#problem = problem;
    this.weights = Int8Array.from(weights);
    this.fields = new Int16Array(K * patterns.P);
    this.votes = new Int16Array(patterns.P).fill(K);
    for (let q = 0; q < weights.length; q++) this.#add(q, weights[q]);
  }

  delta(q: number): number {
    const { K, cost, patterns, columns } = this.#problem;
    const { P, y } = patterns;
    const step = 2 * this.weights[q];
    const { field, column } = this.#placesOf(q);
    let change = 0;
    for (let mu = 0; mu < P; mu++) {
      const turn = turned(this.fields[field + mu], -step * columns[column + mu]);
      if (turn === 0) continue;
      const margin = y[mu] * this.votes[mu];
      change += costInUnits(cost, K, margin + y[mu] * turn) - costInUnits(cost, K, margin);
    }
    return change;
  }

  flip(q: number): void {
    this.#add(q, -2 * this.weights[q]);
    this.weights[q] = -this.weights[q];
  }

  energy(): number {
    const { K, cost, patterns } = this.#problem;
    return this.votes.reduce((sum, vote, mu) => sum + costInUnits(cost, K, patterns.y[mu] * vote), 0);
  }

  /** Adds amount·x_{μi} to the fields of the unit of weight q, and moves the votes that turn. */
  #add(q: number, amount: number): void {
    const { patterns, columns } = this.#problem;
    const { field, column } = this.#placesOf(q);
    for (let mu = 0; mu < patterns.P; mu++) {
      const addend = amount * columns[column + mu];
      this.votes[mu] += turned(this.fields[field + mu], addend);
      this.fields[field + mu] += addend;
    }
  }

  /** Where the fields of the unit k and the inputs i of weight q = k·N + i begin. */
  #placesOf(q: number) {
    const { N, P } = this.#problem.patterns;
    const i = q % N;
    return { field: ((q - i) / N) * P, column: i * P };
  }
}

/** Change of sign(F), with sign(0) = +1, when `addend` is added to a field. */
function turned(field: number, addend: number): number {
  return (field + addend >= 0 ? 1 : -1) - (field >= 0 ? 1 : -1);
}
