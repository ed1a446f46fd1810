import type { Labelled, Rows } from '../data/labelled.ts';
import { votes } from './fields.ts';

/** Label ŷ = sign(Σ_k sign(F_{μk})) of the hard committee, ties on the +1 side. */
function labelOf(J: ArrayLike<number>, K: number, patterns: Rows, mu: number): 1 | -1 {
  return votes(J, K, patterns, mu) >= 0 ? 1 : -1;
}

/**
 * Labels ±1 that the hard committee with the weights J[k·N + i] gives to patterns. One unit is a perceptron.
 *
 * @example
 * hardLabels([1, 0], 1, { N: 2, P: 3, x: [1, 1, -1, 1, 0, 5] }); // [1, -1, 1]
 */
export function hardLabels(J: ArrayLike<number>, K: number, patterns: Rows): Int8Array {
  return Int8Array.from({ length: patterns.P }, (_, mu) => labelOf(J, K, patterns, mu));
}

/**
 * Share of the patterns that the hard committee with the weights J[k·N + i] misclassifies.
 *
 * @example
 * const patterns = { N: 2, P: 2, x: Int8Array.of(1, 1, -1, 1), y: Int8Array.of(1, -1) };
 * hardError([1, 0], 1, patterns); // 0
 * hardError([0, 1], 1, patterns); // 0.5
 */
export function hardError(J: ArrayLike<number>, K: number, patterns: Labelled): number {
  let count = 0;
  for (let mu = 0; mu < patterns.P; mu++) if (labelOf(J, K, patterns, mu) !== patterns.y[mu]) count++;
  return count / patterns.P;
}

/**
 * The first misclassified pattern from `start` on, going round, or −1 where there is none. Asked again after
 * an epoch, from the pattern that was wrong before, it mostly looks at one pattern only.
 */
export function findError(J: ArrayLike<number>, K: number, patterns: Labelled, start: number): number {
  for (let i = 0; i < patterns.P; i++) {
    const mu = (start + i) % patterns.P;
    if (labelOf(J, K, patterns, mu) !== patterns.y[mu]) return mu;
  }
  return -1;
}
