import { InputError } from '../error.ts';
import { exp } from '../numeric/exp.ts';

/** A mixing kernel Q over M covers, by name. Shifts μ and widths σ are in covers. */
export type Kernel =
  | { kind: 'directed-ring'; mu: number; sigma: number }
  | { kind: 'wrapped-ring'; mu: number; sigma: number }
  | { kind: 'uniform' }
  | { kind: 'identity' }
  | { kind: 'matrix'; matrix: number[][] };

/**
 * The M×M matrix Q of a kernel, Q[a·M + b] ≥ 0: how strongly cover a reads from cover b.
 *
 * Rings are Gaussian in the distance from a to b round the ring, Q ∝ exp(−(d − μ)²/2σ²). The directed ring
 * takes d = (b − a) mod M in 0…M−1 and does not wrap it round μ, so that the direction matters; the wrapped
 * ring takes d − μ into (−M/2, M/2]. Scale is free: P_Q (Eq. 6) does not see it, and each row's largest
 * entry of a ring is 1, so that narrow rings do not underflow.
 *
 * @throws InputError on σ ≤ 0, or a matrix that is not M×M, or has an entry that is negative or not finite.
 */
export function kernelMatrix(kernel: Kernel, M: number): Float64Array {
  switch (kernel.kind) {
    case 'directed-ring':
      return ring(kernel, M, (distance) => distance - kernel.mu);
    case 'wrapped-ring':
      return ring(kernel, M, (distance) => wrap(distance - kernel.mu, M));
    case 'uniform':
      return new Float64Array(M * M).fill(1);
    case 'identity':
      return Float64Array.from({ length: M * M }, (_, i) => (i % (M + 1) === 0 ? 1 : 0));
    case 'matrix':
      return customMatrix(kernel.matrix, M);
  }
}

/** A short text that is the same for the same kernel, to key random streams. */
export function kernelKey(kernel: Kernel): string {
  if (kernel.kind === 'matrix') return `matrix ${JSON.stringify(kernel.matrix)}`;
  return 'mu' in kernel ? `${kernel.kind} ${kernel.mu} ${kernel.sigma}` : kernel.kind;
}

function ring(
  { mu, sigma }: { mu: number; sigma: number },
  M: number,
  offset: (distance: number) => number,
): Float64Array {
  if (!Number.isFinite(mu)) throw new InputError('kernel/mu', `${mu} is not a finite shift`);
  if (!(sigma > 0)) throw new InputError('kernel/sigma', `${sigma} is not a width; it must be above 0`);
  const squares = Float64Array.from({ length: M }, (_, d) => offset(d) * offset(d));
  const nearest = squares.reduce((a, b) => Math.min(a, b));
  const weights = squares.map((square) => exp(-(square - nearest) / (2 * sigma * sigma)));
  return Float64Array.from({ length: M * M }, (_, i) => {
    const a = Math.floor(i / M);
    return weights[((i % M) - a + M) % M];
  });
}

/** x modulo M, taken into (−M/2, M/2]. */
function wrap(x: number, M: number): number {
  return x - M * Math.ceil(x / M - 0.5);
}

function customMatrix(rows: number[][], M: number): Float64Array {
  if (rows.length !== M || rows.some((row) => row.length !== M)) {
    const shape = `${rows.length}×${[...new Set(rows.map((row) => row.length))].join('/')}`;
    throw new InputError('kernel/matrix', `the matrix is ${shape}, but M = ${M} covers need ${M}×${M}`);
  }
  rows.forEach((row, a) => {
    row.forEach((entry, b) => {
      if (!(entry >= 0 && entry < Infinity)) {
        throw new InputError(
          `kernel/matrix/${a}/${b}`,
          `${entry} is not a weight; it must be ≥ 0 and finite`,
        );
      }
    });
  });
  return Float64Array.from(rows.flat());
}
