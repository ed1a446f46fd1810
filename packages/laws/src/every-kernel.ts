import type { Kernel } from '@mcover/core';

/** One kernel of every kind over M covers. */
export function kernelsFor(M: number): Kernel[] {
  const matrix = Array.from({ length: M }, (_, a) =>
    Array.from({ length: M }, (_, b) => 1 + ((3 * a + 5 * b) % 7)),
  );
  return [
    { kind: 'directed-ring', mu: 2, sigma: 1.5 },
    { kind: 'wrapped-ring', mu: 1, sigma: 0.8 },
    { kind: 'uniform' },
    { kind: 'identity' },
    { kind: 'matrix', matrix },
  ];
}
