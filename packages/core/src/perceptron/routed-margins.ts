import type { AnnealingProblem } from '../engine.ts';
import { InputError } from '../error.ts';
import { costInUnits } from './cost.ts';

/** Largest N: margins are kept in 16 bits. */
export const mostWeights = 32767;

/**
 * The routed margins of a bank, kept up to date under single flips:
 * m_{μ,s}^{(a)} = Σ_q G_{μq} w_q^{(ρ_{q,s}(a))} (Eq. 8 on the context of Eq. 5), O(P·S) per flip.
 */
export class RoutedMargins {
  /** m at [(s·M + a)·P + μ]. */
  readonly margins: Int16Array;
  /** Weights ±1 at [a·N + q]. */
  readonly weights: Int8Array;
  readonly #problem: AnnealingProblem;

  /** @throws InputError when N is over 32767. */
  constructor(problem: AnnealingProblem) {
    const { N, P, bank } = problem;
    if (N > mostWeights) throw new InputError('N', `${N} weights are more than 16-bit margins hold`);
    this.#problem = problem;
    this.weights = Int8Array.from(problem.weights);
    this.margins = new Int16Array(bank.S * bank.M * P);
    for (let site = 0; site < this.weights.length; site++) this.#add(site, this.weights[site]);
  }

  /**
   * How much the energy would change if the weight at `site` = b·N + q were flipped: an integer k, where
   * ΔE = (k/S) · costUnit. Every channel contributes the change of one cover's margins, a = ρ⁻¹_{q,s}(b).
   */
  delta(site: number): number {
    const { N, P, G, cost, bank } = this.#problem;
    const m = this.margins;
    const q = site % N;
    const b = (site - q) / N;
    const step = 2 * this.weights[site];
    const column = q * P;
    let before = 0;
    let after = 0;
    for (let s = 0; s < bank.S; s++) {
      const a = bank.inverses[(s * N + q) * bank.M + b];
      const row = (s * bank.M + a) * P;
      if (cost === 'linear') {
        for (let mu = 0; mu < P; mu++) {
          const old = m[row + mu];
          const now = old - step * G[column + mu];
          before -= Math.min(old, 0);
          after -= Math.min(now, 0);
        }
      } else {
        for (let mu = 0; mu < P; mu++) {
          const old = m[row + mu];
          const now = old - step * G[column + mu];
          before += old < 0 ? 1 : 0;
          after += now < 0 ? 1 : 0;
        }
      }
    }
    return cost === 'linear' && N % 2 === 0 ? (after - before) / 2 : after - before;
  }

  /** Flips the weight at `site` and moves the margins that read it. */
  flip(site: number): void {
    this.#add(site, -2 * this.weights[site]);
    this.weights[site] = -this.weights[site];
  }

  /** S times the energy, in units of cost: Σ_s Σ_a Σ_μ ℓ. */
  energy(): number {
    const { N, cost } = this.#problem;
    return this.margins.reduce((sum, m) => sum + costInUnits(cost, N, m), 0);
  }

  /** Adds amount·G_{μq} to the margins that read the weight at `site`. */
  #add(site: number, amount: number): void {
    const { N, P, G, bank } = this.#problem;
    const m = this.margins;
    const q = site % N;
    const b = (site - q) / N;
    for (let s = 0; s < bank.S; s++) {
      const a = bank.inverses[(s * N + q) * bank.M + b];
      const row = (s * bank.M + a) * P;
      for (let mu = 0; mu < P; mu++) m[row + mu] += amount * G[q * P + mu];
    }
  }
}
