import { InputError, type Kernel } from '@mcover/core';

/** A few kernels of every kind over M covers. */
export function kernelsFor(M: number): { name: string; kernel: Kernel }[] {
  const rows = Array.from({ length: M }, (_, a) =>
    Array.from({ length: M }, (_, b) => ((3 * a + 5 * b) % 7) + (a === b ? 1 : 0)),
  );
  return [
    { name: 'directed ring', kernel: { kind: 'directed-ring', mu: 2, sigma: 1.5 } },
    { name: 'wrapped ring', kernel: { kind: 'wrapped-ring', mu: 0.5, sigma: 0.75 } },
    { name: 'uniform', kernel: { kind: 'uniform' } },
    { name: 'identity', kernel: { kind: 'identity' } },
    { name: 'matrix', kernel: { kind: 'matrix', matrix: rows } },
  ];
}

/** A kernel of which no permutation has a weight. */
export const impossible = {
  kind: 'matrix' as const,
  matrix: [
    [1, 0],
    [1, 0],
  ],
};

/** The InputError that something throws. */
export function faultOf(act: () => unknown): InputError {
  try {
    act();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
