import { checkWhole, InputError } from '../error.ts';
import { shuffle } from '../random/draw.ts';
import type { Random } from '../random/xoshiro.ts';
import { TranspositionChain } from './chain.ts';
import { type Kernel, kernelMatrix } from './kernel.ts';
import { mostExactCovers, PermanentLaw } from './permanent.ts';

/** Draws routing permutations ρ ~ P_Q (Eq. 6). */
export interface PermutationSampler {
  /** Writes ρ(0)…ρ(M−1) into out[offset…offset+M). */
  sample(random: Random, out: Uint8Array, offset?: number): void;
}

/** Most covers: a route is a byte. */
export const mostCovers = 255;

/**
 * The sampler of a kernel over M ≤ 255 covers: exact for the identity, the uniform kernel and M ≤ 16, a
 * Metropolis chain beyond.
 *
 * @example
 * const shift = { kind: 'shift', rows: () => [[0, 1, 0], [0, 0, 1], [1, 0, 0]] };
 * const rho = new Uint8Array(3);
 * permutationSampler(shift, 3).sample(stream({ root: 1, trial: 0 }, 'routes'), rho);
 * rho; // [1, 2, 0]
 *
 * @throws InputError on M that is no whole number from 1 to 255, a kernel that `kernelMatrix` refuses, or perm(Q) = 0.
 */
export function permutationSampler(kernel: Kernel, M: number): PermutationSampler {
  checkWhole('M', M);
  if (M > mostCovers) throw new InputError('M', `${M} covers are over ${mostCovers}: routes are bytes`);
  const Q = kernelMatrix(kernel, M);
  if (kernel.kind === 'identity') return { sample: (_, out, offset = 0) => identity(out, offset, M) };
  if (kernel.kind === 'uniform') {
    return {
      sample(random, out, offset = 0) {
        identity(out, offset, M);
        shuffle(random, out.subarray(offset, offset + M));
      },
    };
  }
  return M <= mostExactCovers ? new PermanentLaw(Q, M) : new TranspositionChain(Q, M);
}

/** Writes the identity permutation of M covers into out[offset…offset+M). */
export function identity(out: Uint8Array, offset: number, M: number): void {
  for (let a = 0; a < M; a++) out[offset + a] = a;
}
