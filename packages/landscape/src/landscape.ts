import type { Network } from '@mcover/core';
import { type Aligned, alignCommittee, alignMlp, type Match } from './align.ts';
import { normaliseMlp, ontoTorus } from './normalise.ts';
import { symmetryOf } from './symmetry.ts';
import { committeeTorus, mlpTorus, type Torus } from './torus.ts';

/** The error over the weights of one kind of network, and which weights are one function. */
export interface Landscape {
  /** Where normalised weights lie; nothing where the scale of a unit is part of the function. */
  readonly torus: Torus | undefined;
  /** Share of the patterns that the network of these weights misclassifies. */
  error(w: Float64Array): number;
  /** The weights on the torus; as they are where there is none. */
  normalise(w: ArrayLike<number>): Float64Array;
  align(reference: ArrayLike<number>, w: ArrayLike<number>): Aligned;
}

/**
 * The landscape of multilayer perceptrons of one shape.
 *
 * @example
 * const network = { widths: [1, 2, 1], activation: 'tanh' };
 * mlpLandscape(network, () => 0).torus; // undefined
 */
export function mlpLandscape(
  network: Network,
  error: Landscape['error'],
  { match = 'incoming' }: { readonly match?: Match } = {},
): Landscape {
  const fixed = symmetryOf(network.activation).scale === 'none';
  return {
    torus: fixed ? undefined : mlpTorus(network),
    error,
    normalise: (w) => (fixed ? Float64Array.from(w) : normaliseMlp(network, w)),
    align: (reference, w) => alignMlp(network, reference, w, { match }),
  };
}

/**
 * The landscape of committees of K units of N real weights; a perceptron is a committee of one.
 *
 * @example
 * const { normalise } = committeeLandscape({ N: 2, K: 2 }, () => 0);
 * normalise([3, 4, 0, 2]); // [0.6000000000000001, 0.8, 0, 1]
 */
export function committeeLandscape(
  size: { readonly N: number; readonly K: number },
  error: Landscape['error'],
): Landscape {
  const torus = committeeTorus(size.N, size.K);
  return {
    torus,
    error,
    normalise: (w) => ontoTorus(torus, w),
    align: (reference, w) => alignCommittee(size, reference, w),
  };
}
