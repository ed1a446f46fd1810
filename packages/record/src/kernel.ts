import { type Static, Type } from '@sinclair/typebox';
import { taggedUnion } from './schema.ts';

const shift = Type.Number({ description: 'shift μ of the ring, in covers' });
const width = Type.Number({ exclusiveMinimum: 0, description: 'width σ of the ring, in covers' });

/** Mixing kernel Q over M covers, by name; `packages/core/src/routing/kernel.ts` gives each its formula. */
export const KernelSchema = taggedUnion('kind', [
  Type.Object(
    { kind: Type.Literal('directed-ring'), mu: shift, sigma: width },
    { additionalProperties: false },
  ),
  Type.Object(
    { kind: Type.Literal('wrapped-ring'), mu: shift, sigma: width },
    { additionalProperties: false },
  ),
  Type.Object({ kind: Type.Literal('uniform') }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('identity') }, { additionalProperties: false }),
  Type.Object(
    {
      kind: Type.Literal('matrix'),
      matrix: Type.Array(Type.Array(Type.Number({ minimum: 0 })), { minItems: 1 }),
    },
    { additionalProperties: false },
  ),
]);

export type Kernel = Static<typeof KernelSchema>;
