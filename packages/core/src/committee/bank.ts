import { InputError } from '../error.ts';
import { largestBound } from '../random/draw.ts';
import { type Seed, stream } from '../random/stream.ts';
import { type Bank, identityBank, sampleBank } from '../routing/bank.ts';
import { type Kernel, kernelKey } from '../routing/kernel.ts';
import { permutationSampler } from '../routing/sampler.ts';

/** A committee of K hidden units of N inputs each, in M covers that S sampled destinations may route. */
export interface CommitteeShape {
  N: number;
  K: number;
  M?: number;
  S?: number;
  kernel?: Kernel;
}

/** The faults that a schema cannot see. @throws InputError with the parameter's path. */
export function checkShape({ N, K, M = 1, S = 1, kernel }: CommitteeShape): void {
  if (N * K * M > largestBound) {
    throw new InputError('M', `N·K·M = ${N * K * M} weight copies are over ${largestBound}`);
  }
  if (S > N * K) {
    throw new InputError('S', `${S} distinct destinations do not exist among K·N = ${N * K} weights`);
  }
  if (kernel) permutationSampler(kernel, M);
}

/**
 * The bank of a committee, over its K·N weights q = k·N + i. Without a kernel, and with one cover, which has
 * nothing to route, it is one channel of identities: M-cover at M = 1 is then the base model bit for bit.
 */
export function committeeBank({ N, K, M = 1, S, kernel }: CommitteeShape, seed: Seed): Bank {
  const size = K * N;
  if (M === 1 || S === undefined || kernel === undefined) return identityBank(size, M);
  const random = stream(seed, 'routing', { N: size, M, S, kernel: kernelKey(kernel) });
  return sampleBank({ N: size, M, S, kernel }, random);
}
