import {
  type CommitteeProblem,
  gaussian,
  identityBank,
  type Kernel,
  sampleBank,
  spin,
  stream,
} from '@mcover/core';
import { normaliseRows } from '@mcover/core/internals';

export interface Sizes {
  N: number;
  K: number;
  P: number;
  M: number;
  /** Without channels the copies are uncoupled. */
  S?: number;
  kernel?: Kernel;
  trial?: number;
}

/** A committee on random patterns with random labels, from random rows. */
export function committee({ N, K, P, M, S, kernel, trial = 0 }: Sizes): CommitteeProblem {
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

/** B of P patterns, out of order. */
export function batchOf(P: number, B: number, first = 0): Int32Array {
  return Int32Array.from({ length: B }, (_, b) => (P - 1 - b + first) % P);
}

/** The same committee with its one cover a. */
export function cover(problem: CommitteeProblem, a: number): CommitteeProblem {
  const { N, K, weights } = problem;
  return {
    ...problem,
    bank: identityBank(N * K, 1),
    weights: weights.slice(a * K * N, (a + 1) * K * N),
  };
}
