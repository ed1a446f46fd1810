import { InputError } from '../error.ts';
import { uniform } from '../random/draw.ts';
import type { Random } from '../random/xoshiro.ts';

/** Most covers for which P_Q is tabulated: the table has 2^M entries. */
export const mostExactCovers = 16;

/**
 * The law of routing permutations, P_Q(ρ) = Π_a Q[a,ρ(a)] / perm(Q) (Eq. 6), by dynamic programming over
 * sets of covers: `partial[set]` is the permanent of the last |set| rows of Q on the columns of `set`, built
 * once in O(M·2^M). Exact, for M ≤ 16.
 */
export class PermanentLaw {
  /** perm(Q), the sum of Π_a Q[a,ρ(a)] over all permutations ρ. */
  readonly permanent: number;
  readonly #M: number;
  /** Q with each row scaled to a largest entry of 1, which P_Q does not see and which keeps `partial` in range. */
  readonly #Q: Float64Array;
  readonly #partial: Float64Array;

  /** @throws InputError when perm(Q) = 0: no permutation has weight. */
  constructor(Q: Float64Array, M: number) {
    if (M > mostExactCovers) throw new RangeError(`P_Q is tabulated for M ≤ ${mostExactCovers}, not ${M}`);
    const { scaled, scale } = scaleRows(Q, M);
    const partial = new Float64Array(2 ** M);
    partial[0] = 1;
    for (let set = 1; set < partial.length; set++) {
      const row = M - count(set);
      let sum = 0;
      for (let b = 0; b < M; b++) {
        if (set & (1 << b)) sum += scaled[row * M + b] * partial[set ^ (1 << b)];
      }
      partial[set] = sum;
    }
    this.#M = M;
    this.#Q = scaled;
    this.#partial = partial;
    this.permanent = scale * partial[partial.length - 1];
    if (!(partial[partial.length - 1] > 0)) {
      throw new InputError('kernel', 'perm(Q) = 0: no permutation of the covers has a positive weight');
    }
  }

  /** Draws ρ row by row, each image by its exact conditional probability, into out[offset…offset+M). */
  sample(random: Random, out: Uint8Array, offset = 0): void {
    const M = this.#M;
    const Q = this.#Q;
    const partial = this.#partial;
    let set = partial.length - 1;
    for (let a = 0; a < M; a++) {
      let rest = uniform(random) * partial[set];
      let chosen = -1;
      for (let b = 0; b < M; b++) {
        if (!(set & (1 << b))) continue;
        const weight = Q[a * M + b] * partial[set ^ (1 << b)];
        if (weight === 0) continue;
        // The last cover with weight is kept where rounding leaves a rest after it.
        chosen = b;
        rest -= weight;
        if (rest < 0) break;
      }
      out[offset + a] = chosen;
      set ^= 1 << chosen;
    }
  }

  /** P_Q(ρ). */
  probability(rho: Uint8Array): number {
    let weight = 1 / this.#partial[this.#partial.length - 1];
    for (let a = 0; a < this.#M; a++) weight *= this.#Q[a * this.#M + rho[a]];
    return weight;
  }

  /** The probabilities P(ρ(a) = b), at [a·M + b]. They are doubly stochastic, and they are not Q. */
  marginals(): Float64Array {
    const M = this.#M;
    const Q = this.#Q;
    const partial = this.#partial;
    const full = partial.length - 1;
    const marginals = new Float64Array(M * M);
    // before[set]: the weight of all ways in which the first M − |set| rows use the columns outside `set`.
    const before = new Float64Array(partial.length);
    before[full] = 1;
    for (let set = full; set > 0; set--) {
      const a = M - count(set);
      for (let b = 0; b < M; b++) {
        if (!(set & (1 << b))) continue;
        const weight = before[set] * Q[a * M + b];
        before[set ^ (1 << b)] += weight;
        marginals[a * M + b] += (weight * partial[set ^ (1 << b)]) / partial[full];
      }
    }
    return marginals;
  }
}

function scaleRows(Q: Float64Array, M: number): { scaled: Float64Array; scale: number } {
  const scaled = Float64Array.from(Q);
  let scale = 1;
  for (let a = 0; a < M; a++) {
    const row = scaled.subarray(a * M, (a + 1) * M);
    const largest = row.reduce((x, y) => Math.max(x, y));
    if (largest === 0) continue;
    scale *= largest;
    for (let b = 0; b < M; b++) row[b] /= largest;
  }
  return { scaled, scale };
}

/** How many covers a set has. */
function count(set: number): number {
  let members = 0;
  for (let rest = set; rest > 0; rest &= rest - 1) members++;
  return members;
}
