import type { Kernel } from '@mcover/core';
import { kernelLaws, kernelsFor } from '@mcover/laws';

const lazy: Kernel = {
  kind: 'lazy',
  p: 0.3,
  rows: (M: number) =>
    Array.from({ length: M }, (_, a) => Array.from({ length: M }, (_, b) => (a === b ? 1 : 0.3))),
};

for (const kernel of kernelsFor(1)) if (kernel.kind !== 'matrix') kernelLaws(kernel);
for (const M of [1, 3, 4, 6]) kernelLaws(kernelsFor(M)[4], { covers: [M] });
kernelLaws({ kind: 'directed-ring', mu: 1, sigma: 0.4 });
kernelLaws({ kind: 'wrapped-ring', mu: 0.5, sigma: 0.75 });
kernelLaws(lazy);
