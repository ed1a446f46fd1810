import {
  type CommitteeProblem,
  gaussian,
  identityBank,
  type Kernel,
  sampleBank,
  spin,
  stream,
} from '@mcover/core';
import { below, normaliseRows } from '@mcover/core/internals';

/** Sizes of a committee; without channels the copies are uncoupled. */
export interface CommitteeSizes {
  readonly N: number;
  readonly K: number;
  readonly P: number;
  readonly M: number;
  readonly S?: number;
  readonly kernel?: Kernel;
  readonly trial?: number;
}

export const uniform: Kernel = { kind: 'uniform' };
export const ring: Kernel = { kind: 'directed-ring', mu: 1, sigma: 1 };
const identity: Kernel = { kind: 'identity' };

/** A committee on random patterns with random labels, from random rows. */
export function committeeOf({ N, K, P, M, S, kernel, trial = 0 }: CommitteeSizes): CommitteeProblem {
  const random = stream({ root: 21, trial }, 'test committee', { N, K, P, M });
  const draw = (length: number) => Int8Array.from({ length }, () => spin(random));
  const patterns = { N, P, x: draw(N * P), y: draw(P) };
  const weights = Float64Array.from({ length: M * K * N }, () => gaussian(random));
  normaliseRows(weights, N);
  const bank =
    S === undefined || kernel === undefined
      ? identityBank(N * K, M)
      : sampleBank({ N: N * K, M, S, kernel }, random);
  return { N, K, bank, patterns, weights };
}

/** The same committee with its one cover a. */
export function oneCover(problem: CommitteeProblem, a: number): CommitteeProblem {
  const { N, K, weights } = problem;
  const size = K * N;
  return { ...problem, bank: identityBank(size, 1), weights: weights.slice(a * size, (a + 1) * size) };
}

/** Committees that a step is made of, and patterns B of its batch. */
export const committeeTable: readonly (CommitteeSizes & { readonly B: number })[] = [
  { N: 1, K: 1, P: 1, M: 1, B: 1 },
  { N: 5, K: 1, P: 7, M: 1, B: 7 },
  { N: 5, K: 3, P: 9, M: 2, S: 1, kernel: uniform, B: 1 },
  { N: 17, K: 3, P: 33, M: 2, S: 3, kernel: ring, B: 31 },
  { N: 17, K: 9, P: 40, M: 4, S: 10, kernel: identity, B: 16 },
  { N: 31, K: 3, P: 18, M: 5, S: 7, kernel: uniform, B: 17 },
  { N: 16, K: 3, P: 32, M: 3, S: 48, kernel: ring, B: 32 },
  { N: 784, K: 1, P: 50, M: 1, B: 37 },
  { N: 784, K: 9, P: 120, M: 4, B: 100 },
  { N: 784, K: 9, P: 120, M: 4, S: 10, kernel: uniform, B: 100 },
  { N: 784, K: 3, P: 120, M: 2, S: 3, kernel: ring, B: 13 },
];

/** Committees of sizes that are drawn. */
export function* anyCommittee(count: number): Iterable<CommitteeSizes & { readonly B: number }> {
  const random = stream({ root: 3, trial: 0 }, 'committees of any size', {});
  const between = (low: number, high: number) => low + below(random, high - low + 1);
  for (let trial = 0; trial < count; trial++) {
    const [N, K, P, M] = [between(1, 70), between(1, 5), between(1, 40), between(1, 9)];
    const S = Math.min(between(0, 6), N * K);
    const kernel = [uniform, ring, identity][between(0, 2)];
    yield { N, K, P, M, trial, B: between(1, P), ...(S > 0 && { S, kernel }) };
  }
}
