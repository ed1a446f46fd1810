import { InputError } from '../error.ts';
import { below, uniform } from '../random/draw.ts';
import type { Random } from '../random/xoshiro.ts';

/**
 * P_Q (Eq. 6) for any number of covers, by a Metropolis chain of transpositions: exchange the images of two
 * covers a, b with probability min(1, Q[a,ρb]·Q[b,ρa] / (Q[a,ρa]·Q[b,ρb])).
 *
 * It starts from a permutation that follows the largest entries of Q and takes 20·M² proposals as burn-in,
 * then 2·M² between samples, which are therefore nearly but not exactly independent: a label needs of order
 * M proposals to be picked once, and on a narrow ring of order M of those to wander round it. A custom Q with
 * zeros may split the permutations into parts that transpositions do not connect.
 */
export class TranspositionChain {
  readonly #M: number;
  readonly #Q: Float64Array;
  readonly #rho: Int32Array;
  #burnt = false;

  /** @throws InputError when perm(Q) = 0. */
  constructor(Q: Float64Array, M: number) {
    this.#M = M;
    this.#Q = Q;
    this.#rho = heavyMatching(Q, M);
  }

  /** The chain's next permutation, into out[offset…offset+M). */
  sample(random: Random, out: Uint8Array, offset = 0): void {
    const M = this.#M;
    const proposals = (this.#burnt ? 2 : 20) * M * M;
    for (let i = 0; i < proposals; i++) this.#propose(random);
    this.#burnt = true;
    for (let a = 0; a < M; a++) out[offset + a] = this.#rho[a];
  }

  #propose(random: Random): void {
    const M = this.#M;
    const Q = this.#Q;
    const rho = this.#rho;
    const a = below(random, M);
    const b = below(random, M);
    const now = Q[a * M + rho[a]] * Q[b * M + rho[b]];
    const then = Q[a * M + rho[b]] * Q[b * M + rho[a]];
    if (uniform(random) * now >= then) return;
    const image = rho[a];
    rho[a] = rho[b];
    rho[b] = image;
  }
}

/** A permutation of positive weight, heavy entries first: augmenting paths (Kuhn) on the positive entries. */
function heavyMatching(Q: Float64Array, M: number): Int32Array {
  const owner = new Int32Array(M).fill(-1);
  const preference = Array.from({ length: M }, (_, a) =>
    Array.from({ length: M }, (_, b) => b)
      .filter((b) => Q[a * M + b] > 0)
      .sort((b, c) => Q[a * M + c] - Q[a * M + b]),
  );
  const assign = (a: number, tried: Set<number>): boolean =>
    preference[a].some((b) => {
      if (tried.has(b)) return false;
      tried.add(b);
      if (owner[b] >= 0 && !assign(owner[b], tried)) return false;
      owner[b] = a;
      return true;
    });
  const rho = new Int32Array(M);
  for (let a = 0; a < M; a++) {
    if (!assign(a, new Set())) {
      throw new InputError('kernel', 'perm(Q) = 0: no permutation of the covers has a positive weight');
    }
  }
  owner.forEach((a, b) => {
    rho[a] = b;
  });
  return rho;
}
