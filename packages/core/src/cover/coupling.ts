import { InputError } from '../error.ts';
import { largestBound } from '../random/draw.ts';
import { type Seed, stream } from '../random/stream.ts';
import { type Bank, identityBank, sampleBank } from './bank.ts';
import { type Kernel, kernelKey } from './kernel.ts';
import { permutationSampler } from './sampler.ts';

/**
 * How the M copies of a model know of each other: not at all, by attraction (replicated annealing and descent), or by
 * routing (M-cover). There is nothing between: half a coupling, such as a kernel without S, cannot be said.
 */
export type Coupling =
  | { readonly kind: 'alone'; readonly M: number }
  /** `strength` is γ of replicated annealing or g of replicated descent, which grows by `growth` each epoch. */
  | { readonly kind: 'attraction'; readonly M: number; readonly strength: number; readonly growth: number }
  /** S sampled destinations, or permutations of a mixer, and the kernel Q that permutations are drawn from. */
  | { readonly kind: 'routing'; readonly M: number; readonly S: number; readonly kernel: Kernel };

/** A coupling as records have it, flat among other parameters. */
export interface FlatCoupling {
  readonly M?: number | undefined;
  readonly S?: number | undefined;
  readonly kernel?: Kernel | undefined;
  readonly [other: string]: unknown;
}

/** Attraction of replicas as records have it: `gamma` of annealing, `attraction` and its growth of descent. */
export interface FlatAttraction {
  readonly strength?: number | undefined;
  readonly growth?: number | undefined;
}

/**
 * The coupling that flat parameters mean: routing by `kernel` and `S`, attraction by its strength, M copies alone
 * without any, and one copy without `M`.
 *
 * @example
 * couplingOf({ M: 3 }); // { kind: 'alone', M: 3 }
 * couplingOf({ M: 3 }, { strength: 0.5 }); // { kind: 'attraction', M: 3, strength: 0.5, growth: 1 }
 * couplingOf({ M: 3, S: 10, kernel: { kind: 'uniform' } }).kind; // 'routing'
 * couplingOf({ M: 3, S: 10 }); // throws kernel: S = 10 destinations need a kernel
 *
 * @throws InputError for half a coupling, for two, and for an M that is no number of copies.
 */
export function couplingOf(
  { M, S, kernel }: FlatCoupling,
  { strength, growth = 1 }: FlatAttraction = {},
): Coupling {
  if (kernel !== undefined && S === undefined)
    throw new InputError('S', 'a kernel routes S destinations; give S');
  if (S !== undefined && kernel === undefined)
    throw new InputError('kernel', `S = ${S} destinations need a kernel, such as { kind: 'uniform' }`);
  if (M === undefined) {
    if (kernel !== undefined) throw new InputError('M', 'a kernel routes M covers; give M');
    if (strength !== undefined) throw new InputError('M', 'attraction is between M replicas; give M');
    return { kind: 'alone', M: 1 };
  }
  if (!(Number.isInteger(M) && M >= 1))
    throw new InputError('M', `${M} is no number of copies; take 1, 2, …`);
  if (kernel !== undefined) {
    if (strength === undefined) return { kind: 'routing', M, S: S!, kernel };
    throw new InputError('kernel', 'copies are either routed or attract each other; drop one of the two');
  }
  return strength === undefined ? { kind: 'alone', M } : { kind: 'attraction', M, strength, growth };
}

/** Whether covers read from one another. One cover has nothing to route: M-cover at M = 1 is the base model. */
export function isRouted(coupling: Coupling): coupling is Coupling & { kind: 'routing' } {
  return coupling.kind === 'routing' && coupling.M > 1;
}

/** Strength of the attraction of replicas; 0 where there is none. One copy is its own mean. */
export function attractionOf(coupling: Coupling): number {
  return coupling.kind === 'attraction' && coupling.M > 1 ? coupling.strength : 0;
}

/**
 * The faults of a coupling of a model of N weights that a schema cannot see.
 *
 * @throws InputError with the parameter's path.
 */
export function checkCoupling(coupling: Coupling, N: number): void {
  const { M } = coupling;
  if (N * M > largestBound) {
    throw new InputError('M', `${M} copies of ${N} weights are ${N * M}, over ${largestBound}; take fewer`);
  }
  if (coupling.kind !== 'routing') return;
  const { S, kernel } = coupling;
  if (!(Number.isInteger(S) && S >= 1 && S <= N))
    throw new InputError('S', `${S} distinct destinations do not exist among ${N} weights`);
  permutationSampler(kernel, M);
}

/**
 * The bank of a coupling over N weights, drawn from the stream "routing" of a seed: of identities where nothing is
 * routed.
 *
 * @example
 * const coupling = couplingOf({ M: 3, S: 4, kernel: { kind: 'uniform' } });
 * bankOf(coupling, 10, { root: 1, trial: 0 }).S; // 4
 * bankOf({ kind: 'alone', M: 3 }, 10, { root: 1, trial: 0 }).S; // 1
 *
 * @throws InputError when the kernel cannot be sampled or there are fewer than S weights.
 */
export function bankOf(coupling: Coupling, N: number, seed: Seed): Bank {
  const { M } = coupling;
  if (!isRouted(coupling)) return identityBank(N, M);
  const { S, kernel } = coupling;
  return sampleBank({ N, M, S, kernel }, stream(seed, 'routing', { N, M, S, kernel: kernelKey(kernel) }));
}
