import { InputError } from '../error.ts';
import type { Random } from '../random/xoshiro.ts';
import { type Kernel, kernelMatrix } from './kernel.ts';
import { mostExactCovers, PermanentLaw } from './permanent.ts';
import { permutationSampler } from './sampler.ts';
import { sinkhorn } from './sinkhorn.ts';

/**
 * Mixing matrices of block messages (Eq. 14), M×M and doubly stochastic: how much cover b reads of the message
 * of cover a, at [b·M + a]. There are three, and they differ.
 */

/** `count` mixers Q̂ one after the other: each the share of S sampled permutations of its own with ρ(b) = a. */
export function empiricalMixers(
  kernel: Kernel,
  M: number,
  S: number,
  count: number,
  random: Random,
): Float64Array {
  const sampler = permutationSampler(kernel, M);
  const rho = new Uint8Array(M);
  const counts = new Float64Array(count * M * M);
  for (let mixer = 0; mixer < counts.length; mixer += M * M) {
    for (let s = 0; s < S; s++) {
      sampler.sample(random, rho);
      for (let b = 0; b < M; b++) counts[mixer + b * M + rho[b]] += 1;
    }
  }
  return counts.map((times) => times / S);
}

/**
 * The marginals P(ρ(b) = a) of P_Q, to which Q̂ tends as S grows; M ≤ 16.
 *
 * @throws InputError beyond 16 covers.
 */
export function marginalMixer(kernel: Kernel, M: number): Float64Array {
  if (M > mostExactCovers) {
    throw new InputError('M', `exact marginals are there for M ≤ ${mostExactCovers} covers, not ${M}`);
  }
  return new PermanentLaw(kernelMatrix(kernel, M), M).marginals();
}

/** The kernel Q itself, balanced to unit row and column sums: the paper's exact-Q mixing. */
export function exactMixer(kernel: Kernel, M: number): Float64Array {
  return sinkhorn(kernelMatrix(kernel, M), M);
}
