import type { Bank } from './bank.ts';

/**
 * The connected components of the lifted graph, whose vertices are the copies (q, b) of weights and the contexts (s, a)
 * of channels, and in which a context is joined to what it reads: M where covers are but copies, 1 where every cover
 * hears of every other one.
 *
 * @example
 * coverComponents(identityBank(10, 3)); // 3
 */
export function coverComponents({ N, M, S, routes }: Bank): number {
  // Union–find (Tarjan 1975) by halving paths; contexts stand after the copies.
  const parents = Int32Array.from({ length: (N + S) * M }, (_, vertex) => vertex);
  const rootOf = (vertex: number): number => {
    let at = vertex;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  };
  let components = parents.length;
  for (let s = 0; s < S; s++) {
    for (let q = 0; q < N; q++) {
      for (let a = 0; a < M; a++) {
        const copy = rootOf(q * M + routes[(s * N + q) * M + a]);
        const context = rootOf((N + s) * M + a);
        if (copy === context) continue;
        parents[copy] = context;
        components--;
      }
    }
  }
  return components;
}
