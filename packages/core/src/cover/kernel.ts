import { InputError } from '../error.ts';
import { exp } from '../numeric/exp.ts';

/** A mixing kernel Q over M covers of this program's, by name. Shifts μ and widths σ are in covers. */
export type NamedKernel =
  | { readonly kind: 'directed-ring'; readonly mu: number; readonly sigma: number }
  | { readonly kind: 'wrapped-ring'; readonly mu: number; readonly sigma: number }
  | { readonly kind: 'uniform' }
  | { readonly kind: 'identity' }
  | { readonly kind: 'matrix'; readonly matrix: readonly (readonly number[])[] };

/**
 * A kernel of one's own: its parameters, and the rows of Q.
 *
 * @example
 * const lazy = { kind: 'lazy', p: 0.3, rows: (M: number) => … };
 */
export interface OwnKernel {
  readonly kind: string;
  /** The M×M matrix Q, entries ≥ 0. */
  rows(M: number): readonly (readonly number[])[];
  readonly [parameter: string]: unknown;
}

export type Kernel = NamedKernel | OwnKernel;

/** The parameters of the kernels of this program, in the order of `kernelKey`. */
export const kernelFields: Readonly<Record<string, readonly string[]>> = {
  'directed-ring': ['mu', 'sigma'],
  'wrapped-ring': ['mu', 'sigma'],
  uniform: [],
  identity: [],
  matrix: ['matrix'],
};

/**
 * The M×M matrix Q of a kernel, Q[a·M + b] ≥ 0: how strongly cover a reads from cover b.
 *
 * Rings are Gaussian in the distance from a to b round the ring, Q ∝ exp(−(d − μ)²/2σ²). The directed ring
 * takes d = (b − a) mod M in 0…M−1 and does not wrap it round μ, so that the direction matters; the wrapped
 * ring takes d − μ into (−M/2, M/2]. Scale is free: P_Q (Eq. 6) does not see it, and each row's largest
 * entry of a ring is 1, so that narrow rings do not underflow.
 *
 * @example
 * kernelMatrix({ kind: 'identity' }, 2); // [1, 0, 0, 1]
 * kernelMatrix({ kind: 'ring' }, 2); // throws kernel/kind: no kernel "ring"
 *
 * @throws InputError on an unknown kind, σ ≤ 0, or a matrix that is not M×M, or has an entry that is negative or not
 * finite.
 */
export function kernelMatrix(kernel: Kernel, M: number): Float64Array {
  if (isOwn(kernel)) {
    if (isNamed(kernel.kind))
      throw new InputError(
        'kernel/kind',
        `"${kernel.kind}" has rows already; take another name for your own`,
      );
    return matrixOf(kernel.rows(M), M, 'kernel');
  }
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
      return matrixOf(kernel.matrix, M, 'kernel/matrix');
    default: {
      const { kind } = kernel as { kind: unknown };
      const known = Object.keys(kernelFields).join(', ');
      throw new InputError(
        'kernel/kind',
        `no kernel "${kind}"; known: ${known}, or one of your own with rows(M)`,
      );
    }
  }
}

const isNamed = (kind: string) => Object.hasOwn(kernelFields, kind);

function isOwn(kernel: Kernel): kernel is OwnKernel {
  return 'rows' in kernel && typeof kernel.rows === 'function';
}

/** A text of all parameters of a kernel, which is the same for the same kernel alone: it keys random streams. */
export function kernelKey(kernel: Kernel): string {
  const values: Readonly<Record<string, unknown>> = kernel;
  if (isNamed(kernel.kind))
    return [kernel.kind, ...kernelFields[kernel.kind].map((field) => keyOf(values[field]))].join(' ');
  const own = Object.keys(values).filter((field) => field !== 'kind' && typeof values[field] !== 'function');
  return [kernel.kind, ...own.sort().map((field) => `${field}=${keyOf(values[field])}`)].join(' ');
}

/** JSON, which has no word for an infinite width. */
const keyOf = (value: unknown) => (typeof value === 'number' ? String(value) : JSON.stringify(value));

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

function matrixOf(rows: readonly (readonly number[])[], M: number, path: string): Float64Array {
  if (!Array.isArray(rows) || !rows.every(Array.isArray))
    throw new InputError(path, 'the matrix is not a list of rows');
  if (rows.length !== M || rows.some((row) => row.length !== M)) {
    const shape = `${rows.length}×${[...new Set(rows.map((row) => row.length))].join('/')}`;
    throw new InputError(path, `the matrix is ${shape}, but M = ${M} covers need ${M}×${M}`);
  }
  rows.forEach((row, a) => {
    row.forEach((entry: number, b: number) => {
      if (!(entry >= 0 && entry < Infinity)) {
        throw new InputError(`${path}/${a}/${b}`, `${entry} is not a weight; it must be ≥ 0 and finite`);
      }
    });
  });
  return Float64Array.from(rows.flat());
}
