import { bankOf, type Coupling, checkCoupling } from '../cover/coupling.ts';
import type { Labelled } from '../data/labelled.ts';
import type { CommitteeProblem } from '../engine.ts';
import { checkWhole, InputError } from '../error.ts';
import { gaussian } from '../random/gaussian.ts';
import { type Seed, stream } from '../random/stream.ts';
import { normaliseRows } from './rows.ts';

/** A committee of K hidden units of N inputs each, and how its copies are coupled. */
export interface CommitteeSize {
  readonly N: number;
  readonly K: number;
  readonly coupling: Coupling;
}

/** The faults that a schema cannot see. @throws InputError with the parameter's path. */
export function checkCommittee({ N, K, coupling }: CommitteeSize): void {
  checkWhole('N', N);
  checkWhole('K', K);
  checkCoupling(coupling, N * K);
}

/** @throws InputError where patterns have another number of inputs than a model has. */
export function checkInputs(N: number, patterns: { readonly N: number }): void {
  if (patterns.N !== N) throw new InputError('N', `${N}, but the patterns have ${patterns.N} inputs`);
}

/**
 * What a method trains. Streams are keyed by what their content depends on and never by the method, so that
 * all methods meet the same initial copies and, cover by cover, M-cover at M = 1 is SGD.
 *
 * @throws InputError as `checkCommittee`, and when the patterns have another number of inputs.
 */
export function committeeProblem(size: CommitteeSize, patterns: Labelled, seed: Seed): CommitteeProblem {
  checkCommittee(size);
  const { N, K, coupling } = size;
  checkInputs(N, patterns);
  const weights = new Float64Array(coupling.M * K * N);
  for (let a = 0; a < coupling.M; a++) {
    const random = stream(seed, 'committee weights', { N, K, cover: a });
    for (let q = 0; q < K * N; q++) weights[a * K * N + q] = gaussian(random);
  }
  normaliseRows(weights, N);
  return { N, K, bank: bankOf(coupling, K * N, seed), patterns, weights };
}
