import {
  type Bank,
  type Cost,
  coverOf,
  type Kernel,
  type Labelled,
  sampleBank,
  spin,
  stream,
  Votes,
  votePatterns,
} from '@mcover/core';
import fc from 'fast-check';
import { kernelsFor } from './support.ts';

/** P random patterns of N inputs with random labels. */
export function randomPatterns(N: number, P: number, trial = 0): Labelled {
  const random = stream({ root: 9, trial }, 'test patterns', { N, P });
  const draw = (length: number) => Int8Array.from({ length }, () => spin(random));
  return { N, P, x: draw(N * P), y: draw(P) };
}

/** A bank over `size` weights. */
export function randomBank(size: number, M: number, S: number, kernel: Kernel, trial = 0) {
  return sampleBank({ N: size, M, S, kernel }, stream({ root: 9, trial }, 'test bank', { size, M, S }));
}

/** Small committees of every shape under every kind of kernel, S from one channel to all of them. */
export const anyCommittee = fc
  .record({
    N: fc.integer({ min: 1, max: 6 }),
    K: fc.integer({ min: 1, max: 4 }),
    M: fc.integer({ min: 1, max: 4 }),
    P: fc.integer({ min: 1, max: 8 }),
    kind: fc.nat(5),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    trial: fc.nat(1000),
  })
  .map(({ N, K, M, P, kind, share, trial }) => {
    const S = 1 + Math.floor(share * (N * K - 1));
    const bank = randomBank(N * K, M, S, kernelsFor(M)[kind].kernel, trial);
    return { N, K, P, bank, patterns: randomPatterns(N, P, trial), trial };
  });

/** The weights that channel s and cover a of a bank read, straight from its routes. */
export function contextOf(
  bank: { N: number; M: number; routes: Uint8Array },
  w: ArrayLike<number>,
  s: number,
  a: number,
): number[] {
  return Array.from({ length: bank.N }, (_, q) => w[bank.routes[(s * bank.N + q) * bank.M + a] * bank.N + q]);
}

/** A committee of weights ±1 in covers. */
export interface VoteProblem {
  readonly K: number;
  readonly cost: Cost;
  readonly bank: Bank;
  readonly patterns: Labelled;
  readonly weights: Int8Array;
}

/** The cover of its votes. */
export function coverOfVotes({ K, cost, bank, patterns, weights }: VoteProblem) {
  const shared = votePatterns(K, cost, patterns);
  return coverOf(bank, weights, (w) => new Votes(shared, w));
}
