import { InputError } from '../error.ts';
import { factorial } from '../numeric/big.ts';
import { mostElements, stirling2 } from './partitions.ts';

/**
 * In how many ways a two-layer network Σ_j a_j σ(w_j·x) of r hidden units is one of m ≥ r (Şimşek et al. 2021,
 * https://arxiv.org/abs/2105.12221): its m units fall into r groups of equal w_j, whose outgoing weights add up to a_j,
 * and any number of zero groups, of equal weights of any kind, whose outgoing weights add up to 0.
 *
 * A `generic` σ has no symmetry of its own; for an `odd` one, as tanh, each unit may also have its sign turned, in and
 * out. ReLU scales besides, continuously: these counts are not of it.
 */
export type Symmetry = 'generic' | 'odd';

/**
 * G(r, m) = r!·S(m, r): the ways without zero groups, each a subspace of critical points of the wider network where the
 * narrow one has a critical point. Of an odd σ, 2^m times as many.
 *
 * @example
 * replications(2, 3); // 6n
 * replications(2, 3, 'odd'); // 48n
 * replications(3, 2); // throws m: 2 units hold no network of r = 3
 *
 * @throws InputError unless 1 ≤ r ≤ m ≤ 1000 are whole numbers.
 */
export function replications(r: number, m: number, symmetry: Symmetry = 'generic'): bigint {
  check(r, m);
  return factorial(r) * stirling2(m)[r] * (symmetry === 'odd' ? 2n ** BigInt(m) : 1n);
}

/**
 * T(r, m) = Σ_k S(m, k)·k!/(k − r)!: all ways, each an affine subspace of the global minima of the wider network. A
 * partition has k blocks, of which r are groups in some order and the others zero groups. Of an odd σ each term counts
 * 2^{m − (k − r)} times: the sign of a zero group as a whole is none of its own.
 *
 * @example
 * minima(2, 3); // 12n
 * minima(10, 20); // 287694401631777504000n
 *
 * @throws InputError unless 1 ≤ r ≤ m ≤ 1000 are whole numbers.
 */
export function minima(r: number, m: number, symmetry: Symmetry = 'generic'): bigint {
  check(r, m);
  const partitions = stirling2(m);
  let ordered = factorial(r);
  let total = 0n;
  for (let k = r; k <= m; k++) {
    const signs = symmetry === 'odd' ? 2n ** BigInt(m - k + r) : 1n;
    total += partitions[k] * ordered * signs;
    // (k + 1)!/(k + 1 − r)! from k!/(k − r)!
    ordered = (ordered * BigInt(k + 1)) / BigInt(k + 1 - r);
  }
  return total;
}

function check(r: number, m: number): void {
  if (!(Number.isInteger(r) && r >= 1)) throw new InputError('r', `${r} is no number of hidden units`);
  if (!(Number.isInteger(m) && m <= mostElements))
    throw new InputError('m', `${m} is not a whole number up to ${mostElements}`);
  if (m < r) throw new InputError('m', `${m} units hold no network of r = ${r}`);
}
