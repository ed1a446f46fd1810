import type { BinaryTask, Labelled } from '../data/labelled.ts';
import { InputError } from '../error.ts';
import { type Annealing, glauber } from '../learning/glauber.ts';
import { type Schedule, temperatures } from '../learning/schedule.ts';
import { type Cost, costUnit } from '../perceptron/cost.ts';
import { mostWeights } from '../perceptron/routed-margins.ts';
import { spin } from '../random/draw.ts';
import { type Seed, stream } from '../random/stream.ts';
import { type CommitteeShape, checkShape, committeeBank } from './bank.ts';
import { collapseCovers, hardError } from './collapse.ts';
import { RoutedVotes } from './routed-votes.ts';
import type { CommitteeResult } from './trial.ts';

/** Parameters of a trial. The optional ones say how copies are coupled, as for the perceptron: by attraction
 * (M, γ: replicated annealing), by routing (M, S, kernel: M-cover), or not at all (one copy: vanilla). */
export interface BinaryCommitteeParams extends CommitteeShape {
  cost: Cost;
  schedule: Schedule;
  /** Sweeps per temperature. */
  sweeps: number;
  /** Attraction of replicas (rsa). */
  gamma?: number;
}

/** Readout of an annealed committee: the errors of the collapsed one, Σ_a w^{(a)}, as of a trained one. */
export type BinaryCommitteeResult = Omit<CommitteeResult, 'epochs'>;

/** The faults that a schema cannot see. @throws InputError with the parameter's path. */
export function checkBinaryCommittee(params: BinaryCommitteeParams): void {
  const { N } = params;
  if (N > mostWeights)
    throw new InputError('N', `${N} is over ${mostWeights}, the most that 16-bit fields hold`);
  checkShape(params);
  temperatures(params.schedule);
}

/** What a method anneals; streams are keyed as those of the perceptron. */
export function binaryCommittee(params: BinaryCommitteeParams, patterns: Labelled, seed: Seed): Annealing {
  const { N, K, cost, M = 1, gamma = 0 } = params;
  const bank = committeeBank(params, seed);
  const weights = new Int8Array(M * K * N);
  for (let a = 0; a < M; a++) {
    const random = stream(seed, 'weights', { N: K * N, cover: a });
    for (let q = 0; q < K * N; q++) weights[a * K * N + q] = spin(random);
  }
  const state = new RoutedVotes({ K, cost, bank, patterns, weights });
  const random = stream(seed, 'annealing', { N: K * N, M });
  return { state, bank, unit: costUnit(cost, K), gamma, random };
}

/**
 * One trial: annealing from the first temperature to the last, collapse, readout. Always in plain TypeScript:
 * engines serve the perceptron.
 *
 * @throws InputError as `checkBinaryCommittee`, and when the data have another number of inputs.
 */
export function runBinaryCommittee(
  params: BinaryCommitteeParams,
  { train, test }: BinaryTask,
  seed: Seed,
): BinaryCommitteeResult {
  checkBinaryCommittee(params);
  const { N, K, M = 1, schedule, sweeps } = params;
  if (train.N !== N) throw new InputError('N', `${N}, but the patterns have ${train.N} inputs`);
  const annealer = glauber(binaryCommittee(params, train, seed));
  for (const temperature of temperatures(schedule)) {
    for (let i = 0; i < sweeps; i++) annealer.sweep(temperature);
  }
  const J = collapseCovers(annealer.weights(), M);
  return { testError: hardError(J, K, test), trainError: hardError(J, K, train) };
}
