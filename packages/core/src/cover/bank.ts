import { InputError } from '../error.ts';
import { choose } from '../random/draw.ts';
import type { Random } from '../random/xoshiro.ts';
import type { Kernel } from './kernel.ts';
import { identity, permutationSampler } from './sampler.ts';

/**
 * The routes of S sampled destinations: for channel s with destination p_s and every source weight q, a
 * permutation ρ_{q,s} that tells from which cover the context of cover a reads w_q. ρ is the identity at
 * q = p_s. S = N with p_s = s is the full directed lift.
 */
export interface Bank {
  /** Number of weights N, covers M and channels S. */
  readonly N: number;
  readonly M: number;
  readonly S: number;
  /** Destination p_s of each channel. */
  readonly destinations: Int32Array;
  /** ρ_{q,s}(a) at [(s·N + q)·M + a]. */
  readonly routes: Uint8Array;
  /** ρ⁻¹_{q,s}(b), the context that reads copy b of w_q, at [(s·N + q)·M + b]. */
  readonly inverses: Uint8Array;
}

/**
 * Draws a bank: destinations first, distinct (p_s = s when S = N), then ρ_{q,s} ~ P_Q channel by channel.
 *
 * @example
 * const kernel = { kind: 'directed-ring', mu: 1, sigma: 1 };
 * const bank = sampleBank({ N: 10, M: 3, S: 4, kernel }, stream({ root: 1, trial: 0 }, 'routing'));
 * bank.routes.length; // 120
 *
 * @throws InputError when S > N or the kernel cannot be sampled.
 */
export function sampleBank(
  { N, M, S, kernel }: { N: number; M: number; S: number; kernel: Kernel },
  random: Random,
): Bank {
  if (S > N) throw new InputError('S', `${S} distinct destinations do not exist among N = ${N} weights`);
  const sampler = permutationSampler(kernel, M);
  const destinations = S === N ? Int32Array.from({ length: N }, (_, p) => p) : choose(random, S, N);
  const routes = new Uint8Array(S * N * M);
  for (let s = 0; s < S; s++) {
    for (let q = 0; q < N; q++) {
      const offset = (s * N + q) * M;
      if (q === destinations[s]) identity(routes, offset, M);
      else sampler.sample(random, routes, offset);
    }
  }
  return { N, M, S, destinations, routes, inverses: invert(routes, M) };
}

/**
 * One channel in which every cover reads only itself: M uncoupled copies of the base model.
 *
 * @example
 * identityBank(3, 2).routes; // [0, 1, 0, 1, 0, 1]
 */
export function identityBank(N: number, M: number): Bank {
  const routes = new Uint8Array(N * M);
  for (let q = 0; q < N; q++) identity(routes, q * M, M);
  return { N, M, S: 1, destinations: Int32Array.of(0), routes, inverses: routes };
}

/** The inverses of permutations of M covers that lie one after the other. */
function invert(routes: Uint8Array, M: number): Uint8Array {
  const inverses = new Uint8Array(routes.length);
  for (let offset = 0; offset < routes.length; offset += M) {
    for (let a = 0; a < M; a++) inverses[offset + routes[offset + a]] = a;
  }
  return inverses;
}
