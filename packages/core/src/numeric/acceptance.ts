import { InputError } from '../error.ts';
import { exp } from './exp.ts';

/** Threshold of a proposal that every word but the last accepts. */
const always = 2 ** 32 - 1;

/** Thresholds are 0 above this x, and 2³² − 1 below minus it: ln(2³³ − 1) = 22.874 and a margin for rounding. */
const saturation = 22.9;

/** Largest number of words in a table (64 MiB). */
const largestTable = 2 ** 24;

/**
 * Threshold of the Glauber probability 1/(1 + eˣ): a proposal is accepted if a random 32-bit word is below it.
 * The probability is rounded to a multiple of 2⁻³², halves up, and kept below 1.
 */
export function acceptanceThreshold(x: number): number {
  return Math.min(Math.floor(2 ** 32 / (1 + exp(x)) + 0.5), always);
}

/** What the energy of a proposal is made of; `unit`·k/S is ΔE, and γ the attraction of M replicas. */
export interface AcceptanceScale {
  unit: number;
  S: number;
  M: number;
  gamma: number;
}

/**
 * Acceptance thresholds of one temperature T, for x = ΔE/T + 2γc/M with ΔE = unit·(k/S). k/S is computed first: a
 * correctly rounded quotient depends only on the fraction's value, so problems that differ by a common factor of k
 * and S have the same thresholds.
 */
export class AcceptanceTable {
  /**
   * Thresholds at [row·stride + k + reach], k = −reach…reach, in the first rows·stride words; row = c + M − 1, or 0
   * where γ = 0 and c plays no part. Replaced by a longer array when a temperature needs one.
   */
  values = new Uint32Array(0);
  /** Smallest K such that, for every c, thresholds are 0 for k > K and 2³² − 1 for k < −K. */
  reach = 0;
  /** 2·reach + 1. */
  stride = 1;
  /** 2M − 1, or 1 where γ = 0. */
  readonly rows: number;
  readonly #scale: AcceptanceScale;
  readonly #largestC: number;

  constructor(scale: AcceptanceScale) {
    this.#scale = scale;
    this.#largestC = scale.gamma === 0 ? 0 : scale.M - 1;
    this.rows = 2 * this.#largestC + 1;
  }

  /** Fills the table for the temperature T > 0. */
  setTemperature(T: number): void {
    this.setReach(T);
    const { rows } = this;
    const { unit, S } = this.#scale;
    if (this.values.length < rows * this.stride) this.values = new Uint32Array(rows * this.stride);
    let index = 0;
    for (let row = 0; row < rows; row++) {
      const attraction = this.attraction(row);
      for (let k = -this.reach; k <= this.reach; k++) {
        this.values[index++] = acceptanceThreshold(((k / S) * unit) / T + attraction);
      }
    }
  }

  /** Sets the reach and the stride for the temperature T > 0, for whoever fills a table of their own. */
  setReach(T: number): void {
    if (!(T > 0)) throw new InputError('schedule', `a temperature must be above 0; ${T} is not`);
    this.reach = this.#findReach(T);
    this.stride = 2 * this.reach + 1;
  }

  /** Threshold of a proposal with reduced energy k, in which c more of the other replicas agree than differ. */
  threshold(k: number, c: number): number {
    if (k > this.reach) return 0;
    if (k < -this.reach) return always;
    const row = this.rows === 1 ? 0 : c + this.#largestC;
    return this.values[row * this.stride + k + this.reach];
  }

  /** 2γc/M of a row. */
  attraction(row: number): number {
    return (2 * this.#scale.gamma * (row - this.#largestC)) / this.#scale.M;
  }

  /** Comes down from a k that is surely saturated; the extreme c are the last to saturate. */
  #findReach(T: number): number {
    const { unit, S } = this.#scale;
    const most = this.attraction(this.rows - 1);
    const bound = Math.ceil(((saturation + most) * T * S) / unit);
    if (!(this.rows * (2 * bound + 1) <= largestTable)) {
      throw new InputError(
        'schedule/from',
        `at the temperature ${T}, against steps of ${unit / S} in energy, the acceptance table would take more than 2²⁴ words; lower it`,
      );
    }
    const saturated = (k: number): boolean => {
      const x = ((k / S) * unit) / T;
      return acceptanceThreshold(x - most) === 0 && acceptanceThreshold(-x + most) === always;
    };
    let reach = bound;
    while (reach > 0 && saturated(reach)) reach--;
    return reach;
  }
}
