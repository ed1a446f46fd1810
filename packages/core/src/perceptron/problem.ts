import { attractionOf, bankOf, type Coupling, checkCoupling } from '../cover/coupling.ts';
import type { AnnealingProblem } from '../engine.ts';
import { InputError } from '../error.ts';
import { initialSpins } from '../learning/glauber.ts';
import { type Seed, stream } from '../random/stream.ts';
import type { Cost } from './cost.ts';
import { mostWeights } from './margins.ts';

/** Most bytes of patterns, N·P: a trial holds some copies of them at a time. */
const mostPatternBytes = 2 ** 31;

/** Sizes of a perceptron and how its copies are coupled. */
export interface PerceptronSize {
  /** Number of weights N, and load α: P = round(αN) patterns. */
  readonly N: number;
  readonly alpha: number;
  readonly coupling: Coupling;
}

/** The faults that a schema cannot see. @throws InputError with the parameter's path. */
export function checkPerceptron({ N, alpha, coupling }: PerceptronSize): void {
  if (!(Number.isInteger(N) && N >= 1))
    throw new InputError('N', `${N} is no number of weights; take 1, 2, …`);
  if (N > mostWeights)
    throw new InputError('N', `${N} is over ${mostWeights}, the most that 16-bit margins hold`);
  checkCoupling(coupling, N);
  const P = Math.round(alpha * N);
  if (!(P >= 1)) throw new InputError('alpha', `${alpha} with N = ${N} leaves no pattern`);
  if (N * P <= mostPatternBytes) return;
  const bytes = `N·P = ${N * P} bytes, over ${mostPatternBytes}`;
  throw new InputError('alpha', `the P = ${P} patterns take ${bytes}; take a lower load or fewer weights N`);
}

/**
 * The problem that a method anneals. Each random stream is keyed by what its content depends on and never by
 * the method, so all methods meet the same patterns, and M-cover at M = 1 is vanilla annealing.
 *
 * @param data gauged patterns G[q·P + μ] (Eq. 16) of N weights.
 */
export function perceptronProblem(
  data: { readonly N: number; readonly P: number; readonly G: Int8Array },
  { cost, coupling }: { cost: Cost; coupling: Coupling },
  seed: Seed,
): AnnealingProblem {
  const { N, P, G } = data;
  const { M } = coupling;
  return {
    N,
    P,
    G,
    cost,
    bank: bankOf(coupling, N, seed),
    gamma: attractionOf(coupling),
    weights: initialSpins(N, M, seed),
    random: stream(seed, 'annealing', { N, M }),
  };
}
