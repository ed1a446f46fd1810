import { kernelLaws, kernelsFor } from '@mcover/laws';

const lazy = {
  kind: 'lazy',
  rows: ({ p }: Readonly<Record<string, unknown>>, M: number) =>
    Array.from({ length: M }, (_, a) =>
      Array.from({ length: M }, (_, b) => (b === a ? 1 - Number(p) : b === (a + 1) % M ? Number(p) : 0.01)),
    ),
};

for (const kernel of kernelsFor(1)) if (kernel.kind !== 'matrix') kernelLaws(kernel);
for (const M of [1, 3, 4, 6]) kernelLaws(kernelsFor(M)[4], { covers: [M] });
kernelLaws({ kind: 'directed-ring', mu: 1, sigma: 0.4 });
kernelLaws({ kind: 'wrapped-ring', mu: 0.5, sigma: 0.75 });
for (const p of [0, 0.3]) kernelLaws(lazy, { params: { p } });
