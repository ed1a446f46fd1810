import type { Labelled } from '../data/labelled.ts';
import type { DiscreteState } from '../learning/glauber.ts';
import { type Cost, costInUnits } from '../perceptron/cost.ts';
import type { Bank } from '../routing/bank.ts';

/** A committee of weights ±1 whose hidden fields a bank routes. */
export interface VoteProblem {
  /** Number of hidden units. */
  readonly K: number;
  /** Cost of the margin Δ = y K^{−1/2} Σ_k sign(F_k), an integer over √K like the margin of a perceptron. */
  readonly cost: Cost;
  /** Routes over the K·N weights, q = k·N + i. */
  readonly bank: Bank;
  readonly patterns: Labelled;
  /** Weights ±1, one cover after the other: w[(a·K + k)·N + i]. Not changed. */
  readonly weights: Int8Array;
}

/**
 * The routed hidden fields of a binary committee (Eq. 10) and their votes, integers kept up to date under single
 * flips. A flip moves one hidden field in each channel, and a vote where that field changes sign: with the votes
 * kept, a proposal takes O(P·S), where recomputing them from the fields takes the paper's O(P·S·K).
 *
 * A field of 0 votes +1. A tied vote, which an even K allows, costs nothing, whatever the label.
 */
export class RoutedVotes implements DiscreteState {
  /** F at [((s·M + a)·K + k)·P + μ]. */
  readonly fields: Int16Array;
  /** Σ_k sign(F_k) at [(s·M + a)·P + μ]. */
  readonly votes: Int16Array;
  readonly weights: Int8Array;
  readonly #problem: VoteProblem;
  /** Patterns by input, one column after the other: x[i·P + μ]. */
  readonly #x: Int8Array;

  constructor(problem: VoteProblem) {
    const { K, bank, patterns } = problem;
    const { N, P, x } = patterns;
    this.#problem = problem;
    this.#x = Int8Array.from(x, (_, at) => x[(at % P) * N + Math.floor(at / P)]);
    this.weights = Int8Array.from(problem.weights);
    this.fields = new Int16Array(bank.S * bank.M * K * P);
    this.votes = new Int16Array(bank.S * bank.M * P).fill(K);
    for (let site = 0; site < this.weights.length; site++) this.#add(site, this.weights[site]);
  }

  delta(site: number): number {
    const { K, cost, patterns } = this.#problem;
    const { P, y } = patterns;
    const step = 2 * this.weights[site];
    let change = 0;
    this.#forEachReader(site, (field, vote, column) => {
      for (let mu = 0; mu < P; mu++) {
        const turn = turned(this.fields[field + mu], -step * this.#x[column + mu]);
        if (turn === 0) continue;
        const margin = y[mu] * this.votes[vote + mu];
        change += costInUnits(cost, K, margin + y[mu] * turn) - costInUnits(cost, K, margin);
      }
    });
    return change;
  }

  flip(site: number): void {
    this.#add(site, -2 * this.weights[site]);
    this.weights[site] = -this.weights[site];
  }

  energy(): number {
    const { K, cost, patterns } = this.#problem;
    const { P, y } = patterns;
    return this.votes.reduce((sum, vote, at) => sum + costInUnits(cost, K, y[at % P] * vote), 0);
  }

  /** Adds amount·x_{μi} to the fields that read the weight at `site`, and moves the votes that turn. */
  #add(site: number, amount: number): void {
    const { P } = this.#problem.patterns;
    this.#forEachReader(site, (field, vote, column) => {
      for (let mu = 0; mu < P; mu++) {
        const addend = amount * this.#x[column + mu];
        this.votes[vote + mu] += turned(this.fields[field + mu], addend);
        this.fields[field + mu] += addend;
      }
    });
  }

  /** In every channel, where the fields and votes begin that read the weight at `site`, and its inputs. */
  #forEachReader(site: number, visit: (field: number, vote: number, column: number) => void): void {
    const { K, bank, patterns } = this.#problem;
    const { N, P } = patterns;
    const { M, S } = bank;
    const q = site % bank.N;
    const b = (site - q) / bank.N;
    const i = q % N;
    const k = (q - i) / N;
    for (let s = 0; s < S; s++) {
      const reader = s * M + bank.inverses[(s * bank.N + q) * M + b];
      visit((reader * K + k) * P, reader * P, i * P);
    }
  }
}

/** Change of sign(F), with sign(0) = +1, when `addend` is added to a field. */
function turned(field: number, addend: number): number {
  return (field + addend >= 0 ? 1 : -1) - (field >= 0 ? 1 : -1);
}
