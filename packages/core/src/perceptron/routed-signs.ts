import type { Bank } from '../cover/bank.ts';

/** Patterns one after the other, at [μ·N + q], of those at [q·P + μ]. */
export function rowsOf(G: Int8Array, N: number, P: number): Int8Array {
  const rows = new Int8Array(N * P);
  for (let q = 0; q < N; q++) for (let mu = 0; mu < P; mu++) rows[mu * N + q] = G[q * P + mu];
  return rows;
}

/**
 * The signs of the hidden weights that cover a reads in channel s (Eq. 5), as `PatternBits.pack` has them: weight q is
 * that of the cover ρ_{q,s}(a).
 */
export function signBits(
  hidden: ArrayLike<number>,
  { N, M, routes }: Bank,
  s: number,
  a: number,
  into: Int32Array,
): void {
  into.fill(0);
  for (let q = 0; q < N; q++) {
    if (hidden[routes[(s * N + q) * M + a] * N + q] >= 0) into[q >>> 5] |= 1 << (q & 31);
  }
}
